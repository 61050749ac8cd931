/** Measures the node's own work over a sheet: CPU time, turns of the event loop, memory of the process. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { britishMobile, numberOf } from '../../test/support/sheets';
import { inChild } from './child';
import { loadOwnNode, recordReplies, runOwnNode } from './ownNode';

export interface OwnInput {
	sheet: keyof typeof SHEETS;
	/** The number of rows; for `crossing`, of talents. */
	size: number;
	runs: number;
}

/** V8 sweeps on other threads after a collection; what is forced before a run is no work of the node. */
const SWEEPING_MS = 100;

const range = (length: number) => Array.from({ length }, (_, i) => i);

async function honest(rows: number, mobileOf?: typeof britishMobile) {
	const { items, replies } = await recordReplies(await loadOwnNode(), rows, { mobileOf });
	let calls = 0;
	// Each run makes the same calls.
	return { items, replyTo: () => replies[calls++ % replies.length] ?? [] };
}

/** Rows of 100 numbers and 100 emails each, which combine in 10,000 ways. */
const combining = (rows: number) => ({
	items: range(rows).map((i) => ({
		json: {
			m: range(100).map((j) => numberOf(100 * i + j)),
			e: range(100).map((j) => `${i}.${j}@example.com`),
		},
	})),
	replyTo: () => [],
});

/** One call, to which so many talents come, each with the number of one row and the email of another. */
const crossing = (talents: number) => ({
	items: range(100).map((i) => ({ json: { m: numberOf(i), e: `row${i}@example.com` } })),
	replyTo: ({ mobile_number_list: numbers = [], email_list: emails = [] }: BatchGetIdBody) =>
		range(talents).map((i) => ({
			talent_id: String(i),
			mobile_number: numbers[i % 100],
			email: emails[(i + 1) % 100],
		})),
});

const SHEETS = {
	plain: async (rows: number) => await honest(rows),
	library: async (rows: number) => await honest(rows, britishMobile),
	combining,
	crossing,
};

/** Does some work, and returns the milliseconds of its longest turn of the event loop. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
	const delays = monitorEventLoopDelay({ resolution: 1 });
	delays.enable();
	await work();
	// The last turn is known once the next has begun.
	await setTimeout(2);
	delays.disable();
	return delays.max / 1e6;
}

/**
 * Runs the node over a sheet, several times.
 * @returns for each run the microseconds of CPU time a row, of all threads, garbage collection included,
 * and the longest turn in milliseconds, in which nothing else of n8n runs; and the megabytes of the whole
 * process, at their highest
 */
export async function runSheet({ sheet, size, runs }: OwnInput) {
	const module = await loadOwnNode();
	const { items, replyTo } = await SHEETS[sheet](size);
	const cpu: number[] = [];
	const turns: number[] = [];
	for (let run = 0; run < runs; run++) {
		global.gc?.();
		await setTimeout(SWEEPING_MS);
		const start = process.cpuUsage();
		const turn = await longestTurn(async () => await runOwnNode(module, items, replyTo));
		const { user, system } = process.cpuUsage(start);
		cpu.push((user + system) / items.length);
		turns.push(turn);
	}
	return { cpu, turns, peak: process.resourceUsage().maxRSS / 1_000 };
}

export type OwnOutput = Awaited<ReturnType<typeof runSheet>>;

/** The same in a fresh process. */
export const measureOwn = async (input: OwnInput) =>
	await inChild(__filename, runSheet, input, ['--expose-gc']);

/** Collects twice: the first may end a collection that had begun before, and spare what has died since. */
function heapInUse(): number {
	global.gc?.();
	global.gc?.();
	return process.memoryUsage().heapUsed;
}

/** A run over plain rows, whose replies come as from Feishu: as text outside the heap. */
async function prepareRun(rows: number): Promise<() => Promise<unknown>> {
	const module = await loadOwnNode();
	const { items, replies } = await recordReplies(module, rows, {});
	const texts = replies.map((reply) => Buffer.from(JSON.stringify(reply)));
	return async () => {
		let calls = 0;
		return await runOwnNode(module, items, () => JSON.parse(String(texts[calls++])) as object[]);
	};
}

/** Of the node's work, between two looks at the heap. */
const LOOK_MS = 20;

/**
 * Bytes of the heap in use: before a run the input and what has been loaded, after it the output
 * besides, and the most while it runs, looked at between turns of the event loop.
 */
export async function watchHeap(rows: number) {
	const run = await prepareRun(rows);
	const before = heapInUse();
	let peak = before;
	const output = run();
	let isDone = false;
	void output.then(() => (isDone = true));
	while (!isDone) {
		peak = Math.max(peak, heapInUse());
		// The timer below must not count the time of the collection.
		await setImmediate();
		await setTimeout(LOOK_MS);
	}
	const after = heapInUse();
	if (!(await output)) throw new Error('There is no output.');
	return { before, peak: Math.max(peak, after), after };
}

/** The same in a fresh process. */
export const measureMemory = async (rows: number) =>
	await inChild(__filename, watchHeap, rows, ['--expose-gc']);
