/** Two workers that know nothing of each other share what Feishu gives to the app of both. */
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/engine';
import { SlidingWindows } from '../../test/support/feishu/windows';
import { SharedApp } from '../../test/support/sharedApp';
import { inChild } from './child';
import { runTimed } from './engines';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { count } from '../style';
import { atMost, claim, figure, median } from './report';
import type { Bound, Claim, Line, Mode } from './report';
import { ONE_PER_CALL, numberRows } from './sheet';

const WORKERS = 2;
const ROUND_TRIP = 50;
/** Of a call in virtual time: with the same for all, every seed would give the same run. */
const ROUND_TRIPS: [min: number, max: number] = [20, 150];
/** Milliseconds in which all of them have loaded n8n. */
const HEAD_START = 10_000;

const MAX_RATIO = 1.25;
const MAX_REJECTED_PERCENT = 4;
const MAX_APART_PERCENT = 15;

/** What came of a pair of workers. */
interface Pair {
	/** Milliseconds until each had all its calls answered. */
	ends: number[];
	/** Of all their calls. */
	rejectedPercent: number;
}

const lastOf = ({ ends }: Pair) => Math.max(...ends);
const apartPercent = (pair: Pair) => (100 * (lastOf(pair) - Math.min(...pair.ends))) / lastOf(pair);

interface WorkerInput {
	calls: number;
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** When all of them begin, by the clock. */
	startAt: number;
}

/** One of several workers: a process with a limiter of its own, and nothing shared but the app. */
export async function runWorker({ calls, credentials, startAt }: WorkerInput) {
	await setTimeout(Math.max(0, startAt - Date.now()));
	const { took, unmatched } = await runTimed({
		items: numberRows(calls),
		parameters: ONE_PER_CALL,
		credentials: storedCredentials(credentials),
	});
	return { took, answered: unmatched.length };
}

const runReal = async (each: number): Promise<Pair & { answered: number }> =>
	await Feishu.use({ rows: 0, roundTrip: ROUND_TRIP }, async (feishu) => {
		const app = await feishu.newApp();
		const startAt = Date.now() + HEAD_START;
		const input = { calls: each, credentials: app.credentials.data, startAt };
		const run = async () => await inChild(__filename, runWorker, input);
		const outputs = await Promise.all(Array.from({ length: WORKERS }, run));
		const { calls, refused } = await feishu.traffic(app);
		return {
			ends: outputs.map(({ took }) => took),
			rejectedPercent: (100 * refused) / calls,
			answered: outputs.reduce((sum, { answered }) => sum + answered, 0),
		};
	});

async function runVirtual(each: number, seed: number): Promise<Pair> {
	const app = new SharedApp(new SlidingWindows(), { seed, roundTripMs: ROUND_TRIPS });
	await app.run(Array.from({ length: WORKERS }, () => ({ calls: each })));
	const ends = Array.from({ length: WORKERS }, (_, worker) => app.endOf(worker));
	return { ends, rejectedPercent: 100 * app.rejectedShare() };
}

/** So many of the seeds are done within the bound: where luck decides in the last seconds, some are not. */
const MOST_SEEDS = 0.9;

/** The claims about pairs: the worst of them; of how far apart they are done, the worst but a tenth. */
function claimsOf(time: string, pairs: Pair[], optimum: number, isBounded: boolean): Claim[] {
	const about = (
		what: string,
		unit: string,
		bound: Bound,
		valueOf: (pair: Pair) => number,
		part = 1,
	) => {
		const values = pairs.map(valueOf).sort((a, b) => a - b);
		const [middle, worst] = [median(values), values.at(-1) ?? NaN];
		return claim(
			figure(`${time}: ${what}`, values[Math.ceil(values.length * part) - 1] ?? NaN, unit),
			isBounded ? bound : undefined,
			values.length > 1
				? [figure('median', middle), figure('worst', worst), figure('seeds', values.length)]
				: [],
		);
	};
	return [
		about('took : two windows', '', atMost(MAX_RATIO), (pair) => lastOf(pair) / optimum),
		about('rejected', '%', atMost(MAX_REJECTED_PERCENT), (pair) => pair.rejectedPercent),
		about('done apart', '%', atMost(MAX_APART_PERCENT), apartPercent, MOST_SEEDS),
	];
}

/** Runs the workers at once, each with calls of its own, and counts what Feishu rejects. */
export async function measureWorkers({ quick }: Mode): Promise<Line> {
	const [each, seeds] = quick ? [100, 5] : [1_000, 40];
	const optimum = strictOptimum(WORKERS * each, 0);
	const real = await runReal(each);
	const virtual: Pair[] = [];
	for (let seed = 1; seed <= seeds; seed++) virtual.push(await runVirtual(each, seed));
	return {
		title: `${WORKERS} workers of n8n with one app, ${count(each)} calls each`,
		claims: [
			...claimsOf('real', [real], optimum, !quick),
			claim(figure('real: rows without an answer', WORKERS * each - real.answered), atMost(0)),
			...claimsOf('virtual', virtual, optimum, !quick),
		],
	};
}
