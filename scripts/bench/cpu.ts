/** What the node itself costs: CPU time, turns of the event loop, and memory. */
import { count } from '../style';
import { measureMemory, measureOwn } from './ownWork';
import type { OwnInput, OwnOutput } from './ownWork';
import { claim, figure } from './report';
import type { Claim, Line } from './report';

interface Bounds {
	/** One after the other. Each has its memory for itself, and the pace of the machine swings. */
	processes?: number;
	/** Microseconds of CPU time for a row. */
	maxCpu?: number;
	maxTurnMs: number;
	maxPeakMb?: number;
}

const MIDDLE = { size: 100_000, runs: 9, processes: 3, maxTurnMs: 150 };
const LARGE = { size: 1_000_000, runs: 3, maxTurnMs: 400 };
const MAX_BYTES = 1_024;
const CRAFTED = { runs: 1, processes: 3, maxTurnMs: 150, maxPeakMb: 500 };

/**
 * Measures a sheet. Of all runs the best is held to the bound: in the others something else used the
 * machine.
 */
async function claimsOf(what: string, input: OwnInput & Bounds): Promise<Claim[]> {
	const { maxCpu, maxTurnMs, maxPeakMb, processes = 1 } = input;
	const outputs: OwnOutput[] = [];
	while (outputs.length < processes) outputs.push(await measureOwn(input));
	const cpu = outputs.flatMap((output) => output.cpu);
	const turns = outputs.flatMap((output) => output.turns);
	const peak = Math.max(...outputs.map((output) => output.peak));
	const best = (name: string, values: number[], unit: string, bound: number) =>
		claim(figure(`${name}, ${what}`, Math.min(...values), unit), bound, [
			figure('in the worst run', Math.max(...values), unit),
			figure('runs', values.length),
		]);
	return [
		...(maxCpu ? [best('own CPU a row', cpu, 'µs', maxCpu)] : []),
		best('longest turn', turns, 'ms', maxTurnMs),
		...(maxPeakMb ? [claim(figure(`peak memory, ${what}`, peak, 'MB'), maxPeakMb)] : []),
	];
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

/** Plain rows, and rows of which every number needs libphonenumber. */
export async function measureCpu(): Promise<Line> {
	const plain = { sheet: 'plain', ...MIDDLE, maxCpu: 8 } as const;
	const manyPlain = { sheet: 'plain', ...LARGE, maxCpu: 20 } as const;
	const library = { sheet: 'library', ...MIDDLE, maxCpu: 20 } as const;
	const manyLibrary = { sheet: 'library', ...LARGE, maxCpu: 40 } as const;
	return {
		title: 'Own CPU, turns and memory: read, plan, look up, match, emit',
		claims: [
			...(await claimsOf('100,000 plain rows', plain)),
			...(await claimsOf('1,000,000 plain rows', manyPlain)),
			...(await claimsOf('100,000 rows for libphonenumber', library)),
			...(await claimsOf('1,000,000 rows for libphonenumber', manyLibrary)),
			await memory(MIDDLE.size),
		],
	};
}

/** What a crafted sheet or reply can make of the node's own work. */
export async function measureCrafted(): Promise<Line> {
	const combining = { sheet: 'combining', size: 400, ...CRAFTED } as const;
	const crossing = { sheet: 'crossing', size: 20_000, ...CRAFTED } as const;
	return {
		title: 'Crafted sheets and replies',
		claims: [
			...(await claimsOf('400 rows of 100 numbers × 100 emails', combining)),
			...(await claimsOf('a reply with 20,000 cross matches', crossing)),
		],
	};
}
