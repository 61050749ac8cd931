test.each(['n8n-core', 'n8n-workflow', '@n8n/di'])('%s is the oldest, not the newest', (name) => {
	expect(require.resolve(name)).toContain('/.n8n/oldest/node_modules/');
});
