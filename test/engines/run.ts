/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console */
/**
 * `npm run test:engines`: the engine tests in the engine of each supported n8n, and in the one that
 * package.json pins, each in a process of its own. `-- 2.0.3` tests with that version only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { devDependencies } from '../../package.json';
import { engineFolder, installEngine } from './install';
import { ENGINES } from './versions';

const ROOT = path.resolve(__dirname, '../..');
const JEST = require.resolve('jest/bin/jest');

/** What jest writes with --json, as far as it is shown. */
interface Outcome {
	numPassedTests: number;
	numTotalTests: number;
	success: boolean;
}

/** Runs jest on the engine tests, and returns a line that sums up. */
async function runJest(name: string, folder: string, args: string[], env = {}): Promise<string> {
	const outputFile = path.join(folder, 'outcome.json');
	rmSync(outputFile, { force: true });
	console.log(`\nThe engine of n8n ${name}`);
	const start = performance.now();
	// n8n's sleep cannot be cut short before 2.34: what a cancelled run slept on would keep jest waiting.
	const options = ['--forceExit', '--json', '--outputFile', outputFile];
	const jest = spawn(process.execPath, [JEST, ...options, ...args], {
		cwd: ROOT,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	await once(jest, 'close');
	const seconds = Math.round((performance.now() - start) / 1000);
	if (!existsSync(outputFile)) return `${name}: FAILED, no test ran`;
	const outcome = JSON.parse(readFileSync(outputFile, 'utf8')) as Outcome;
	const { numPassedTests, numTotalTests, success } = outcome;
	return `${name}: ${success ? '' : 'FAILED, '}${numPassedTests} of ${numTotalTests} tests passed, ${seconds} s`;
}

async function runInstalled(version: string): Promise<string> {
	await installEngine(version);
	const config = path.join(__dirname, 'jest.config.js');
	return await runJest(version, engineFolder(version), ['--config', config], {
		N8N_ENGINE: version,
	});
}

async function main(): Promise<void> {
	const asked = process.argv.slice(2);
	const lines: string[] = [];
	for (const version of asked.length > 0 ? asked : ENGINES) lines.push(await runInstalled(version));
	if (asked.length === 0) {
		const pinned = `of package.json, n8n-core ${devDependencies['n8n-core']}`;
		lines.push(await runJest(pinned, path.join(ROOT, '.n8n'), ['test/engine/']));
	}
	console.log(`\n${lines.join('\n')}`);
	if (lines.some((line) => line.includes('FAILED'))) process.exitCode = 1;
}

void main();
