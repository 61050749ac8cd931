/** What the node itself costs: CPU time, turns of the event loop, and memory. */
import { count } from '../style';
import { turnClaim } from './crafted';
import { measureMemory } from './memory';
import { measureOwn } from './ownWork';
import { atMost, claim, figure } from './report';
import type { Claim, Line, Mode } from './report';

/** The kinds of rows, and the most microseconds of CPU time that one may take. */
const KINDS = [
	{ sheet: 'plain', name: 'plain rows', maxCpu: 8 },
	{ sheet: 'library', name: 'rows for libphonenumber', maxCpu: 20 },
] as const;

const SMALL = { rows: 10_000, runs: 30 };
/** The bound on CPU time is that of a row of this sheet. */
const MIDDLE = { rows: 100_000, runs: 25, maxTurnMs: 150 };
const LARGE = { rows: 1_000_000, runs: 3, maxTurnMs: 400 };
const QUICK_RUNS = 4;
const MAX_GROWTH = 3;
const MAX_BYTES = 1_024;

/** @returns the claims about a sheet, and the least CPU time of a row */
async function sheetOf(
	{ sheet, name, maxCpu }: (typeof KINDS)[number],
	{ rows, runs, maxTurnMs }: typeof SMALL & Partial<typeof LARGE>,
): Promise<{ claims: Claim[]; cpu: number }> {
	const output = await measureOwn({ sheet, size: rows, runs });
	const what = `${count(rows)} ${name}`;
	const cpu = Math.min(...output.cpu);
	const bound = rows === MIDDLE.rows ? atMost(maxCpu) : undefined;
	const ofCpu = claim(figure(`own CPU a row, ${what}`, cpu, 'µs'), bound, [
		figure('in the first run', output.cpu[0] ?? NaN, 'µs'),
		figure('runs', runs),
	]);
	const ofTurn = maxTurnMs ? [turnClaim(what, [output], atMost(maxTurnMs))] : [];
	return { claims: [ofCpu, ...ofTurn], cpu };
}

async function rowsOf(kind: (typeof KINDS)[number], { quick }: Mode): Promise<Claim[]> {
	if (quick) return (await sheetOf(kind, { ...MIDDLE, runs: QUICK_RUNS })).claims;
	const middle = await sheetOf(kind, MIDDLE);
	const small = await sheetOf(kind, SMALL);
	const large = await sheetOf(kind, LARGE);
	const what = `a row of ${count(LARGE.rows)} : a row of ${count(SMALL.rows)}, ${kind.name}`;
	const growth = claim(figure(what, large.cpu / small.cpu), atMost(MAX_GROWTH));
	return [...small.claims, ...middle.claims, ...large.claims, growth];
}

async function memory(rows: number): Promise<Claim> {
	const { before, peak, after } = await measureMemory(rows);
	const bytes = (what: string, all: number) => figure(what, Math.round(all / rows), 'B');
	return claim(
		bytes(`memory a row above input and output, ${count(rows)} plain rows`, peak - after),
		atMost(MAX_BYTES),
		[bytes('input', before), bytes('output', after - before)],
	);
}

/** Measures in processes of their own. */
export async function measureCpu(mode: Mode): Promise<Line> {
	const [plain, library] = KINDS;
	return {
		title: 'Own CPU, turns and memory: read, plan, look up, match, emit',
		claims: [
			...(await rowsOf(plain, mode)),
			...(await rowsOf(library, mode)),
			await memory(mode.quick ? SMALL.rows : MIDDLE.rows),
		],
	};
}
