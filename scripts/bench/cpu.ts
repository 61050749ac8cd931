/** What the node itself costs, in CPU time and in memory, and what a call costs on top. */
import type { CallInput, CallOutput } from './callProcess';
import { inChild } from './child';
import { atMost, claim, figure } from './claims';
import type { Claim } from './claims';
import type { CpuInput, CpuOutput } from './cpuProcess';
import type { MemoryInput, MemoryOutput } from './memoryProcess';
import type { Mode } from './options';
import type { Line } from './report';

const SMALL = 10_000;
const MIDDLE = 100_000;
const LARGE = 1_000_000;

const MOST_MICROSECONDS = 8;
const MOST_GROWTH = 3;
const MOST_BYTES = 1_024;
const MOST_MILLISECONDS_A_CALL = 2;

/** Megabytes of young space: a collection for each so many allocated. */
const YOUNG = 4;
const MEMORY_FLAGS = [
	'--expose-gc',
	// Or code that is not used for some collections goes, and with it part of what was there before.
	'--no-flush-bytecode',
	`--min-semi-space-size=${YOUNG}`,
	`--max-semi-space-size=${YOUNG}`,
];
const MICROSECONDS = 1_000;

const count = (value: number) => value.toLocaleString('en');

const measure = async (rows: number, times: number): Promise<CpuOutput> =>
	await inChild<CpuOutput>('cpuProcess.ts', { rows, times } satisfies CpuInput, ['--expose-gc']);

const perItem = (rows: number, { best, first, calls }: CpuOutput, bound?: number): Claim =>
	claim(
		figure(`own CPU an item, ${count(rows)} items`, best, 'µs'),
		bound === undefined ? undefined : atMost(bound),
		[figure('in the first run', first, 'µs'), figure('batches', calls)],
	);

async function memory(rows: number): Promise<Claim> {
	const input: MemoryInput = { rows };
	const { before, peak, after, collections } = await inChild<MemoryOutput>(
		'memoryProcess.ts',
		input,
		MEMORY_FLAGS,
	);
	const each = (bytes: number) => Math.round(bytes / rows);
	return claim(
		figure(`memory an item above input and output, ${count(rows)} items`, each(peak - after), 'B'),
		atMost(MOST_BYTES),
		[
			figure('input', each(before), 'B'),
			figure('output', each(after - before), 'B'),
			figure('full collections', collections),
		],
	);
}

/** The node's calls carry a row each; beside them the same requests by n8n's helper alone. */
async function aCall(input: CallInput, own: number): Promise<Claim> {
	const { all, helper } = await inChild<CallOutput>('callProcess.ts', input);
	const onTop = (total: number) => total - own / MICROSECONDS;
	return claim(
		figure('CPU a call on top', onTop(all.best), 'ms'),
		atMost(MOST_MILLISECONDS_A_CALL),
		[
			figure('in the first run', onTop(all.first), 'ms'),
			figure('n8n’s helper alone', helper.best, 'ms'),
			figure('runs', input.runs),
			figure('calls of a run', input.calls),
		],
	);
}

/** Measures in processes of their own; the last size is left out of a quick run. */
export async function measureCpu({ quick }: Mode): Promise<Line> {
	const small = await measure(SMALL, quick ? 10 : 30);
	const middle = await measure(MIDDLE, quick ? 8 : 25);
	const large = quick ? undefined : await measure(LARGE, 3);
	const growth = large && [
		perItem(LARGE, large),
		claim(
			figure(`an item of ${count(LARGE)} : an item of ${count(SMALL)}`, large.best / small.best),
			atMost(MOST_GROWTH),
		),
	];
	return {
		title: 'Own CPU and memory: read, plan, match, emit',
		notes: [
			'Without Bottleneck and HTTP; CPU time of all threads, garbage collection included; the best of several runs.',
			`Memory: the heap in use, at its highest after full collections at every ${YOUNG} MB allocated; less input and output.`,
			'A call on top: all CPU time of the run less the own, by the calls; with a row each, over real HTTP; the best run.',
		],
		claims: [
			perItem(SMALL, small),
			perItem(MIDDLE, middle, MOST_MICROSECONDS),
			...(growth ?? []),
			await memory(quick ? SMALL : MIDDLE),
			await aCall({ calls: quick ? 400 : 1_000, runs: quick ? 2 : 5 }, small.best),
		],
	};
}
