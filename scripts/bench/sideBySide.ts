/**
 * This node beside other ways to the same end, with one sheet.
 *
 * Every run has a Feishu of its own, so that none begins with windows filled by another. n8n's have a
 * valid token stored; the SDK fetches its own, which takes a millisecond here. A way that cannot be done within the limit of time is not run: its
 * floor is given, marked as such.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { Hire } from '../../test/support/feishu/hire';
import { expectedOf } from '../../test/support/oracle';
import { makeSheet } from '../../test/support/sheets';
import { inChild } from './child';
import { CONTENDERS } from './contenders';
import type { Answers, Contender } from './contenders';
import { useVmEngine } from './engines';
import { startFeishu } from './feishu';
import type { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { rounded } from './report';
import type { Line, Standing } from './report';
import { trafficOf } from './traffic';

const ROUND_TRIP = 50;
const MAX_MS = 180_000;
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
	const isMeant = ({ name }: Contender) => name === contender;
	const way = defined(CONTENDERS.find(isMeant), contender);
	const { answers, took } = await way.run(cases, credentials);
	return { took, judged: judge(truth, answers) };
}

/** Runs contenders, one after the other. */
export async function runContenders(inputs: RunInput[]) {
	await useVmEngine();
	const outputs: Array<Awaited<ReturnType<typeof run>>> = [];
	for (const input of inputs) outputs.push(await run(input));
	return outputs;
}

/** The table of what came of each; no bound is held to it. */
export async function measureSideBySide(quick: boolean): Promise<Line> {
	const wanted: Array<{ contender: string; rows: number; floor: number; feishu?: Feishu }> = [];
	for (const rows of [WARM_UP_ROWS, ...(quick ? [100] : [100, 1_000, 10_000, 50_000])]) {
		const { people } = sheetOf(rows);
		for (const { name: contender, rowsPerCall } of CONTENDERS) {
			const floor = strictOptimum(Math.ceil(rows / rowsPerCall), 0);
			const feishu = floor > MAX_MS ? undefined : await startFeishu(ROUND_TRIP, people);
			wanted.push({ contender, rows, floor, feishu });
		}
	}
	const inputs = wanted.flatMap(({ contender, rows, feishu }) =>
		feishu ? [{ contender, rows, credentials: feishu.credentials }] : [],
	);
	const outputs = await inChild(__filename, runContenders, inputs);
	const standings = wanted.map(({ contender, rows, floor, feishu }): Standing => {
		const output = feishu && outputs.shift();
		if (!output) return { contender, rows, seconds: rounded(floor / 1_000) };
		const { calls, refused } = trafficOf(feishu.simulator.calls);
		const outcome = { calls, refused, ...output.judged };
		return { contender, rows, seconds: rounded(output.took / 1_000), outcome };
	});
	const shown = standings.filter(({ rows }) => rows !== WARM_UP_ROWS);
	return { title: 'Side by side', claims: [], standings: shown };
}
