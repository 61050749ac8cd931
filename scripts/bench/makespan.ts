/**
 * How long all calls take in n8n's engine, against the least time in which they can be made: from the
 * end of the sheet's node to the end of this one.
 */
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { count } from '../style';
import { runTimed, useVmEngine } from './engines';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { claim, figure } from './report';
import type { Claim, Line } from './report';
import { ONE_PER_CALL, numberRows } from './sheet';
import type { Traffic } from './traffic';

const ROUND_TRIPS = [50, 300];
/** The longest first, so that the process is warm for the short ones, as that of n8n is. */
const RUNS = [
	{ calls: 3_000, maxRatio: 1.06 },
	{ calls: 1_000, maxRatio: 1.06 },
	{ calls: 100, maxRatio: 1.25 },
];

/** What came of a run of calls, and what the server saw. */
interface Run {
	claim: Claim;
	peaks: Traffic['peaks'];
}

async function run(
	feishu: Feishu,
	{ calls, maxRatio }: (typeof RUNS)[number],
	roundTrip: number,
): Promise<Run> {
	const app = feishu.newApp();
	const start = process.cpuUsage();
	const { took } = await runTimed({
		items: numberRows(calls),
		parameters: ONE_PER_CALL,
		credentials: feishu.credentialsOf(app),
	});
	const { user, system } = process.cpuUsage(start);
	const traffic = await feishu.traffic(app);
	if (traffic.calls !== calls) throw new Error(`${traffic.calls} calls came of ${calls} rows.`);
	const optimum = strictOptimum(calls, roundTrip);
	const what = `${count(calls)} calls, ${roundTrip} ms: took : S(N)`;
	const raw = [
		figure('took', took / 1_000, 's'),
		figure('optimum', optimum / 1_000, 's'),
		// Of a whole process that runs n8n, its helper and sockets included.
		figure('CPU a call', (user + system) / 1_000 / calls, 'ms'),
	];
	return { claim: claim(figure(what, took / optimum), maxRatio, raw), peaks: traffic.peaks };
}

/** Quick: only 100 calls. */
export async function measureMakespan(quick: boolean): Promise<Line> {
	await useVmEngine();
	const runs: Run[] = [];
	for (const roundTrip of ROUND_TRIPS) {
		await Feishu.use({ rows: 0, roundTrip }, async (feishu) => {
			for (const one of quick ? RUNS.slice(-1) : RUNS) runs.push(await run(feishu, one, roundTrip));
		});
	}
	const peaks = FEISHU_WINDOWS.map(({ length, limit }, place) => {
		const most = Math.max(...runs.map((one) => one.peaks[place] ?? NaN));
		return claim(figure(`most calls in any ${length / 1_000} s, all these runs`, most), limit);
	});
	return {
		title: 'Makespan against the optimum',
		claims: [...runs.map((one) => one.claim), ...peaks],
	};
}
