/** Where the time of a large run goes: V8's sampling profiler over the node in n8n's engine. */
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { SourceMap } from 'node:module';
import path from 'node:path';

import { n8n } from '../../package.json';
import { figure } from './claims';
import { runTimed, useEngine } from './engines';
import { Feishu } from './feishu';
import type { Mode } from './options';
import type { Line } from './report';
import { REFERENCES, makeSheet, toItems } from './sheet';

const ROOT = path.resolve(__dirname, '../..');
const BUILD = path.join(ROOT, n8n.nodes[0] ?? '');
const ROUND_TRIP = 50;
const TOP = 5;
const INTERVAL = 500;
const OURS = 'this node';

const packageOf = (file: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];

/** Names the part of the program that a function belongs to. */
function partFinder() {
	const map = new SourceMap(JSON.parse(readFileSync(`${BUILD}.map`, 'utf8')));
	return ({ functionName, url, lineNumber, columnNumber }: Profiler.ProfileNode['callFrame']) => {
		if (functionName === '(garbage collector)') return 'garbage collection';
		if (url === '') return 'V8 and system calls';
		if (url.startsWith('node:')) return 'Node.js (sockets, HTTP, streams)';
		if (url.endsWith('BatchGetTalentId.node.js')) {
			const entry = map.findEntry(lineNumber, columnNumber);
			const source = 'originalSource' in entry ? entry.originalSource : '';
			return packageOf(source) ?? `${OURS}: ${path.basename(source)}`;
		}
		return packageOf(url) ?? 'the benchmark';
	};
}

/** Milliseconds of each part, waiting left out. */
function sumUp({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
	const partOf = partFinder();
	const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
	const parts = new Map<string, number>();
	samples.forEach((id, place) => {
		const frame = frames.get(id);
		if (!frame || frame.functionName === '(idle)') return;
		const part = partOf(frame);
		parts.set(part, (parts.get(part) ?? 0) + (timeDeltas[place] ?? 0) / 1_000);
	});
	return parts;
}

/** Milliseconds between two turns of the event loop, at most: nothing else of n8n runs meanwhile. */
async function watchTurns(work: () => Promise<void>): Promise<number> {
	let last = performance.now();
	let longest = 0;
	const turn = () => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	};
	const timer = setInterval(turn, 1);
	await work();
	turn();
	clearInterval(timer);
	return longest;
}

async function profile<T>(work: () => Promise<T>): Promise<[T, Map<string, number>]> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
	await session.post('Profiler.start');
	const result = await work();
	const { profile: profiled } = await session.post('Profiler.stop');
	session.disconnect();
	return [result, sumUp(profiled)];
}

/** Profiles the node with a whole sheet over HTTP; the first five parts, and the whole. */
export async function measureProfile({ quick }: Mode): Promise<Line> {
	const rows = quick ? 10_000 : 100_000;
	await useEngine('vm');
	const feishu = await Feishu.start({ rows, roundTrip: ROUND_TRIP });
	try {
		const app = await feishu.newApp();
		const items = toItems(makeSheet(rows));
		const { credentials } = app;
		let took = NaN;
		const [longest, parts] = await profile(
			async () =>
				await watchTurns(async () => {
					({ took } = await runTimed({ items, parameters: REFERENCES, credentials }));
				}),
		);
		const { calls } = await feishu.traffic(app);
		const busy = [...parts.values()].reduce((sum, part) => sum + part, 0);
		const own = [...parts].reduce(
			(sum, [part, cost]) => sum + (part.startsWith(OURS) ? cost : 0),
			0,
		);
		const costs = [...parts].sort(([, a], [, b]) => b - a);
		return {
			title: `Where the time goes: ${rows.toLocaleString('en')} rows, ${calls} calls`,
			notes: [
				'Self time on the main thread in n8n’s engine, as sampled; the rest of the run is waiting.',
			],
			claims: [
				{
					...figure('the run', took / 1_000, 's'),
					raw: [
						figure('busy', busy / 1_000, 's'),
						figure('this node in all', own, 'ms'),
						figure('longest turn of the event loop', longest, 'ms'),
					],
				},
				...costs.slice(0, TOP).map(([part, cost]) => ({
					...figure(part, cost, 'ms'),
					raw: [figure('of what is busy', (100 * cost) / busy, '%')],
				})),
			],
		};
	} finally {
		await feishu.stop();
	}
}
