/** The end-to-end tests: the packed package in a real n8n. One at a time: each starts servers. */
const path = require('node:path');
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: path.resolve(__dirname, '../..'),
	testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/setup.ts',
	maxWorkers: 1,
	testTimeout: 300_000,
};
