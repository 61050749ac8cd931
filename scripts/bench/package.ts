/** What the package weighs, on the disk and at n8n's start. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { n8n } from '../../package.json';
import { claim, figure } from './report';
import type { Line } from './report';

const ROOT = path.resolve(__dirname, '../..');
const RUNS = 15;
const MAX_REQUIRE_MS = 30;
const MAX_KB = 600;

const run = async (command: string, args: string[]): Promise<string> =>
	(await promisify(execFile)(command, args, { cwd: ROOT })).stdout;

/** Requires the node as n8n does, after all that it finds loaded there. */
const REQUIRE = `
	require('n8n-workflow');
	const start = performance.now();
	require(process.argv[1]);
	process.stdout.write(String(performance.now() - start));
`;

/** Milliseconds, each in a process of its own. */
async function requireNode(): Promise<number[]> {
	const file = path.join(ROOT, n8n.nodes[0] ?? '');
	const taken: number[] = [];
	while (taken.length < RUNS) {
		taken.push(Number(await run(process.execPath, ['-e', REQUIRE, file])));
	}
	return taken.sort((a, b) => a - b);
}

type Packed = Record<'size' | 'unpackedSize' | 'entryCount', number>;

/** Measures the build as it is. */
export async function measurePackage(): Promise<Line> {
	const taken = await requireNode();
	const middle = taken[(RUNS - 1) / 2] ?? NaN;
	const [packed] = JSON.parse(
		await run('npm', ['pack', '--dry-run', '--ignore-scripts', '--json']),
	) as [Packed];
	return {
		title: 'Package',
		claims: [
			claim(figure('require in a fresh process', middle, 'ms'), MAX_REQUIRE_MS, [
				figure('least', taken[0] ?? NaN, 'ms'),
				figure('most', taken.at(-1) ?? NaN, 'ms'),
			]),
			claim(figure('unpacked', packed.unpackedSize / 1_000, 'kB'), MAX_KB, [
				figure('packed', packed.size / 1_000, 'kB'),
				figure('files', packed.entryCount),
			]),
		],
	};
}
