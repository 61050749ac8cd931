/**
 * `npm run mutate [-- PART …]`: breaks the source in every way that Stryker knows, and runs the unit
 * tests of the file that it broke. PART is a half of the source, or a part of a file's path.
 */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

import { SOURCE_PARTS, testsOf } from './files';

/** How many mutants made a test fail, of all. */
interface Score {
	killed: number;
	total: number;
}

const percentOf = ({ killed, total }: Score) => (100 * killed) / total;

const describe = (name: string, score: Score) =>
	`${name}: ${score.killed} of ${score.total} mutants made a test fail, ${percentOf(score).toFixed(1)} %`;

/** For each mutant jest loads every module anew: of n8n-workflow, which has hundreds, one file. */
function bundleN8nWorkflow(folder: string): string {
	// Jest transforms nothing below a folder of this name.
	const outfile = path.join(folder, 'node_modules/n8n-workflow.js');
	const entryPoints = [require.resolve('n8n-workflow')];
	buildSync({ entryPoints, outfile, bundle: true, platform: 'node', logLevel: 'error' });
	return outfile;
}

const jestConfig = (file: string, n8nWorkflow: string) => ({
	testEnvironment: 'node',
	testMatch: testsOf(file).map((test) => `<rootDir>/${test}`),
	setupFiles: ['reflect-metadata', '<rootDir>/test/mutation/setup.ts'],
	moduleNameMapper: { '^n8n-workflow$': n8nWorkflow },
	roots: ['build', 'credentials', 'nodes', 'test'].map((folder) => `<rootDir>/${folder}`),
	haste: { forceNodeFilesystemAPI: true },
	// A promise that never settles fails its test before Stryker must start the process anew.
	testTimeout: 10_000,
});

async function mutate(file: string, n8nWorkflow: string): Promise<Score> {
	const { Stryker } = await import('@stryker-mutator/core');
	const stryker = new Stryker({
		configFile: 'test/mutation/stryker.config.json',
		mutate: [file],
		jest: {
			configFile: 'jest.config.js',
			config: jestConfig(file, n8nWorkflow),
			enableFindRelatedTests: false,
		},
	});
	const statuses = (await stryker.runMutationTest()).map(({ status }) => status);
	const count = (...wanted: typeof statuses) =>
		statuses.filter((status) => wanted.includes(status)).length;
	const killed = count('Killed', 'Timeout');
	return { killed, total: killed + count('Survived', 'NoCoverage') };
}

async function main(parts: string[]): Promise<void> {
	const scores: string[] = [];
	const folder = mkdtempSync(path.join(os.tmpdir(), 'mutate-'));
	const n8nWorkflow = bundleN8nWorkflow(folder);
	for (const [half, { files, leastKilled }] of Object.entries(SOURCE_PARTS)) {
		const sum: Score = { killed: 0, total: 0 };
		const wanted = globSync(files).filter(
			(file) => parts.length === 0 || parts.some((part) => part === half || file.includes(part)),
		);
		for (const file of wanted) {
			const score = await mutate(file, n8nWorkflow);
			scores.push(describe(file, score));
			sum.killed += score.killed;
			sum.total += score.total;
		}
		if (sum.total === 0) continue;
		scores.push(describe(`${half}, at least ${leastKilled} %`, sum));
		if (percentOf(sum) < leastKilled) process.exitCode = 1;
	}
	rmSync(folder, { recursive: true });
	console.log(scores.join('\n'));
}

void main(process.argv.slice(2));
