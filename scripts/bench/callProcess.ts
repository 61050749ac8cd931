/** Measures the CPU time of a call, in a process that has done nothing else. */
import type { NodeVersion } from '../../test/support/engine/engine';
import { answer } from './child';
import { ONE_PER_CALL, bareNode, numberRows, runTimed, useEngine } from './engines';
import { Feishu, LOOKUP_PATH } from './feishu';

export interface CallInput {
	/** How many each run makes. */
	calls: number;
	runs: number;
}

/** Milliseconds of CPU time a call, of everything in the process. */
interface Cost {
	best: number;
	/** In the first run, before V8 has compiled what is hot. */
	first: number;
}

export interface CallOutput {
	all: Cost;
	/** n8n's helper alone. */
	helper: Cost;
}

const ROUND_TRIP = 50;
const MICROSECONDS = 1_000;

async function timeCalls(
	feishu: Feishu,
	{ calls, runs }: CallInput,
	node?: NodeVersion,
): Promise<Cost> {
	const costs: number[] = [];
	for (let run = 0; run < runs; run++) {
		const { credentials } = await feishu.newApp();
		const items = numberRows(calls);
		const start = process.cpuUsage();
		await runTimed({ items, node, parameters: ONE_PER_CALL, credentials });
		const { user, system } = process.cpuUsage(start);
		costs.push((user + system) / MICROSECONDS / calls);
	}
	return { best: Math.min(...costs), first: costs[0] ?? NaN };
}

answer(async (input: CallInput): Promise<CallOutput> => {
	await useEngine('legacy');
	const feishu = await Feishu.start({ rows: 0, roundTrip: ROUND_TRIP });
	try {
		const all = await timeCalls(feishu, input);
		const helper = await timeCalls(feishu, input, bareNode(feishu.url + LOOKUP_PATH));
		return { all, helper };
	} finally {
		await feishu.stop();
	}
});
