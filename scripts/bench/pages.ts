/**
 * The report as the terminal shows it, and as the tables of `docs/performance.md` do, between
 * `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 */
import { defined } from '../../test/support/defined';
import { fillPage, table } from '../docs/markdown';
import { bold, count } from '../style';
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

const isMissed = ({ value, atMost }: Claim) => value > atMost;

function claimCells(claim: Claim): string[] {
	const { what, atMost, raw } = claim;
	const numbers = raw.map((figure) => `${figure.what} ${amount(figure)}`);
	const verdict = isMissed(claim) ? ', **missed**' : '';
	return [what, amount(claim), `≤ ${number(atMost)}${verdict}`, numbers.join(' · ')];
}

const OUTCOME_HEAD = ['calls', 'refused', 'matched rightly', 'wrong', 'lost'];

function standingCells({ rows, contender, seconds, outcome }: Standing): string[] {
	const start = [count(rows), contender];
	if (!outcome) return [...start, `over ${number(seconds)}`, ...OUTCOME_HEAD.map(() => '–')];
	const { calls, refused, matched, wrong, lost } = outcome;
	const counts = [calls, refused, matched, wrong, lost].map((n) => count(n));
	return [...start, number(seconds), ...counts];
}

const lineTable = ({ claims, standings }: Line): string =>
	standings
		? table(['rows', '', 'seconds', ...OUTCOME_HEAD], standings.map(standingCells))
		: table(['', 'Measured', 'Bound', 'Raw numbers'], claims.map(claimCells));

/** A page with its tables as the report has them. */
export const fillFigures = (page: string, { lines }: Pick<Report, 'lines'>): string =>
	fillPage(page, 'bench', (name) => lineTable(defined(lines[name], `line ${name}`)));

/** A line for the terminal: the table of the page. */
export const showLine = (line: Line): string =>
	`\n${bold(line.title)}\n${lineTable(line).replace(/^<.*>\n/, '')}\n`;

/** The foot: how many bounds were held. */
export function showVerdict(lines: Line[]): string {
	const all = lines.flatMap(({ claims }) => claims);
	const missed = all.filter(isMissed).map(({ what }) => `  missed: ${what}`);
	const held = `${all.length - missed.length} of ${all.length} bounds held.`;
	return ['', held, ...missed, ''].join('\n');
}
