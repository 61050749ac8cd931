/**
 * This node beside other ways to the same end, with one simulated Feishu and one sheet.
 *
 * Every run has an app of its own, so that none begins with windows filled by another, and n8n's have
 * a valid token stored; the SDK fetches its own, which takes a millisecond here. A way that cannot be
 * done within the limit of time is not run: its floor is given, marked as such.
 */
import { figure, rounded } from './claims';
import type { Claim } from './claims';
import type { Contender, Lookup } from './contender';
import { useEngine } from './engines';
import { Feishu } from './feishu';
import { httpRequest, thisNode } from './n8nContenders';
import type { Mode } from './options';
import type { Line, Standing } from './report';
import { sdkInChunks, sdkLoop } from './sdkContenders';
import { makeSheet } from './sheet';
import type { Sheet } from './sheet';
import type { Traffic } from './traffic';

const ROUND_TRIP = 50;
const MOST_MILLISECONDS = 180_000;
/** Milliseconds: a run that can be as short is made several times, and its best counts. */
const SHORT = 1_000;
const TIMES = 3;

function judge({ talents }: Sheet, { answers }: Lookup) {
	const count = { right: 0, wrong: 0, lost: 0, matched: 0 };
	talents.forEach((talent, row) => {
		const answer = answers[row];
		const isRight = answer?.join() === (talent ?? '');
		if (!answer) count.lost++;
		else if (isRight) count.right++;
		else count.wrong++;
		if (isRight && talent !== undefined) count.matched++;
	});
	return count;
}

async function stand(contender: Contender, feishu: Feishu, sheet: Sheet): Promise<Standing> {
	const { name, how, floor, run } = contender;
	const rows = sheet.rows.length;
	const least = floor(rows, ROUND_TRIP);
	const common = { contender: name, how, rows };
	if (least > MOST_MILLISECONDS)
		return { ...common, seconds: rounded(least / 1_000), isFloor: true };
	const standings: Standing[] = [];
	for (let time = 0; time < (least < SHORT ? TIMES : 1); time++) {
		const app = await feishu.newApp();
		const lookup = await run(sheet.rows, app, feishu);
		const { calls, refused }: Traffic = await feishu.traffic(app);
		const seconds = rounded(lookup.took / 1_000);
		standings.push({ ...common, seconds, isFloor: false, calls, refused, ...judge(sheet, lookup) });
	}
	return best(standings);
}

/** Fewest rows lost, then fastest. */
function best(standings: Standing[]): Standing {
	const [first] = standings.sort((a, b) => (a.lost ?? 0) - (b.lost ?? 0) || a.seconds - b.seconds);
	if (!first) throw new Error('Nobody was tried.');
	return first;
}

/** The best setting of a contender for this sheet. */
async function standBest(settings: Contender[], feishu: Feishu, sheet: Sheet): Promise<Standing> {
	const standings: Standing[] = [];
	for (const setting of settings) standings.push(await stand(setting, feishu, sheet));
	return best(standings);
}

async function standAll(rows: number, concurrencies: number[]): Promise<Standing[]> {
	const feishu = await Feishu.start({ rows, roundTrip: ROUND_TRIP });
	const sheet = makeSheet(rows);
	try {
		return [
			await stand(thisNode, feishu, sheet),
			await stand(httpRequest, feishu, sheet),
			await stand(sdkLoop, feishu, sheet),
			await standBest(concurrencies.map(sdkInChunks), feishu, sheet),
		];
	} finally {
		await feishu.stop();
	}
}

const compare = (standing: Standing, ours: Standing): Claim => ({
	...figure(
		`${standing.contender} : this node, ${standing.rows.toLocaleString('en')} rows${standing.isFloor ? ', at least' : ''}`,
		standing.seconds / ours.seconds,
	),
	raw: [
		figure(standing.isFloor ? 'its floor' : 'it', standing.seconds, 's'),
		figure('this node', ours.seconds, 's'),
	],
});

/** The claims, and the table behind them. */
export async function measureSideBySide({ quick }: Mode): Promise<Line> {
	await useEngine('vm');
	// The first run of a process pays for what n8n loads.
	await standAll(10, [2]);
	const standings: Standing[] = [];
	const claims: Claim[] = [];
	for (const rows of quick ? [100] : [100, 1_000, 10_000, 50_000]) {
		const [ours, ...others] = await standAll(rows, quick ? [5] : [2, 3, 5, 10, 20]);
		if (!ours) continue;
		standings.push(ours, ...others);
		claims.push(...others.map((other) => compare(other, ours)));
	}
	return {
		title: 'Side by side',
		notes: [
			`One sheet, one simulated Feishu in another process that answers after ${ROUND_TRIP} ms. Ratios of seconds.`,
			'At least: not run, for it would take more than 3 minutes; its least time by the limits is given.',
		],
		claims,
		standings,
	};
}
