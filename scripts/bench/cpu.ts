/** What the node itself costs: CPU time, turns of the event loop, memory, and what a call costs on top. */
import type { CallInput, CallOutput } from './callProcess';
import { inChild } from './child';
import { atMost, claim, figure } from './claims';
import type { Claim } from './claims';
import type { MemoryInput, MemoryOutput } from './memoryProcess';
import type { Mode } from './options';
import { measureOwn, turnClaim } from './own';
import type { Line } from './report';

const SMALL = 10_000;
const MIDDLE = 100_000;
const LARGE = 1_000_000;

const MAX_GROWTH = 3;
const MAX_BYTES = 1_024;
const MAX_CALL_MS = 2;

/** Microseconds a row, at 100,000 rows. */
const MAX_CPU = { plain: 8, library: 20 };
const ROWS = { plain: 'plain rows', library: 'rows for libphonenumber' };

/** Of one turn of the event loop, in milliseconds. */
const MAX_TURN_MS: Record<number, number> = { [MIDDLE]: 150, [LARGE]: 400 };

/** Megabytes of young space: a collection for each so many allocated. */
const YOUNG = 4;
const MEMORY_FLAGS = [
	'--expose-gc',
	// Or code that is not used for some collections goes, and with it part of what was there before.
	'--no-flush-bytecode',
	`--min-semi-space-size=${YOUNG}`,
	`--max-semi-space-size=${YOUNG}`,
];
const MICROSECONDS = 1_000;

/** CPU time a row and longest turn, over sheets of one kind. */
async function ofRows(
	sheet: 'plain' | 'library',
	quick: boolean,
): Promise<[Claim[], best: number]> {
	const claims: Claim[] = [];
	const best = new Map<number, number>();
	for (const [rows, runs] of [
		[SMALL, quick ? 5 : 30],
		[MIDDLE, quick ? 4 : 25],
		...(quick ? [] : [[LARGE, 3]]),
	] as Array<[number, number]>) {
		const what = `${rows.toLocaleString('en')} ${ROWS[sheet]}`;
		const own = await measureOwn({ sheet, size: rows, runs });
		best.set(rows, Math.min(...own.cpu));
		claims.push(
			claim(
				figure(`own CPU a row, ${what}`, Math.min(...own.cpu), 'µs'),
				rows === MIDDLE ? atMost(MAX_CPU[sheet]) : undefined,
				[figure('in the first run', own.cpu[0] ?? NaN, 'µs'), figure('runs', runs)],
			),
		);
		const maxTurn = MAX_TURN_MS[rows];
		if (maxTurn !== undefined) claims.push(turnClaim(what, own, atMost(maxTurn)));
	}
	const [small = NaN, large] = [best.get(SMALL), best.get(LARGE)];
	if (large !== undefined) {
		const what = `a row of ${LARGE.toLocaleString('en')} : a row of ${SMALL.toLocaleString('en')}`;
		claims.push(claim(figure(`${what}, ${ROWS[sheet]}`, large / small), atMost(MAX_GROWTH)));
	}
	return [claims, small];
}

async function memory(rows: number): Promise<Claim> {
	const input: MemoryInput = { rows };
	const { before, peak, after, collections } = await inChild<MemoryOutput>(
		'memoryProcess.ts',
		input,
		MEMORY_FLAGS,
	);
	const each = (bytes: number) => Math.round(bytes / rows);
	return claim(
		figure(
			`memory a row above input and output, ${rows.toLocaleString('en')} plain rows`,
			each(peak - after),
			'B',
		),
		atMost(MAX_BYTES),
		[
			figure('input', each(before), 'B'),
			figure('output', each(after - before), 'B'),
			figure('full collections', collections),
		],
	);
}

/** The node's calls carry a row each; beside them the same requests by n8n's helper alone. */
async function aCall(input: CallInput, own: number): Promise<Claim> {
	const { all, helper } = await inChild<CallOutput>('callProcess.ts', input);
	const onTop = (total: number) => total - own / MICROSECONDS;
	return claim(figure('CPU a call on top', onTop(all.best), 'ms'), atMost(MAX_CALL_MS), [
		figure('in the first run', onTop(all.first), 'ms'),
		figure('n8n’s helper alone', helper.best, 'ms'),
		figure('runs', input.runs),
		figure('calls of a run', input.calls),
	]);
}

/** Measures in processes of their own; a quick run leaves the million out. */
export async function measureCpu({ quick }: Mode): Promise<Line> {
	const [plain, small] = await ofRows('plain', quick);
	const [library] = await ofRows('library', quick);
	return {
		title: 'Own CPU, turns and memory: read, plan, match, emit',
		notes: [
			'Without Bottleneck and HTTP; CPU time of all threads, garbage collection included; the best of several runs.',
			'Rows for libphonenumber: each number is British: bare, in groups, with (0), or behind 手机：; a quarter has a second spelling.',
			'Longest turn of the event loop: in the run in which it was shortest; of CPU: on the main thread.',
			`Memory: the heap in use, at its highest after full collections at every ${YOUNG} MB allocated; less input and output.`,
			'A call on top: all CPU time of the run less the own, by the calls; with a row each, over real HTTP; the best run.',
		],
		claims: [
			...plain,
			...library,
			await memory(quick ? SMALL : MIDDLE),
			await aCall({ calls: quick ? 400 : 1_000, runs: quick ? 2 : 5 }, small),
		],
	};
}
