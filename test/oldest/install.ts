/** Before these tests: the engine of the oldest n8n that package.json allows, into `.n8n/oldest`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { engines } from '../../package.json';

const run = promisify(execFile);

const FOLDER = path.resolve(__dirname, '../../.n8n/oldest');
const VERSION = engines.n8n.replace('>=', '');

/** What that n8n itself is installed with. */
async function engineVersions(): Promise<Record<string, string>> {
	const { stdout } = await run('npm', ['view', `n8n@${VERSION}`, 'dependencies', '--json']);
	const all = JSON.parse(stdout) as Record<string, string>;
	return Object.fromEntries(
		['n8n-core', 'n8n-workflow'].map((name) => {
			if (!all[name]) throw new Error(`n8n ${VERSION} does not name its ${name}`);
			return [name, all[name]];
		}),
	);
}

export default async function setUp(): Promise<void> {
	const done = path.join(FOLDER, `installed-${VERSION}`);
	if (existsSync(done)) return;
	const dependencies = await engineVersions();
	console.log(`Installing the engine of n8n ${VERSION} into .n8n: 400 MB, this once.`);
	await mkdir(FOLDER, { recursive: true });
	await writeFile(
		path.join(FOLDER, 'package.json'),
		JSON.stringify({ private: true, dependencies }),
	);
	await run('npm', ['install', '--ignore-scripts'], { cwd: FOLDER });
	await writeFile(done, '');
}
