/**
 * This node beside other ways to the same end, with one sheet.
 *
 * Every run has a Feishu and a process of its own. n8n's have a valid token stored; the SDK fetches its
 * own, which takes a millisecond here. A way that cannot be done within the limit of time is not run: its
 * floor is given, marked as such.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { Hire } from '../../test/support/feishu/hire';
import { expectedOf } from '../../test/support/oracle';
import { makeSheet } from '../../test/support/sheets';
import { inChild } from './child';
import { CONTENDERS } from './contenders';
import type { Answers } from './contenders';
import { useVmEngine } from './engines';
import { startFeishu } from './feishu';
import { strictOptimum } from './optimum';
import { rounded } from './report';
import type { Line, Standing } from './report';
import { trafficOf } from './traffic';

const ROUND_TRIP = 50;
const MAX_MS = 180_000;
/** The first run of a process pays for what n8n loads, and for code that is not compiled yet. */
const WARM_UP_ROWS = 100;

interface RunInput {
	contender: string;
	rows: number;
	credentials: ICredentialDataDecryptedObject;
	/** Those of another Feishu, which has nobody. */
	warmUp: ICredentialDataDecryptedObject;
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
export async function runContender({ contender, rows, credentials, warmUp }: RunInput) {
	const { cases, people } = sheetOf(rows);
	const truth = cases.map(() => '');
	const settings = { hire: new Hire(people), matchBy: 'all', output: 'match' } as const;
	for (const one of expectedOf(cases, settings).matched) {
		if ('json' in one) truth[one.item] = String(one.json.talent_id);
	}
	const { run } = defined(
		CONTENDERS.find(({ name }) => name === contender),
		contender,
	);
	await useVmEngine();
	await run(sheetOf(WARM_UP_ROWS).cases, warmUp);
	const { answers, took } = await run(cases, credentials);
	return { took, judged: judge(truth, answers) };
}

/** The table of what came of each; no bound is held to it. */
export async function measureSideBySide(quick: boolean): Promise<Line> {
	const standings: Standing[] = [];
	for (const rows of quick ? [100] : [100, 1_000, 10_000, 50_000]) {
		const { people } = sheetOf(rows);
		for (const { name: contender, rowsPerCall } of CONTENDERS) {
			const floor = strictOptimum(Math.ceil(rows / rowsPerCall), 0);
			if (floor > MAX_MS) {
				standings.push({ contender, rows, seconds: rounded(floor / 1_000) });
				continue;
			}
			const { simulator, credentials } = await startFeishu(ROUND_TRIP, people);
			const { credentials: warmUp } = await startFeishu(ROUND_TRIP);
			const input = { contender, rows, credentials, warmUp };
			const { took, judged } = await inChild(__filename, runContender, input);
			const { calls, refused } = trafficOf(simulator.calls);
			const outcome = { calls, refused, ...judged };
			standings.push({ contender, rows, seconds: rounded(took / 1_000), outcome });
		}
	}
	return { title: 'Side by side', claims: [], standings };
}
