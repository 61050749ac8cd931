/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/** Installs the engine of an n8n version, which is n8n-core with the n8n-workflow it goes with. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const engineFolder = (version: string) =>
	path.resolve(__dirname, '../../.n8n/engines', version);

/** What that n8n itself is installed with. */
async function engineDependencies(version: string): Promise<Record<string, string>> {
	const { stdout } = await run('npm', ['view', `n8n@${version}`, 'dependencies', '--json']);
	const all = JSON.parse(stdout) as Record<string, string>;
	return Object.fromEntries(
		['n8n-core', 'n8n-workflow'].map((name) => {
			if (!all[name]) throw new Error(`n8n ${version} does not name its ${name}`);
			return [name, all[name]];
		}),
	);
}

/** Installs an engine into `.n8n/engines/VERSION`, once. */
export async function installEngine(version: string): Promise<void> {
	const folder = engineFolder(version);
	const done = path.join(folder, 'installed');
	if (existsSync(done)) return;
	const dependencies = await engineDependencies(version);
	console.log(`Installing the engine of n8n ${version} into .n8n: 250 MB, this once.`);
	await mkdir(folder, { recursive: true });
	await writeFile(
		path.join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies }),
	);
	await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
	await writeFile(done, '');
}
