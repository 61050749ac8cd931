/** How long all calls take in n8n's engine, against the least time in which they can be made. */
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/built';
import { FEISHU_WINDOWS, strictOptimum } from '../../test/support/feishu/windows';
import { PARAMETERS, numberOf } from '../../test/support/sheets';
import { count } from '../style';
import { inChild } from './child';
import { runAlone, useVmEngine } from './engines';
import { startFeishu, trafficOf } from './feishu';
import { claim, figure } from './report';
import type { Line } from './report';

/** The longest first, so that the process is warm for the short ones, as that of n8n is. */
const RUNS = [50, 300].flatMap((roundTrip) => [
	{ calls: 3_000, roundTrip, maxRatio: 1.06 },
	{ calls: 1_000, roundTrip, maxRatio: 1.06 },
	{ calls: 100, roundTrip, maxRatio: 1.25 },
]);

/** `calls` are those of each. */
const WORKERS = { count: 2, calls: 1_000, roundTrip: 50 };
/** In which all workers have loaded n8n. */
const HEAD_START_MS = 10_000;

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
		const { took, unmatched } = await runAlone({
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
const measureCalls = async (inputs: CallsInput[]) => await inChild(__filename, runCalls, inputs);

export async function measureMakespan(): Promise<Line> {
	const feishus = await Promise.all(
		RUNS.map(async (run) => ({ ...run, ...(await startFeishu(run.roundTrip)) })),
	);
	const measured = await measureCalls(
		feishus.map(({ calls, credentials }) => ({ calls, credentials })),
	);
	const traffics = feishus.map(({ simulator }) => trafficOf(simulator.calls));
	const claims = RUNS.map(({ calls, roundTrip, maxRatio }, i) => {
		const { took = NaN, cpuMs = NaN } = measured[i] ?? {};
		const seen = traffics[i]?.calls;
		if (seen !== calls) throw new Error(`${seen} calls came of ${calls} rows.`);
		const optimum = strictOptimum(calls, roundTrip);
		const what = `${count(calls)} calls, ${roundTrip} ms: took : S(N)`;
		return claim(figure(what, took / optimum), maxRatio, [
			figure('took', took / 1_000, 's'),
			figure('optimum', optimum / 1_000, 's'),
			figure('CPU a call', cpuMs / calls, 'ms'),
		]);
	});
	const peaks = FEISHU_WINDOWS.map(({ length, limit }, place) => {
		const most = Math.max(...traffics.map((traffic) => traffic.peaks[place] ?? NaN));
		return claim(figure(`most calls in any ${length / 1_000} s, all these runs`, most), limit);
	});
	return { title: 'Makespan against the optimum', claims: [...claims, ...peaks] };
}

/**
 * Runs workers of n8n at once, each a process with a limiter of its own, and counts what Feishu rejects:
 * they share nothing but the app.
 */
export async function measureWorkers(): Promise<Line> {
	const { calls, roundTrip } = WORKERS;
	const { simulator, credentials } = await startFeishu(roundTrip);
	const input = { calls, credentials, startAt: Date.now() + HEAD_START_MS };
	const run = async () => await measureCalls([input]);
	const runs = (await Promise.all(Array.from({ length: WORKERS.count }, run))).flat();
	const traffic = trafficOf(simulator.calls);
	const ends = runs.map(({ took }) => took);
	const last = Math.max(...ends);
	const apart = last - Math.min(...ends);
	const wanted = WORKERS.count * calls;
	const answered = runs.reduce((sum, one) => sum + one.answered, 0);
	return {
		title: `${WORKERS.count} workers of n8n with one app, ${count(calls)} calls each`,
		claims: [
			claim(figure('took : two windows', last / strictOptimum(wanted, 0)), 1.25),
			claim(figure('rejected', (100 * traffic.refused) / traffic.calls, '%'), 4),
			claim(figure('done apart', (100 * apart) / last, '%'), 15),
			claim(figure('rows without an answer', wanted - answered), 0),
		],
	};
}
