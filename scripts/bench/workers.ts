/** Two workers that know nothing of each other share what Feishu gives to the app of both. */
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/built';
import { count } from '../style';
import { inChild } from './child';
import { runTimed } from './engines';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { claim, figure } from './report';
import type { Line } from './report';
import { ONE_PER_CALL, numberRows } from './sheet';

const WORKERS = 2;
/** Of each worker. */
const CALLS = 1_000;
const ROUND_TRIP = 50;
/** Milliseconds in which all of them have loaded n8n. */
const HEAD_START = 10_000;

const MAX_RATIO = 1.25;
const MAX_REJECTED_PERCENT = 4;
const MAX_APART_PERCENT = 15;

interface WorkerInput {
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** When all of them begin, by the clock. */
	startAt: number;
}

/** One of several workers: a process with a limiter of its own, and nothing shared but the app. */
export async function runWorker({ credentials, startAt }: WorkerInput) {
	await setTimeout(Math.max(0, startAt - Date.now()));
	const { took, unmatched } = await runTimed({
		items: numberRows(CALLS),
		parameters: ONE_PER_CALL,
		credentials: storedCredentials(credentials),
	});
	return { took, answered: unmatched.length };
}

const runWorkers = async () =>
	await Feishu.use({ rows: 0, roundTrip: ROUND_TRIP }, async (feishu) => {
		const app = feishu.newApp();
		const credentials = feishu.credentialsOf(app).data;
		const input = { credentials, startAt: Date.now() + HEAD_START };
		const run = async () => await inChild(__filename, runWorker, input);
		const outputs = await Promise.all(Array.from({ length: WORKERS }, run));
		return { outputs, ...(await feishu.traffic(app)) };
	});

/** Runs the workers at once, each with calls of its own, and counts what Feishu rejects. */
export async function measureWorkers(): Promise<Line> {
	const { outputs, calls, refused } = await runWorkers();
	const ends = outputs.map(({ took }) => took);
	const last = Math.max(...ends);
	const apart = last - Math.min(...ends);
	const lost = WORKERS * CALLS - outputs.reduce((sum, { answered }) => sum + answered, 0);
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
