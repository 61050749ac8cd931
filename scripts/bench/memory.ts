/**
 * The memory that the node's own work needs at its peak.
 *
 * While it runs, V8 is told to make every collection a full one, and young space is kept small, so
 * that it collects each time so many megabytes were allocated. Its GCProfiler says after each what was
 * left: what is in use. Of the highest of these figures the input and the output are taken off: they
 * are what is still in use once the run has ended and its result is kept. The replies come as they do
 * from Feishu, as text outside the heap: what is made of them is the node's.
 */
import { GCProfiler, setFlagsFromString } from 'node:v8';

import { inChild } from './child';
import { loadOwnNode, recordReplies, runOwnNode } from './ownNode';

/** Megabytes of young space: a collection for each so many allocated. */
const YOUNG = 4;
const FLAGS = [
	'--expose-gc',
	// Or code that is not used for some collections goes, and with it part of what was there before.
	'--no-flush-bytecode',
	`--min-semi-space-size=${YOUNG}`,
	`--max-semi-space-size=${YOUNG}`,
];

function heapInUse(): number {
	global.gc?.();
	return process.memoryUsage().heapUsed;
}

/** Makes a run; in a function, for what it drops to be free. */
async function prepare(rows: number): Promise<() => Promise<unknown>> {
	const module = await loadOwnNode();
	const { items, replies } = await recordReplies(module, rows, {});
	const texts = replies.map((reply) => Buffer.from(JSON.stringify(reply)));
	return async () => {
		let calls = 0;
		return await runOwnNode(module, items, () => JSON.parse(String(texts[calls++])) as object[]);
	};
}

/** Bytes of the heap in use: before the run the input and what has been loaded, after it the output besides. */
export async function watchHeap(rows: number) {
	const run = await prepare(rows);
	const before = heapInUse();
	setFlagsFromString('--gc-global');
	const profiler = new GCProfiler();
	profiler.start();
	const output = await run();
	const left = profiler
		.stop()
		.statistics.filter(({ gcType }) => gcType === 'MarkSweepCompact')
		.map(({ afterGC }) => afterGC.heapStatistics.usedHeapSize);
	setFlagsFromString('--no-gc-global');
	const after = heapInUse();
	if (!output) throw new Error('There is no output.');
	return { before, peak: Math.max(...left, after), after };
}

/** The same in a fresh process. */
export const measureMemory = async (rows: number) =>
	await inChild(__filename, watchHeap, rows, FLAGS);
