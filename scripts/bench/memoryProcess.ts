/**
 * Measures the memory that the node's own work needs at its peak.
 *
 * While it runs, V8 is told to make every collection a full one, and young space is kept small, so
 * that it collects each time so many megabytes were allocated. Its GCProfiler says after each what was
 * left: what is in use. Of the highest of these figures the input and the output are taken off: they
 * are what is still in use once the run has ended and its result is kept. The replies come as they do
 * from Feishu, as text outside the heap: what is made of them is the node's.
 */
import { GCProfiler, setFlagsFromString } from 'node:v8';

import { answer } from './child';
import { loadOwnNode, runOwnNode } from './ownNode';
import { makeOwnSheet } from './ownSheets';

export interface MemoryInput {
	rows: number;
}

/** Bytes of the heap in use. */
export interface MemoryOutput {
	/** Before the run: the input, and n8n's engine. */
	before: number;
	peak: number;
	/** After the run: the output besides. */
	after: number;
	collections: number;
}

function heapInUse(): number {
	global.gc?.();
	return process.memoryUsage().heapUsed;
}

/** A run over the sheet; in a function, for what it drops to be free. */
async function prepare(rows: number): Promise<() => Promise<unknown>> {
	const { BatchGetTalentId } = await loadOwnNode();
	const node = new BatchGetTalentId();
	const { items, continueOnFail, open } = await makeOwnSheet('plain', rows);
	const texts: Buffer[] = [];
	const reply = open();
	const keep = () => {
		texts.push(Buffer.from(JSON.stringify(reply({}))));
		return JSON.parse(String(texts.at(-1))) as object[];
	};
	await runOwnNode(node, { items, continueOnFail, reply: keep });
	return async () => {
		let calls = 0;
		const read = () => JSON.parse(String(texts[calls++])) as object[];
		return await runOwnNode(node, { items, continueOnFail, reply: read });
	};
}

answer(async ({ rows }: MemoryInput): Promise<MemoryOutput> => {
	const run = await prepare(rows);
	const before = heapInUse();
	setFlagsFromString('--gc-global');
	const profiler = new GCProfiler();
	profiler.start();
	const output = await run();
	const { statistics } = profiler.stop();
	setFlagsFromString('--no-gc-global');
	const full = statistics.filter(({ gcType }) => gcType === 'MarkSweepCompact');
	const left = full.map(({ afterGC }) => afterGC.heapStatistics.usedHeapSize);
	const after = heapInUse();
	if (!output) throw new Error('There is no output.');
	return { before, peak: Math.max(...left, after), after, collections: full.length };
});
