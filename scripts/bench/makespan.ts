/**
 * How long all calls take, against the least time in which they can be made.
 *
 * Real time is that of n8n's engine, from the end of the sheet's node to the end of this one, with the
 * simulated Feishu in another process. In virtual time the built node runs with all its waiting and
 * without any of its work, as fast as its limiter lets it: 3,000 calls take minutes in real time.
 */
import { VirtualClock } from '../../test/support/virtualClock';
import { builtNode } from '../../test/support/engine/engine';
import { VirtualServer, execute, nothingFound, reply } from '../../test/support/virtual';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';
import { inChild } from './child';
import { atMost, claim, figure, median, rounded } from './claims';
import type { Claim } from './claims';
import { ONE_PER_CALL, numberRows, runTimed, useEngine } from './engines';
import { Feishu, LOOKUP_PATH } from './feishu';
import type { FirstBatchInput, FirstBatchOutput } from './firstBatchProcess';
import { strictOptimum } from './optimum';
import type { Mode } from './options';
import type { Line } from './report';
import { SEED } from './sheet';
import type { Traffic } from './traffic';

const ROUND_TRIPS = [50, 300];
const FAST = 50;

/** The most that a run may take, in proportion to the optimum. */
const BOUNDS: Record<number, number> = { 100: 1.25, 1_000: 1.06, 3_000: 1.06 };
const MOST_ABOVE_ROUND_TRIP = 300;
const MOST_ABOVE_FIRST = 50;
const BATCH_SIZE = 100;

/** A run of calls, and what the server saw. */
interface Run {
	time: 'real' | 'virtual';
	calls: number;
	roundTrip: number;
	/** Milliseconds. */
	took: number;
	peaks: Traffic['peaks'];
}

async function runReal(feishu: Feishu, calls: number, roundTrip: number): Promise<Run> {
	const app = await feishu.newApp();
	const { credentials } = app;
	const { took } = await runTimed({
		items: numberRows(calls),
		parameters: ONE_PER_CALL,
		credentials,
	});
	const traffic = await feishu.traffic(app);
	if (traffic.calls !== calls) throw new Error(`${traffic.calls} calls came of ${calls} rows.`);
	return { time: 'real', calls, roundTrip, took, peaks: traffic.peaks };
}

const clock = new VirtualClock();

/** One call of a run that Feishu rejects though no window is full. */
const EARLY_REJECTION = { call: 2, waitMs: 2_000 };
const MAX_REJECTED_RATIO = 1.3;
const MAX_REJECTED_EXTRA_MS = 3_000;

const rejectEarly = (_: unknown, call: number) =>
	call === EARLY_REJECTION.call
		? reply(
				429,
				{ code: 99991400, msg: 'request trigger frequency limit' },
				{ 'x-ogw-ratelimit-reset': String(EARLY_REJECTION.waitMs / 1_000) },
			)
		: nothingFound();

let virtualRuns = 0;

async function runVirtual(
	calls: number,
	roundTrip: number,
	answer = nothingFound as typeof rejectEarly,
): Promise<Run> {
	const server = new VirtualServer(() => roundTrip / 2, answer);
	const appId = `cli_virtual${++virtualRuns}`;
	const took = await clock.run(SEED, async () => {
		const start = Date.now();
		await execute(server, calls, { appId, node: builtNode() });
		return Date.now() - start;
	});
	const { times } = server;
	if (times.length < calls) throw new Error(`${times.length} calls came of ${calls} rows.`);
	const [second = 0, minute = 0] = FEISHU_WINDOWS.map(({ length }) => peak(times, length));
	return { time: 'virtual', calls, roundTrip, took, peaks: [second, minute] };
}

const seconds = (what: string, milliseconds: number) => figure(what, milliseconds / 1_000, 's');

function againstOptimum({ time, calls, roundTrip, took, peaks }: Run): Claim[] {
	const what = `${calls.toLocaleString('en')} calls, ${roundTrip} ms, ${time}`;
	const bound = BOUNDS[calls];
	const held = bound === undefined ? undefined : atMost(bound);
	const compare = (name: string, optimum: number) =>
		claim(figure(`${what}: ${name}`, took / optimum), held, [
			seconds('took', took),
			seconds('optimum', optimum),
			figure('in the busiest second', peaks[0]),
			figure('in the busiest minute', peaks[1]),
		]);
	const strict = compare('took : S(N)', strictOptimum(calls, roundTrip));
	const both = calls === 3_000 && roundTrip === FAST;
	return both ? [strict, compare('took : two windows', strictOptimum(calls, 0))] : [strict];
}

