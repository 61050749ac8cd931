// n8n-core writes the messages of nodes' errors to the console, which would bury the tests' own output.
process.env.N8N_LOG_LEVEL ??= 'silent';

// What is counted is source: then the engine runs it in the place of the bundles made of it.
const counts = process.argv.includes('--coverage');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/support/environment.js',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022' }, sourceMaps: 'inline' }] },
	// p-limit and its queue are published as ES modules only; n8n's expressions import their vm engine.
	transformIgnorePatterns: [
		'/node_modules/(?!p-limit/|yocto-queue/|n8n-workflow/dist/cjs/expression.js)',
		'<rootDir>/dist/',
	],
	setupFiles: ['reflect-metadata'],
	setupFilesAfterEnv: ['<rootDir>/test/support/endTimers.ts'],
	modulePathIgnorePatterns: ['.n8n', '.stryker-tmp', 'dist'].map((dir) => `<rootDir>/${dir}/`),
	moduleNameMapper: counts ? { '/dist/((nodes|credentials)/.*)\\.js$': '<rootDir>/$1.ts' } : {},
	collectCoverageFrom: ['{nodes,credentials}/**/*.ts', '!**/*.d.ts'],
	coverageReporters: ['text'],
	// The longest takes some seconds, but over a minute on a machine with other work on it.
	testTimeout: 120_000,
	// By default one core is left idle; what the tests wait for is not worth one.
	maxWorkers: '100%',
};
