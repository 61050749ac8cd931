/** What the node itself costs: CPU time, turns of the event loop, and memory. */
import { turnClaim } from './crafted';
import { measureMemory } from './memory';
import { measureOwn } from './ownWork';
import { count } from '../style';
import { atMost, claim, figure } from './report';
import type { Claim, Line, Mode } from './report';

/** The kinds of rows, and the most microseconds of CPU time that one of 100,000 may take. */
const KINDS = [
	{ sheet: 'plain', name: 'plain rows', maxCpu: 8 },
	{ sheet: 'library', name: 'rows for libphonenumber', maxCpu: 20 },
] as const;

const SMALL = 10_000;
const MIDDLE = 100_000;
const LARGE = 1_000_000;
const MAX_MIDDLE_TURN_MS = 150;
const MAX_LARGE_TURN_MS = 400;
const MAX_GROWTH = 3;
const MAX_BYTES = 1_024;

async function rowsOf(
	{ sheet, name, maxCpu }: (typeof KINDS)[number],
	{ quick }: Mode,
): Promise<Claim[]> {
	const cpu = (rows: number, costs: number[], max?: number) =>
		claim(
			figure(`own CPU a row, ${count(rows)} ${name}`, Math.min(...costs), 'µs'),
			max === undefined ? undefined : atMost(max),
			[figure('in the first run', costs[0] ?? NaN, 'µs'), figure('runs', costs.length)],
		);
	const middle = await measureOwn({ sheet, size: MIDDLE, runs: quick ? 4 : 25 });
	const claims = [
		cpu(MIDDLE, middle.cpu, maxCpu),
		turnClaim(`${count(MIDDLE)} ${name}`, [middle], atMost(MAX_MIDDLE_TURN_MS)),
	];
	if (quick) return claims;
	const small = await measureOwn({ sheet, size: SMALL, runs: 30 });
	const large = await measureOwn({ sheet, size: LARGE, runs: 3 });
	const growth = Math.min(...large.cpu) / Math.min(...small.cpu);
	return [
		cpu(SMALL, small.cpu),
		...claims,
		cpu(LARGE, large.cpu),
		turnClaim(`${count(LARGE)} ${name}`, [large], atMost(MAX_LARGE_TURN_MS)),
		claim(
			figure(`a row of ${count(LARGE)} : a row of ${count(SMALL)}, ${name}`, growth),
			atMost(MAX_GROWTH),
		),
	];
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
			await memory(mode.quick ? SMALL : MIDDLE),
		],
	};
}
