/**
 * Keeps the two workers of a queue saturated with sheets for one app, and prints how they share
 * Feishu's quota: `npx gulp && npx tsx test/e2e/saturate.ts --minutes 10`, with Node 24 on the path.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { FEISHU_WINDOWS } from '../support/feishu/windows';
import { SheetWorkflow, makeSheets, peopleOf } from './load';
import { installN8n } from './n8n';
import type { N8n } from './n8n';
import { startQueueServer } from './queue';
import type { QueueServer } from './queue';

const MINUTE = 60_000;
/** By then the workers have found how to share. */
const WARM_UP = 2;
const QUOTA = FEISHU_WINDOWS.find(({ length }) => length === MINUTE)?.limit ?? NaN;

/** As many as both workers take at a time; each of 20 calls. */
const SHEETS = makeSheets(20, 2_000);
const CALLS_PER_SHEET = 20;

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

/** Calls made in the minutes of a run, all and refused. */
function count({ feishu }: QueueServer, start: number, from: number, to: number) {
	const calls = feishu.calls.filter(
		({ at }) => at >= start + from * MINUTE && at < start + to * MINUTE,
	);
	return { all: calls.length, refused: calls.filter(({ status }) => status === 429).length };
}

const finishedBy = (worker: N8n) => worker.log().match(/Worker finished execution/g)?.length ?? 0;

/** Posts sheets for some minutes, so that as many as SHEETS are always under way; prints each minute. */
async function saturate(server: QueueServer, minutes: number): Promise<void> {
	const workflow = await SheetWorkflow.publishLookup(server, 'saturate');
	const start = Date.now();
	let posted = 0;
	let finishedBefore: number[] = [];
	for (let minute = 0; minute < minutes; minute++) {
		if (minute === WARM_UP) finishedBefore = server.workers().map(finishedBy);
		while (Date.now() < start + (minute + 1) * MINUTE) {
			const missing = SHEETS.length - (await workflow.countUnderWay());
			for (let i = 0; i < missing; i++) await workflow.post(SHEETS[posted++ % SHEETS.length] ?? []);
			await setTimeout(250);
		}
		const { all, refused } = count(server, start, minute, minute + 1);
		console.log(`minute ${minute + 1}: ${all} calls, ${refused} refused`);
	}

	const rest = minutes - WARM_UP;
	const { all, refused } = count(server, start, WARM_UP, minutes);
	const used = (all - refused) / rest;
	const perWorker = server
		.workers()
		.map((worker, i) => ((finishedBy(worker) - (finishedBefore[i] ?? 0)) * CALLS_PER_SHEET) / rest);
	console.log(`After minute ${WARM_UP}:
  calls        ${all}
  refused      ${refused} (${percent(refused, all)})
  per minute   ${used.toFixed(0)} answered (${percent(used, QUOTA)} of the quota)
  per worker   ${perWorker.map((calls) => calls.toFixed(0)).join(' and ')} a minute, by the sheets it finished`);
	await workflow.end();
	const failed = (await workflow.readExecutions()).length;
	console.log(`${posted} sheets, of which ${failed} failed.`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
	await installN8n();
	// n8n keeps only the executions that failed: the others would fill the disk.
	const env = { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' };
	const server = await startQueueServer({ people: peopleOf(SHEETS) }, env);
	try {
		await saturate(server, Number(values.minutes));
	} finally {
		await server.stop();
	}
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
