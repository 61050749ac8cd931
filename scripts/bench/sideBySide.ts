/**
 * This node beside other ways to the same end, with one simulated Feishu and one sheet.
 *
 * Every run has an app of its own, so that none begins with windows filled by another, and n8n's have
 * a valid token stored; the SDK fetches its own, which takes a millisecond here. A way that cannot be
 * done within the limit of time is not run: its floor is given, marked as such.
 */
import { Hire } from '../../test/support/feishu/hire';
import { expectedOf } from '../../test/support/oracle';
import type { Case } from '../../test/support/oracle';
import { makeSheet } from '../../test/support/sheets';
import { httpRequest, sdkInChunks, sdkLoop, thisNode } from './contenders';
import type { Answers, Contender } from './contenders';
import { useEngine } from './engines';
import { Feishu } from './feishu';
import { rounded } from './report';
import type { Line, Mode, Standing } from './report';

const ROUND_TRIP = 50;
const MAX_MS = 180_000;
/** A run that can be as short is made several times, and its best counts. */
const SHORT_MS = 1_000;
const TIMES = 3;

interface Sheet {
	cases: Case[];
	/** For each row the IDs of its talents: the truth. */
	truth: string[];
}

function openSheet(rows: number): Sheet {
	const { cases, people } = makeSheet(rows, { hasDocuments: true });
	const truth = cases.map(() => '');
	const settings = { hire: new Hire(people), matchBy: 'all', output: 'match' } as const;
	for (const one of expectedOf(cases, settings).matched) {
		if ('json' in one) truth[one.item] = String(one.json.talent_id);
	}
	return { cases, truth };
}

function judge({ truth }: Sheet, answers: Answers) {
	const isRight = (talent: string, row: number) => answers[row]?.join() === talent;
	const right = truth.filter(isRight).length;
	const lost = truth.filter((_, row) => !answers[row]).length;
	const matched = truth.filter((talent, row) => talent !== '' && isRight(talent, row)).length;
	return { right, wrong: truth.length - right - lost, lost, matched };
}

/** Fewest rows lost, then fastest. */
function best(standings: Standing[]): Standing {
	const [first] = standings.sort((a, b) => (a.lost ?? 0) - (b.lost ?? 0) || a.seconds - b.seconds);
	if (!first) throw new Error('Nobody was tried.');
	return first;
}

/** What came of a contender in the best of its settings. */
async function stand(settings: Contender[], feishu: Feishu, sheet: Sheet): Promise<Standing> {
	const standings: Standing[] = [];
	for (const { name, how, floor, run } of settings) {
		const rows = sheet.cases.length;
		const least = floor(rows, ROUND_TRIP);
		const common = { contender: name, how, rows };
		if (least > MAX_MS) return { ...common, seconds: rounded(least / 1_000), isFloor: true };
		for (let time = 0; time < (least < SHORT_MS ? TIMES : 1); time++) {
			const app = await feishu.newApp();
			const { answers, took } = await run(sheet.cases, app, feishu);
			const { calls, refused } = await feishu.traffic(app);
			const seconds = rounded(took / 1_000);
			const judged = judge(sheet, answers);
			standings.push({ ...common, seconds, isFloor: false, calls, refused, ...judged });
		}
	}
	return best(standings);
}

const standAll = async (rows: number, concurrencies: number[]): Promise<Standing[]> =>
	await Feishu.use({ rows, roundTrip: ROUND_TRIP }, async (feishu) => {
		const sheet = openSheet(rows);
		const standings: Standing[] = [];
		for (const settings of [[thisNode], [httpRequest], [sdkLoop], concurrencies.map(sdkInChunks)]) {
			standings.push(await stand(settings, feishu, sheet));
		}
		return standings;
	});

/** The table of what came of each; no bound is held to it. */
export async function measureSideBySide({ quick }: Mode): Promise<Line> {
	await useEngine('vm');
	// The first run of a process pays for what n8n loads.
	await standAll(10, [2]);
	const standings: Standing[] = [];
	for (const rows of quick ? [100] : [100, 1_000, 10_000, 50_000]) {
		standings.push(...(await standAll(rows, quick ? [5] : [2, 3, 5, 10, 20])));
	}
	return { title: 'Side by side', claims: [], standings };
}
