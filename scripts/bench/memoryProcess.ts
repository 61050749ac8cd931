/**
 * Measures the memory that the node's own steps need at their peak.
 *
 * While they run, V8 is told to make every collection a full one, and young space is kept small, so
 * that it collects each time so many megabytes were allocated. Its GCProfiler says after each what was
 * left: what is in use. Of the highest of these figures the input and the output are taken off: they
 * are what is still in use once the steps have ended and their result is kept. The replies come as
 * they do from Feishu, as text outside the heap: what is made of them is the node's.
 */
import { GCProfiler, setFlagsFromString } from 'node:v8';

import type { Talent } from '../../nodes/BatchGetTalentId/types';
import { answer } from './child';
import { compileSteps } from './compileSteps';
import type { Steps } from './compileSteps';
import { prepare } from './prepared';

export interface MemoryInput {
	rows: number;
}

/** Bytes of the heap in use. */
export interface MemoryOutput {
	/** Before the steps: the input, and n8n's engine. */
	before: number;
	peak: number;
	/** After the steps: the output besides. */
	after: number;
	collections: number;
}

function heapInUse(): number {
	global.gc?.();
	return process.memoryUsage().heapUsed;
}

/** In a function, for what it drops to be free. */
async function prepareTexts(steps: Steps, rows: number) {
	const { context, items, replies } = await prepare(steps, rows);
	return { context, items, texts: replies.map((reply) => Buffer.from(JSON.stringify(reply))) };
}

answer(async ({ rows }: MemoryInput): Promise<MemoryOutput> => {
	const steps = compileSteps();
	const { context, items, texts } = await prepareTexts(steps, rows);
	const replies = {
		*[Symbol.iterator]() {
			for (const text of texts) yield JSON.parse(text.toString()) as Talent[];
		},
	};
	const warmUp = async () => {
		await steps.runSteps(context, items, replies);
	};
	// For what V8 and the libraries keep after a first run; in a function, or its result is kept too.
	await warmUp();
	const before = heapInUse();
	setFlagsFromString('--gc-global');
	const profiler = new GCProfiler();
	profiler.start();
	const output = await steps.runSteps(context, items, replies);
	const { statistics } = profiler.stop();
	setFlagsFromString('--no-gc-global');
	const full = statistics.filter(({ gcType }) => gcType === 'MarkSweepCompact');
	const left = full.map(({ afterGC }) => afterGC.heapStatistics.usedHeapSize);
	const after = heapInUse();
	if (output.length === 0) throw new Error('There is no output.');
	return { before, peak: Math.max(...left, after), after, collections: full.length };
});
