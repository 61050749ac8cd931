/** What the package weighs, on the disk and at n8n's start. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { n8n } from '../../package.json';
import { atMost, claim, figure, median } from './report';
import type { Line, Mode } from './report';

const ROOT = path.resolve(__dirname, '../..');
const MAX_REQUIRE_MS = 30;
const MAX_BYTES = 600_000;

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
async function requireNode(times: number): Promise<number[]> {
	const file = path.join(ROOT, n8n.nodes[0] ?? '');
	const taken: number[] = [];
	for (let time = 0; time < times; time++) {
		taken.push(Number(await run(process.execPath, ['-e', REQUIRE, file])));
	}
	return taken;
}

interface Packed {
	size: number;
	unpackedSize: number;
	entryCount: number;
}

/** Measures the build as it is. */
export async function measurePackage({ quick }: Mode): Promise<Line> {
	const taken = await requireNode(quick ? 5 : 15);
	const [packed] = JSON.parse(
		await run('npm', ['pack', '--dry-run', '--ignore-scripts', '--json']),
	) as [Packed];
	return {
		title: 'Package',
		claims: [
			claim(figure('require in a fresh process', median(taken), 'ms'), atMost(MAX_REQUIRE_MS), [
				figure('least', Math.min(...taken), 'ms'),
				figure('most', Math.max(...taken), 'ms'),
			]),
			claim(figure('unpacked', packed.unpackedSize / 1_000, 'kB'), atMost(MAX_BYTES / 1_000), [
				figure('packed', packed.size / 1_000, 'kB'),
				figure('files', packed.entryCount),
			]),
		],
	};
}
