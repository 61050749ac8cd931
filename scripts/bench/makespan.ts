/**
 * How long all calls take in n8n's engine, against the least time in which they can be made: from the
 * end of the sheet's node to the end of this one.
 */
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/built';
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { PARAMETERS, numberOf } from '../../test/support/sheets';
import { count } from '../style';
import { inChild } from './child';
import { runTimed, useVmEngine } from './engines';
import { startFeishu } from './feishu';
import { strictOptimum } from './optimum';
import { claim, figure } from './report';
import type { Claim, Line } from './report';
import { trafficOf } from './traffic';

const ROUND_TRIPS = [50, 300];
/** The longest first, so that the process is warm for the short ones, as that of n8n is. */
const RUNS = [
	{ calls: 3_000, maxRatio: 1.06 },
	{ calls: 1_000, maxRatio: 1.06 },
	{ calls: 100, maxRatio: 1.25 },
];

interface CallsInput {
	calls: number;
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** When the run begins, by the clock; now by default. */
	startAt?: number;
}

/** Makes runs, one after the other, in which each row is a call. */
export async function runCalls(inputs: CallsInput[]) {
	await useVmEngine();
	const runs: Array<{ took: number; cpuMs: number; answered: number }> = [];
	for (const { calls, credentials, startAt = 0 } of inputs) {
		await setTimeout(Math.max(0, startAt - Date.now()));
		const start = process.cpuUsage();
		const { took, unmatched } = await runTimed({
			items: Array.from({ length: calls }, (_, i): INodeExecutionData => {
				return { json: { m: numberOf(i) } };
			}),
			parameters: { mobileNumber: PARAMETERS.mobileNumber, options: { batchSize: 1 } },
			credentials: storedCredentials(credentials),
		});
		const { user, system } = process.cpuUsage(start);
		runs.push({ took, cpuMs: (user + system) / 1_000, answered: unmatched.length });
	}
	return runs;
}

/** Runs in a fresh process. */
export const measureCalls = async (inputs: CallsInput[]) =>
	await inChild(__filename, runCalls, inputs);

/** What came of the calls of a run, and the most that the server saw in a second and in a minute. */
interface Run {
	claim: Claim;
	peaks: number[];
}

async function runAll(roundTrip: number, wanted: typeof RUNS): Promise<Run[]> {
	const feishus = await Promise.all(
		wanted.map(async (one) => ({ ...one, ...(await startFeishu(roundTrip)) })),
	);
	const measured = await measureCalls(
		feishus.map(({ calls, credentials }) => ({ calls, credentials })),
	);
	return feishus.map(({ calls, maxRatio, simulator }, i) => {
		const traffic = trafficOf(simulator.calls);
		if (traffic.calls !== calls) throw new Error(`${traffic.calls} calls came of ${calls} rows.`);
		const { took = NaN, cpuMs = NaN } = measured[i] ?? {};
		const optimum = strictOptimum(calls, roundTrip);
		const what = `${count(calls)} calls, ${roundTrip} ms: took : S(N)`;
		const raw = [
			figure('took', took / 1_000, 's'),
			figure('optimum', optimum / 1_000, 's'),
			figure('CPU a call', cpuMs / calls, 'ms'),
		];
		return { claim: claim(figure(what, took / optimum), maxRatio, raw), peaks: traffic.peaks };
	});
}

/** Quick: only 100 calls. */
export async function measureMakespan(quick: boolean): Promise<Line> {
	const wanted = quick ? RUNS.slice(-1) : RUNS;
	const runs: Run[] = [];
	for (const roundTrip of ROUND_TRIPS) runs.push(...(await runAll(roundTrip, wanted)));
	const peaks = FEISHU_WINDOWS.map(({ length, limit }, place) => {
		const most = Math.max(...runs.map((one) => one.peaks[place] ?? NaN));
		return claim(figure(`most calls in any ${length / 1_000} s, all these runs`, most), limit);
	});
	return {
		title: 'Makespan against the optimum',
		claims: [...runs.map((one) => one.claim), ...peaks],
	};
}
