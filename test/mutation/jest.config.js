/** The fast unit tests of what is mutated. */
const path = require('node:path');
const base = require('../../jest.config.js');

const FILES = ['read/*', 'plan', 'match', 'feishu/errors', 'feishu/errorCodes'];

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: path.resolve(__dirname, '../..'),
	testMatch: FILES.map((file) => `<rootDir>/test/unit/nodes/BatchGetTalentId/${file}.test.ts`),
	setupFiles: [...base.setupFiles, '<rootDir>/test/mutation/setup.ts'],
};
