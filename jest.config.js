/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022' }, sourceMaps: 'inline' }] },
	// p-limit and its queue are published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!p-limit/|yocto-queue/)', '/dist/'],
	setupFiles: ['reflect-metadata'],
	testTimeout: 60_000,
};
