/** Two workers that know nothing of each other share what Feishu gives to the app of both. */
import { count } from '../style';
import { startFeishu } from './feishu';
import { measureCalls } from './makespan';
import { strictOptimum } from './optimum';
import { claim, figure } from './report';
import type { Line } from './report';
import { trafficOf } from './traffic';

const WORKERS = 2;
/** Of each worker. */
const CALLS = 1_000;
const ROUND_TRIP = 50;
/** Milliseconds in which all of them have loaded n8n. */
const HEAD_START = 10_000;

const MAX_RATIO = 1.25;
const MAX_REJECTED_PERCENT = 4;
const MAX_APART_PERCENT = 15;

/**
 * Runs the workers at once, each a process with a limiter of its own, and counts what Feishu rejects:
 * they share nothing but the app.
 */
export async function measureWorkers(): Promise<Line> {
	const { simulator, credentials } = await startFeishu(ROUND_TRIP);
	const input = { calls: CALLS, credentials, startAt: Date.now() + HEAD_START };
	const run = async () => await measureCalls([input]);
	const runs = (await Promise.all(Array.from({ length: WORKERS }, run))).flat();
	const { calls, refused } = trafficOf(simulator.calls);
	const ends = runs.map(({ took }) => took);
	const last = Math.max(...ends);
	const apart = last - Math.min(...ends);
	const lost = WORKERS * CALLS - runs.reduce((sum, { answered }) => sum + answered, 0);
	return {
		title: `${WORKERS} workers of n8n with one app, ${count(CALLS)} calls each`,
		claims: [
			claim(figure('took : two windows', last / strictOptimum(WORKERS * CALLS, 0)), MAX_RATIO),
			claim(figure('rejected', (100 * refused) / calls, '%'), MAX_REJECTED_PERCENT),
			claim(figure('done apart', (100 * apart) / last, '%'), MAX_APART_PERCENT),
			claim(figure('rows without an answer', lost), 0),
		],
	};
}
