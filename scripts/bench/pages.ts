/**
 * The report as the terminal shows it, and as the tables of `docs/performance.md` do, between
 * `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 */
import { table } from '../docs/markdown';
import { bold, count } from '../style';
import { LINE_NAMES } from './report';
import type { Claim, Figure, Line, Report, Standing } from './report';

/** Within the repository. */
export const LATEST = 'bench/latest.json';
export const CHART = 'docs/images/bench.svg';
export const PAGE = 'docs/performance.md';

/** As exact as a measurement is: three digits, and whole thousands. */
const number = (value: number): string =>
	value.toLocaleString(
		'en',
		value < 1_000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
	);

const amount = ({ value, unit }: Figure): string => `${number(value)}${unit && ` ${unit}`}`;

const limit = ({ bound }: Claim): string =>
	bound ? `${bound.is === 'at most' ? '≤' : '≥'} ${number(bound.value)}` : '';

const rawNumbers = ({ raw }: Claim): string =>
	raw.map((figure) => `${figure.what} ${amount(figure)}`).join(' · ');

const STANDING_HEAD = 'rows,,calls,seconds,refused,matched rightly,right,wrong,lost'.split(',');

function standingCells(standing: Standing): string[] {
	const { rows, contender, calls, seconds, isFloor, refused, matched, right, wrong, lost } =
		standing;
	const known = (value?: number) => (value === undefined ? '–' : count(value));
	const time = `${isFloor ? 'over ' : ''}${number(seconds)}`;
	const others = [refused, matched, right, wrong, lost].map(known);
	return [count(rows), contender, known(calls), time, ...others];
}

function lineTable({ claims, standings }: Line): string {
	if (standings) return table(STANDING_HEAD, standings.map(standingCells));
	const rows = claims.map((claim) => {
		const bound = claim.held === false ? `${limit(claim)}, **missed**` : limit(claim);
		return [claim.what, amount(claim), bound, rawNumbers(claim)];
	});
	return table(['', 'Measured', 'Bound', 'Raw numbers'], rows);
}

/** A page with its tables as the report has them; a line that it does not have is left as it is. */
export function fillFigures(page: string, { lines }: Pick<Report, 'lines'>): string {
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

/** A line for the terminal: the table of the page. */
export const showLine = (line: Line): string =>
	`\n${bold(line.title)}\n${lineTable(line).replace(/^<.*>\n/, '')}\n`;

/** The foot: how many bounds were held. */
export function showVerdict(lines: Line[]): string {
	const bounded = lines.flatMap(({ claims }) => claims).filter(({ held }) => held !== undefined);
	const missed = bounded.filter(({ held }) => !held).map(({ what }) => `  missed: ${what}`);
	const held = `${bounded.length - missed.length} of ${bounded.length} bounds held.`;
	return ['', held, ...missed, ''].join('\n');
}
