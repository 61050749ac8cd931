/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Measures the CPU time of a call, in a process that has done nothing else. */
import type { NodeVersion } from '../engine/engine';
import { answer } from './child';
import { ONE_PER_CALL, bareNode, numberRows, runTimed, useEngine } from './engines';
import { Feishu, LOOKUP_PATH } from './feishu';

export interface CallInput {
	/** How many calls each of the runs makes. */
	runs: number[];
}

/** Milliseconds of CPU time a call, in the best of the runs. */
export interface CallOutput {
	/** Everything in the process. */
	all: number;
	/** n8n's helper alone. */
	helper: number;
}

const ROUND_TRIP = 50;
const MICROSECONDS = 1_000;

async function timeCalls(feishu: Feishu, runs: number[], node?: NodeVersion): Promise<number> {
	const costs: number[] = [];
	for (const calls of runs) {
		const { credentials } = await feishu.newApp();
		const items = numberRows(calls);
		const start = process.cpuUsage();
		await runTimed({ items, node, parameters: ONE_PER_CALL, credentials });
		const { user, system } = process.cpuUsage(start);
		costs.push((user + system) / MICROSECONDS / calls);
	}
	return Math.min(...costs);
}

answer(async ({ runs }: CallInput): Promise<CallOutput> => {
	await useEngine('legacy');
	const feishu = await Feishu.start({ rows: 0, roundTrip: ROUND_TRIP });
	try {
		const all = await timeCalls(feishu, runs);
		const helper = await timeCalls(feishu, runs, bareNode(feishu.url + LOOKUP_PATH));
		return { all, helper };
	} finally {
		await feishu.stop();
	}
});
