/** The report as a person reads it on a terminal. */
import { bold, dim, green, red } from '../demo/style';
import type { Claim } from './claims';
import { amount, aside, limit, number, standingCells, STANDING_COLUMNS } from './format';
import type { Machine } from './machine';
import type { Line, Standing } from './report';

/** Rows of cells, each column as wide as its widest; numbers to the right. */
function align(rows: string[][], toTheRight: number[]): string[] {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
	);
	return rows.map((cells) =>
		cells
			.map((cell, column) => {
				const width = widths[column] ?? 0;
				return toTheRight.includes(column) ? cell.padStart(width) : cell.padEnd(width);
			})
			.join('  ')
			.trimEnd(),
	);
}

function verdict({ held }: Claim): string {
	if (held === undefined) return '      ';
	return held ? green('held  ') : red('missed');
}

function claimLines(claims: Claim[]): string[] {
	const rows = claims.map((one) => [one.what, amount(one), limit(one)]);
	return align(rows, [1]).flatMap((text, place) => {
		const claim = claims[place];
		if (!claim) return [];
		const head = `  ${verdict(claim)}  ${text}`;
		return claim.raw.length === 0
			? [head]
			: [head, dim(`            ${claim.raw.map(aside).join(' · ')}`)];
	});
}

function standingLines(standings: Standing[]): string[] {
	const rows = [STANDING_COLUMNS, ...standings.map(standingCells)];
	const settings = new Map(standings.map(({ contender, how }) => [contender, how]));
	return [
		...align(rows, [0, 2, 3, 4, 5, 6, 7, 8]).map((text) => `  ${text}`),
		...[...settings].map(([contender, how]) => dim(`  ${contender}: ${how}`)),
	];
}

/** The head of the report. */
export function showMachine(
	{ cores, processor, memoryGb, load, versions }: Machine,
	seed: number,
): string {
	const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	return [
		`\n${bold('How fast the node is')}`,
		dim(
			`  ${cores} cores of ${processor}, ${memoryGb} GB, load ${number(load)} at the start; seed ${seed}`,
		),
		dim(`  ${names.join(', ')}`),
		'',
	].join('\n');
}

/** One line of the benchmark. */
export const showLine = ({ title, notes, claims, standings }: Line): string =>
	[
		`\n${bold(title)}`,
		...notes.map((note) => dim(`  ${note}`)),
		...(standings ? standingLines(standings) : []),
		...claimLines(claims),
		'',
	].join('\n');

/** The foot: how many bounds were held. */
export function showVerdict(lines: Line[]): string {
	const bounded = lines.flatMap(({ claims }) => claims).filter(({ held }) => held !== undefined);
	const missed = bounded.filter(({ held }) => !held);
	const names = missed.map(({ what }) => `  ${what}`);
	return [
		`\n${bounded.length - missed.length} of ${bounded.length} bounds held${missed.length > 0 ? '; missed:' : '.'}`,
		...names,
		'',
	].join('\n');
}
