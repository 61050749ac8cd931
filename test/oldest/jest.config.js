/** The build in the engine of the oldest n8n that package.json allows. */
const path = require('node:path');
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: path.resolve(__dirname, '../..'),
	testMatch: [
		'<rootDir>/test/oldest/*.oldest.ts',
		'<rootDir>/test/engine/node.test.ts',
		'<rootDir>/test/engine/tokens.test.ts',
	],
	globalSetup: '<rootDir>/test/oldest/install.ts',
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow|@n8n/di)(/.*)?$': '<rootDir>/.n8n/oldest/node_modules/$1$2',
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
