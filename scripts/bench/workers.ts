/** Two workers that know nothing of each other share what Feishu gives to the app of both. */
import { inChild } from './child';
import { claim, exactly, figure } from './claims';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import type { Mode } from './options';
import type { Line } from './report';
import type { WorkerInput, WorkerOutput } from './workerProcess';

const WORKERS = 2;
const ROUND_TRIP = 50;
/** Milliseconds in which all of them have loaded n8n. */
const HEAD_START = 10_000;

/** Runs the workers at once, each with calls of its own, and counts what Feishu refuses. */
export async function measureWorkers({ quick }: Mode): Promise<Line> {
	const each = quick ? 100 : 1_000;
	const feishu = await Feishu.start({ rows: 0, roundTrip: ROUND_TRIP });
	try {
		const app = await feishu.newApp();
		const startAt = Date.now() + HEAD_START;
		const input: WorkerInput = { calls: each, credentials: app.credentials.data, startAt };
		const outputs = await Promise.all(
			Array.from(
				{ length: WORKERS },
				async () => await inChild<WorkerOutput>('workerProcess.ts', input),
			),
		);
		const { calls, refused } = await feishu.traffic(app);
		const took = Math.max(...outputs.map((output) => output.took));
		const answered = outputs.reduce((sum, output) => sum + output.answered, 0);
		const optimum = strictOptimum(WORKERS * each, 0);
		return {
			title: `${WORKERS} workers of n8n with one app, ${each.toLocaleString('en')} calls each`,
			notes: [
				'Processes that share nothing but the app, and start at once; two windows: of Feishu, for all calls.',
			],
			claims: [
				claim(figure('took : two windows', took / optimum), undefined, [
					figure('took', took / 1_000, 's'),
					figure('two windows', optimum / 1_000, 's'),
				]),
				claim(figure('refused', (100 * refused) / calls, '% of the calls'), undefined, [
					figure('calls', calls),
					figure('refused', refused),
				]),
				claim(figure('rows answered', answered), exactly(WORKERS * each)),
			],
		};
	} finally {
		await feishu.stop();
	}
}
