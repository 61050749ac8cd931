/** What the node itself costs: CPU time, turns of the event loop, and memory. */
import { count } from '../style';
import { turnClaim } from './crafted';
import { measureMemory } from './memory';
import { measureOwn } from './ownWork';
import { claim, figure } from './report';
import type { Claim, Line } from './report';

/** The kinds of rows, and the most microseconds of CPU time that one of a middling sheet may take. */
const KINDS = [
	{ sheet: 'plain', name: 'plain rows', maxCpu: 8 },
	{ sheet: 'library', name: 'rows for libphonenumber', maxCpu: 20 },
] as const;

const MIDDLE = { rows: 100_000, runs: 25, maxTurnMs: 150 };
const LARGE = { rows: 1_000_000, runs: 3, maxTurnMs: 400 };
const QUICK_RUNS = 4;
const MAX_GROWTH = 3;
const MAX_BYTES = 1_024;

/** @returns the claims about a sheet, and the least CPU time of a row */
async function sheetOf(
	{ sheet, name }: (typeof KINDS)[number],
	{ rows, runs, maxTurnMs }: typeof MIDDLE,
	maxCpu?: number,
) {
	const output = await measureOwn({ sheet, size: rows, runs });
	const what = `${count(rows)} ${name}`;
	const cpu = Math.min(...output.cpu);
	const ofCpu = claim(figure(`own CPU a row, ${what}`, cpu, 'µs'), maxCpu, [
		figure('in the first run', output.cpu[0] ?? NaN, 'µs'),
		figure('runs', runs),
	]);
	return { claims: [ofCpu, turnClaim(what, [output], maxTurnMs)], cpu };
}

async function rowsOf(kind: (typeof KINDS)[number], quick: boolean): Promise<Claim[]> {
	const runs = quick ? QUICK_RUNS : MIDDLE.runs;
	const middle = await sheetOf(kind, { ...MIDDLE, runs }, kind.maxCpu);
	if (quick) return middle.claims;
	const large = await sheetOf(kind, LARGE);
	const what = `a row of ${count(LARGE.rows)} : a row of ${count(MIDDLE.rows)}, ${kind.name}`;
	const growth = claim(figure(what, large.cpu / middle.cpu), MAX_GROWTH);
	return [...middle.claims, ...large.claims, growth];
}

async function memory(rows: number): Promise<Claim> {
	const { before, peak, after } = await measureMemory(rows);
	const bytes = (what: string, all: number) => figure(what, Math.round(all / rows), 'B');
	return claim(
		bytes(`memory a row above input and output, ${count(rows)} plain rows`, peak - after),
		MAX_BYTES,
		[bytes('input', before), bytes('output', after - before)],
	);
}

/** Measures in processes of their own. */
export async function measureCpu(quick: boolean): Promise<Line> {
	const [plain, library] = KINDS;
	return {
		title: 'Own CPU, turns and memory: read, plan, look up, match, emit',
		claims: [
			...(await rowsOf(plain, quick)),
			...(await rowsOf(library, quick)),
			await memory(MIDDLE.rows),
		],
	};
}
