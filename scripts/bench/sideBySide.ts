/**
 * This node beside other ways to the same end, with one simulated Feishu and one sheet.
 *
 * Every run has an app of its own, so that none begins with windows filled by another, and n8n's have
 * a valid token stored; the SDK fetches its own, which takes a millisecond here. A way that cannot be
 * done within the limit of time is not run: its floor is given, marked as such.
 */
import { Hire } from '../../test/support/feishu/hire';
import { expectedOf } from '../../test/support/oracle';
import { makeSheet } from '../../test/support/sheets';
import { CONTENDERS } from './contenders';
import type { Answers } from './contenders';
import { useVmEngine } from './engines';
import { Feishu } from './feishu';
import { strictOptimum } from './optimum';
import { rounded } from './report';
import type { Line, Standing } from './report';

const ROUND_TRIP = 50;
const MAX_MS = 180_000;

/** @param truth for each row the ID of its talent, or nothing */
function judge(truth: string[], answers: Answers) {
	const isRight = (talent: string, row: number) => answers[row]?.join() === talent;
	const lost = truth.filter((_, row) => !answers[row]).length;
	const wrong = truth.filter((talent, row) => answers[row] && !isRight(talent, row)).length;
	const matched = truth.filter((talent, row) => talent !== '' && isRight(talent, row)).length;
	return { matched, wrong, lost };
}

const compare = async (rows: number): Promise<Standing[]> =>
	await Feishu.use({ rows, roundTrip: ROUND_TRIP }, async (feishu) => {
		const { cases, people } = makeSheet(rows, { hasDocuments: true });
		const truth = cases.map(() => '');
		const settings = { hire: new Hire(people), matchBy: 'all', output: 'match' } as const;
		for (const one of expectedOf(cases, settings).matched) {
			if ('json' in one) truth[one.item] = String(one.json.talent_id);
		}
		const standings: Standing[] = [];
		for (const { name: contender, rowsPerCall, run } of CONTENDERS) {
			const floor = strictOptimum(Math.ceil(rows / rowsPerCall), 0);
			if (floor > MAX_MS) {
				standings.push({ contender, rows, seconds: rounded(floor / 1_000) });
				continue;
			}
			const app = feishu.newApp();
			const { answers, took } = await run(cases, app, feishu);
			const { calls, refused } = await feishu.traffic(app);
			const outcome = { calls, refused, ...judge(truth, answers) };
			standings.push({ contender, rows, seconds: rounded(took / 1_000), outcome });
		}
		return standings;
	});

/** The table of what came of each; no bound is held to it. */
export async function measureSideBySide(quick: boolean): Promise<Line> {
	await useVmEngine();
	// The first run of a process pays for what n8n loads.
	await compare(10);
	const standings: Standing[] = [];
	for (const rows of quick ? [100] : [100, 1_000, 10_000, 50_000]) {
		standings.push(...(await compare(rows)));
	}
	return { title: 'Side by side', claims: [], standings };
}
