/* eslint-disable @n8n/community-nodes/no-restricted-globals */
test.each(['n8n-core', 'n8n-workflow', '@n8n/di'])(
	'%s is that of the engine under test',
	(name) => {
		expect(require.resolve(name)).toContain(
			`/.n8n/engines/${process.env.N8N_ENGINE}/node_modules/`,
		);
	},
);
