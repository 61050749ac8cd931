/**
 * The tables of `docs/performance.md`, between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`: what the
 * last full run measured, a table for each of its lines. A line that it did not have is left as it is.
 */
import type { Claim } from './claims';
import { STANDING_COLUMNS, amount, aside, limit, standingCells } from './format';
import { LINE_NAMES } from './options';
import type { Line, Report } from './report';

/** Within the repository. */
export const LATEST = 'bench/latest.json';
export const CHART = 'docs/images/bench.svg';
export const PAGE = 'docs/performance.md';

/** Prettier would pad every row to the longest one, so it is told to leave the table alone. */
function table(head: string[], rows: string[][]): string {
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return ['<!-- prettier-ignore -->', ...lines].join('\n');
}

const bounded = (claim: Claim) =>
	claim.held === false ? `${limit(claim)}, **missed**` : limit(claim);

function lineTable({ claims, standings }: Line): string {
	if (standings) return table(STANDING_COLUMNS, standings.map(standingCells));
	return table(
		['', 'Measured', 'Bound', 'Raw numbers'],
		claims.map((claim) => [
			claim.what,
			amount(claim),
			bounded(claim),
			claim.raw.map(aside).join(' · '),
		]),
	);
}

/** A page with its tables as the report has them. */
export function fillFigures(page: string, { lines }: Report): string {
	return page.replace(
		/(<!-- bench:(\w+) -->\n)[^]*?(<!-- \/bench:\2 -->)/g,
		(whole: string, open: string, wanted: string, close: string) => {
			const name = LINE_NAMES.find((one) => one === wanted);
			if (!name) throw new Error(`There is no line ${wanted}.`);
			const line = lines[name];
			return line ? `${open}${lineTable(line)}\n\n${close}` : whole;
		},
	);
}
