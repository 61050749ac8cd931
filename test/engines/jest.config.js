/** The engine tests in the engine of n8n N8N_ENGINE, which test/engines/run.ts has installed. */
const path = require('node:path');
const base = require('../../jest.config.js');

const engine = `.n8n/engines/${process.env.N8N_ENGINE}`;

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: path.resolve(__dirname, '../..'),
	testMatch: ['<rootDir>/test/engines/*.engines.ts', '<rootDir>/test/engine/**/*.test.ts'],
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow|@n8n/di)(/.*)?$': `<rootDir>/${engine}/node_modules/$1$2`,
	},
	modulePathIgnorePatterns: [`<rootDir>/.n8n/(?!engines/${process.env.N8N_ENGINE}/)`],
};
