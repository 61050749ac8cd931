/**
 * This node beside other ways to the same end, with one sheet.
 *
 * Every run has a Feishu of its own, so that none begins with windows filled by another. n8n's have a
 * valid token stored; the SDK fetches its own, which takes a millisecond here. One call per row is not
 * run: what is shown is the least time that Feishu's limits allow, marked as such.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { Hire } from '../../test/support/feishu/hire';
import { strictOptimum } from '../../test/support/feishu/windows';
import { expectedOf } from '../../test/support/oracle';
import { makeSheet } from '../../test/support/sheets';
import { inChild } from './child';
import { CONTENDERS } from './contenders';
import type { Answers } from './contenders';
import { useVmEngine } from './engines';
import { startFeishu, trafficOf } from './feishu';
import { rounded } from './report';
import type { Line, Standing } from './report';

const ROUND_TRIP = 50;
const ROWS = [100, 1_000, 10_000, 50_000];
/** The first run of a process pays for what n8n loads. */
const WARM_UP_ROWS = 10;

interface RunInput {
	contender: string;
	rows: number;
	credentials: ICredentialDataDecryptedObject;
}

const sheetOf = (rows: number) => makeSheet(rows, { hasDocuments: true });

/** @param truth for each row the ID of its talent, or nothing */
function judge(truth: string[], answers: Answers) {
	const isRight = (talent: string, row: number) => answers[row]?.join() === talent;
	const lost = truth.filter((_, row) => !answers[row]).length;
	const wrong = truth.filter((talent, row) => answers[row] && !isRight(talent, row)).length;
	const matched = truth.filter((talent, row) => talent !== '' && isRight(talent, row)).length;
	return { matched, wrong, lost };
}

/** Runs a contender, and judges its answers. */
async function run({ contender, rows, credentials }: RunInput) {
	const { cases, people } = sheetOf(rows);
	const truth = cases.map(() => '');
	const settings = { hire: new Hire(people), matchBy: 'all', output: 'match' } as const;
	for (const one of expectedOf(cases, settings).matched) {
		if ('json' in one) truth[one.item] = String(one.json.talent_id);
	}
	const { answers, took } = await defined(CONTENDERS[contender], contender)(cases, credentials);
	return { seconds: rounded(took / 1_000), judged: judge(truth, answers) };
}

/** Runs contenders, one after the other. */
export async function runContenders(inputs: RunInput[]) {
	await useVmEngine();
	const outputs: Array<Awaited<ReturnType<typeof run>>> = [];
	for (const input of inputs) outputs.push(await run(input));
	return outputs;
}

/** The table of what came of each; no bound is held to it. */
export async function measureSideBySide(): Promise<Line> {
	const wanted = [WARM_UP_ROWS, ...ROWS].flatMap((rows) =>
		Object.keys(CONTENDERS).map((contender) => ({ contender, rows })),
	);
	const feishus = await Promise.all(
		wanted.map(async (one) => {
			return { ...one, ...(await startFeishu(ROUND_TRIP, sheetOf(one.rows).people)) };
		}),
	);
	const inputs = feishus.map(({ contender, rows, credentials }) => {
		return { contender, rows, credentials };
	});
	const outputs = await inChild(__filename, runContenders, inputs);
	const measured = feishus.map(({ contender, rows, simulator }, i): Standing => {
		const { seconds, judged } = defined(outputs[i], contender);
		const { calls, refused } = trafficOf(simulator.calls);
		return { contender, rows, seconds, outcome: { calls, refused, ...judged } };
	});
	const standings = ROWS.flatMap((rows) => [
		...measured.filter((one) => one.rows === rows),
		{ contender: 'one call per row', rows, seconds: rounded(strictOptimum(rows, 0) / 1_000) },
	]);
	return { title: 'Side by side', claims: [], standings };
}
