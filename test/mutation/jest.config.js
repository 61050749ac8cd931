/** The fast unit tests of what is mutated. */
const path = require('node:path');
const base = require('../../jest.config.js');

const FILES = ['read', 'parameters', 'normalise', 'plan', 'match', 'feishu/errors', 'feishu/codes'];

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: path.resolve(__dirname, '../..'),
	testMatch: FILES.map((file) => `<rootDir>/test/nodes/BatchGetTalentId/${file}.test.ts`),
	setupFiles: [...base.setupFiles, '<rootDir>/test/mutation/setup.ts'],
};
