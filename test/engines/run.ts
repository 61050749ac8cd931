/**
 * `npm run test:engines`: the engine tests in the engine of each supported n8n, and in the one that
 * package.json pins, each in a process of its own. `-- 2.0.3` tests with that version only.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** The last n8n of each line that people run. */
const VERSIONS = ['1.123.81', '2.20.12', '2.33.7'];

const ROOT = path.resolve(__dirname, '../..');
const JEST = require.resolve('jest/bin/jest');

const npm = async (folder: string, args: string[]): Promise<string> =>
	(await promisify(execFile)('npm', args, { cwd: folder })).stdout;

/** Installs an engine into `.n8n/engines/VERSION`, once: n8n-core with the n8n-workflow it goes with. */
async function installEngine(version: string): Promise<void> {
	const folder = path.join(ROOT, '.n8n/engines', version);
	const done = path.join(folder, 'installed');
	if (existsSync(done)) return;
	console.log(`Installing the engine of n8n ${version} into .n8n: 250 MB, this once.`);
	mkdirSync(folder, { recursive: true });
	// What that n8n itself is installed with.
	const all = await npm(folder, ['view', `n8n@${version}`, 'dependencies', '--json']);
	const { 'n8n-core': core, 'n8n-workflow': workflow } = JSON.parse(all) as Record<string, string>;
	const dependencies = { 'n8n-core': core, 'n8n-workflow': workflow };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
	await npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
	writeFileSync(done, '');
}

/** Runs jest on the engine tests; returns whether all have passed. */
async function runJest(engine: string, args: string[], env = {}): Promise<boolean> {
	console.log(`\nThe engine of n8n ${engine}`);
	// n8n's sleep cannot be cut short before 2.34: what a cancelled run slept on would keep jest waiting.
	const jest = spawn(process.execPath, [JEST, '--forceExit', ...args], {
		cwd: ROOT,
		env: { ...process.env, ...env },
		stdio: 'inherit',
	});
	const [code] = (await once(jest, 'close')) as [number | null];
	return code === 0;
}

async function main(asked: string[]): Promise<void> {
	const failed: string[] = [];
	for (const version of asked.length > 0 ? asked : VERSIONS) {
		await installEngine(version);
		const config = path.join(__dirname, 'jest.config.js');
		const passed = await runJest(version, ['--config', config], { N8N_ENGINE: version });
		if (!passed) failed.push(version);
	}
	const pinned = 'of package.json';
	if (asked.length === 0 && !(await runJest(pinned, ['test/engine/']))) failed.push(pinned);
	if (failed.length === 0) return;
	console.log(`\nFailed in the engine of n8n ${failed.join(', ')}`);
	process.exitCode = 1;
}

void main(process.argv.slice(2));