/** What one rejection at the start costs: Feishu says to wait, and nothing is to be learnt from it. */
async function earlyRejection(calls: number): Promise<Claim> {
	const { took: without } = await runVirtual(calls, FAST);
	const { took } = await runVirtual(calls, FAST, rejectEarly);
	return claim(
		figure(`${calls} calls, the third rejected for 2 s, virtual: took`, took / 1_000, 's'),
		atMost(rounded((MAX_REJECTED_RATIO * without + MAX_REJECTED_EXTRA_MS) / 1_000)),
		[seconds('without the rejection', without)],
	);
}

function peaksOf(runs: Run[]): Claim[] {
	return FEISHU_WINDOWS.map(({ length, limit }, window) =>
		claim(
			figure(
				`most calls in any ${length / 1_000} s, all these runs`,
				Math.max(...runs.map(({ peaks }) => peaks[window] ?? NaN)),
			),
			atMost(limit),
		),
	);
}

/** A few calls, all of them allowed at once: what is above the round trip is our own. */
async function burst(feishu: Feishu, calls: number, times: number): Promise<Claim> {
	const above: number[] = [];
	for (let time = 0; time < times; time++) {
		above.push((await runReal(feishu, calls, FAST)).took - FAST);
	}
	return aboveRoundTrip(`${calls} calls, real`, above, MOST_ABOVE_ROUND_TRIP);
}

const aboveRoundTrip = (what: string, above: number[], most: number): Claim =>
	claim(figure(`${what}: above the round trip`, median(above), 'ms'), atMost(most), [
		figure('round trip', FAST, 'ms'),
		figure('least', Math.min(...above), 'ms'),
		figure('most', Math.max(...above), 'ms'),
		figure('runs', above.length),
	]);

/** One full batch, in processes that have loaded n8n and run nothing yet. */
async function firstBatch(feishu: Feishu, times: number): Promise<Claim> {
	const items = numberRows(BATCH_SIZE);
	const run = async (bareTo?: string) => {
		const { credentials } = await feishu.newApp();
		const input: FirstBatchInput = { items, credentials: credentials.data, bareTo };
		return (await inChild<FirstBatchOutput>('firstBatchProcess.ts', input)).took - FAST;
	};
	const above: number[] = [];
	const bare: number[] = [];
	for (let time = 0; time < times; time++) {
		above.push(await run());
		bare.push(await run(feishu.url + LOOKUP_PATH));
	}
	const own = median(above) - median(bare);
	return claim(
		figure('one batch, fresh process, real: above n8n alone', own, 'ms'),
		atMost(MOST_ABOVE_FIRST),
		[
			figure('above the round trip', median(above), 'ms'),
			figure('n8n alone', median(bare), 'ms'),
			figure('round trip', FAST, 'ms'),
			figure('runs', times),
		],
	);
}

async function realRuns(roundTrip: number, calls: number[]): Promise<Run[]> {
	const feishu = await Feishu.start({ rows: 0, roundTrip });
	const runs: Run[] = [];
	try {
		for (const one of calls) runs.push(await runReal(feishu, one, roundTrip));
	} finally {
		await feishu.stop();
	}
	return runs;
}

async function bursts(times: number): Promise<Claim[]> {
	const feishu = await Feishu.start({ rows: BATCH_SIZE, roundTrip: FAST });
	try {
		await runReal(feishu, 50, FAST);
		return [
			await burst(feishu, 20, times),
			await burst(feishu, 50, times),
			await firstBatch(feishu, times),
		];
	} finally {
		await feishu.stop();
	}
}

/** Quick: only 100 calls in real time. */
export async function measureMakespan({ quick }: Mode): Promise<Line> {
	await useEngine('vm');
	const short = await bursts(quick ? 3 : 9);
	const runs: Run[] = [];
	for (const roundTrip of ROUND_TRIPS) {
		runs.push(...(await realRuns(roundTrip, quick ? [100] : [100, 1_000, 3_000])));
		for (const calls of quick ? [1_000, 3_000] : [3_000]) {
			runs.push(await runVirtual(calls, roundTrip));
		}
	}
	return {
		title: 'Makespan against the optimum',
		notes: [
			'S(N): call k starts once call k−50 was answered 1 s ago and call k−1000 60 s ago.',
			'Real: in n8n’s engine, from the end of the sheet’s node to the end of this one. Virtual: the node’s waiting alone.',
			'Above the round trip: the median of the runs. The fresh process has loaded n8n, and has run nothing;',
			'n8n alone: a node that evaluates three expressions once and sends one request, in a process as fresh;',
			'it too loads n8n’s HTTP helper and starts its expressions, which the node cannot spare it.',
		],
		claims: [
			...runs.flatMap(againstOptimum),
			...peaksOf(runs),
			await earlyRejection(400),
			...short,
		],
	};
}
