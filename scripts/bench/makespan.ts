/**
 * How long all calls take, against the least time in which they can be made.
 *
 * Real time is that of n8n's engine, from the end of the sheet's node to the end of this one, with the
 * simulated Feishu in another process. In virtual time only waiting counts.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import { storedCredentials } from '../../test/support/engine/engine';
import { reply } from '../../test/support/feishu/faults';
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { runSheetInVirtualTime } from '../../test/support/knownSheet';
import { inChild } from './child';
import { bareNode, runTimed, useVmEngine } from './engines';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { count } from '../style';
import { atMost, claim, figure, median, rounded } from './report';
import type { Claim, Line, Mode } from './report';
import { ONE_PER_CALL, REFERENCES, numberRows } from './sheet';
import type { Traffic } from './traffic';

const FAST = 50;
const SLOW = 300;

/** The most that a run may take, in proportion to the optimum. */
const MAX_RATIOS: Record<number, number> = { 100: 1.25, 1_000: 1.06, 3_000: 1.06 };
const MAX_ABOVE_ROUND_TRIP_MS = 300;
const MAX_ABOVE_N8N_MS = 50;

/** A run of calls, and what the server saw. */
interface Run {
	calls: number;
	roundTrip: number;
	/** Milliseconds. */
	took: number;
	/** CPU time for each call, in milliseconds: of a whole process that runs n8n, its helper and sockets included. */
	cpu: number;
	peaks: Traffic['peaks'];
}

async function runReal(feishu: Feishu, calls: number, roundTrip: number): Promise<Run> {
	const app = await feishu.newApp();
	const { credentials } = app;
	const items = numberRows(calls);
	const start = process.cpuUsage();
	const { took } = await runTimed({ items, parameters: ONE_PER_CALL, credentials });
	const { user, system } = process.cpuUsage(start);
	const traffic = await feishu.traffic(app);
	if (traffic.calls !== calls) throw new Error(`${traffic.calls} calls came of ${calls} rows.`);
	const cpu = (user + system) / 1_000 / calls;
	return { calls, roundTrip, took, cpu, peaks: traffic.peaks };
}

const seconds = (what: string, milliseconds: number) => figure(what, milliseconds / 1_000, 's');

function againstOptimum({ calls, roundTrip, took, cpu, peaks }: Run): Claim {
	const optimum = strictOptimum(calls, roundTrip);
	const what = `${count(calls)} calls, ${roundTrip} ms, real: took : S(N)`;
	return claim(figure(what, took / optimum), atMost(MAX_RATIOS[calls] ?? NaN), [
		seconds('took', took),
		seconds('optimum', optimum),
		figure('in the busiest second', peaks[0]),
		figure('in the busiest minute', peaks[1]),
		figure('CPU a call', cpu, 'ms'),
	]);
}

const peakClaims = (runs: Run[]): Claim[] =>
	FEISHU_WINDOWS.map(({ length, limit }, place) => {
		const most = Math.max(...runs.map(({ peaks }) => peaks[place] ?? NaN));
		return claim(
			figure(`most calls in any ${length / 1_000} s, all these runs`, most),
			atMost(limit),
		);
	});

/** What one rejection at the start costs: Feishu says to wait, and nothing is to be learnt from it. */
async function earlyRejection(calls: number): Promise<Claim> {
	const body = { code: RATE_LIMIT_CODE, msg: 'request trigger frequency limit' };
	const rejection = reply(429, body, { 'x-ogw-ratelimit-reset': '2' });
	const run = async (rejected?: number) => {
		const fault = (call: number) => (call === rejected ? rejection : undefined);
		const { took } = await runSheetInVirtualTime(
			{ people: [], fault },
			{
				rows: numberRows(calls).map((item) => ({ item, values: [] })),
				parameters: { options: { batchSize: 1 } },
				oneWay: () => FAST / 2,
			},
		);
		return took;
	};
	const without = await run();
	return claim(
		seconds(`${calls} calls, the third rejected for 2 s, virtual: took`, await run(2)),
		atMost(rounded((1.3 * without + 3_000) / 1_000)),
		[seconds('without the rejection', without)],
	);
}

/** What some runs took above the round trip, when nothing but our own work holds them up. */
async function above(times: number, run: () => Promise<{ took: number }>): Promise<number[]> {
	const all: number[] = [];
	for (let time = 0; time < times; time++) all.push((await run()).took - FAST);
	return all;
}

const spread = (all: number[]) => [
	figure('round trip', FAST, 'ms'),
	figure('least', Math.min(...all), 'ms'),
	figure('most', Math.max(...all), 'ms'),
	figure('runs', all.length),
];

/** A few calls, all of them allowed at once. */
async function burst(feishu: Feishu, calls: number, times: number): Promise<Claim> {
	const all = await above(times, async () => await runReal(feishu, calls, FAST));
	const what = `${calls} calls, real: above the round trip`;
	return claim(figure(what, median(all), 'ms'), atMost(MAX_ABOVE_ROUND_TRIP_MS), spread(all));
}

interface FirstBatchInput {
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** Where a bare node sends its one request, in the place of this node. */
	bareTo?: string;
}

/** The first run of a process that has loaded n8n. */
export async function runFirstBatch({ credentials, bareTo }: FirstBatchInput) {
	await useVmEngine();
	const { took } = await runTimed({
		node: bareTo === undefined ? undefined : bareNode(bareTo),
		items: numberRows(bareTo === undefined ? 100 : 1),
		parameters: REFERENCES,
		credentials: storedCredentials(credentials),
	});
	return { took };
}

/** One full batch, in processes that have loaded n8n and run nothing yet; without what n8n alone takes. */
async function firstBatch(feishu: Feishu, times: number): Promise<Claim> {
	const run = async (bareTo?: string) => {
		const { credentials } = await feishu.newApp();
		return await inChild(__filename, runFirstBatch, { credentials: credentials.data, bareTo });
	};
	const all = await above(times, async () => await run());
	const bare = await above(times, async () => await run(feishu.lookupUrl));
	return claim(
		figure('one batch, fresh process, real: above n8n alone', median(all) - median(bare), 'ms'),
		atMost(MAX_ABOVE_N8N_MS),
		[figure('n8n alone', median(bare), 'ms'), ...spread(all)],
	);
}

const bursts = async (times: number): Promise<Claim[]> =>
	await Feishu.use({ rows: 100, roundTrip: FAST }, async (feishu) => {
		await runReal(feishu, 50, FAST);
		return [
			await burst(feishu, 20, times),
			await burst(feishu, 50, times),
			await firstBatch(feishu, times),
		];
	});

const runsOf = async (roundTrip: number, calls: number[]): Promise<Run[]> =>
	await Feishu.use({ rows: 0, roundTrip }, async (feishu) => {
		const runs: Run[] = [];
		for (const one of calls) runs.push(await runReal(feishu, one, roundTrip));
		return runs;
	});

/** Quick: only 100 calls. */
export async function measureMakespan({ quick }: Mode): Promise<Line> {
	await useVmEngine();
	const short = await bursts(quick ? 3 : 9);
	// The longest first, so that the process is warm for the short ones, as that of n8n is.
	const calls = quick ? [100] : [3_000, 1_000, 100];
	const runs = [...(await runsOf(FAST, calls)), ...(await runsOf(SLOW, calls))];
	return {
		title: 'Makespan against the optimum',
		claims: [...runs.map(againstOptimum), ...peakClaims(runs), await earlyRejection(400), ...short],
	};
}
