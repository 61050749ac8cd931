/** What the demo shows: before the run, and after it. */
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { strictOptimum } from '../bench/optimum';
import type { Hire } from './hire';
import type { DemoRun, RowOutcome } from './run';
import { readRow } from './sheet';
import type { Columns, Sheet } from './sheet';
import { groupBy } from '../groupBy';
import { bold, count, counted, dim, duration, green, line, red, yellow } from '../style';

const FIGURE = 11;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

const HEADS = {
	matched: green('Matched'.padStart(FIGURE)),
	unmatched: yellow('Unmatched'.padStart(FIGURE)),
	failed: red('Failed'.padStart(FIGURE)),
};
const STATUSES = Object.keys(HEADS) as Array<keyof typeof HEADS>;

/** The screen's head: what is looked up, and where. */
export function introduction(
	file: string,
	{ header, rows }: Sheet,
	columns: Columns,
	{ people }: Hire,
): string {
	const used = Object.values(columns).map((index) => header[index]);
	const missing = (['mobile', 'email'] as const).filter((field) => columns[field] === undefined);
	return [
		`\n  ${bold('Feishu Hire: Batch Get Talent ID')}\n\n`,
		line('Sheet', `${file}, ${counted(rows.length, 'row')}`),
		line('Columns', used.join(', ')),
		...missing.map((field) => line('', `no ${field} found: name its column with --${field} COL`)),
		line(
			'Hire',
			`simulated on this machine: its ${counted(people.length, 'talent')}, invented from the sheet\n`,
		),
	].join('');
}

/** What the cells of a row are like, for the reader. */
function kindOf(cells: string[], columns: Columns): string {
	const { identifiers, problem } = readRow(cells, columns);
	if (problem) return 'a cell that cannot be read';
	if (identifiers.length === 0) return 'nothing to look up';
	const kinds = new Set(identifiers.map(({ kind }) => kind));
	if (kinds.size < identifiers.length) return 'several values in a cell';
	if (identifiers.some(({ otherSpellings }) => otherSpellings)) return 'two spellings of a value';
	const hasWords = identifiers.some(
		({ cell, value }) => cell && /\p{L}/u.test(cell.replace(value, '')),
	);
	return hasWords ? 'words or marks around a value' : 'plain cells';
}

/** How many rows of each kind matched, did not, or failed. */
function results(outcomes: RowOutcome[], { rows }: Sheet, columns: Columns): string {
	const kinds = groupBy(outcomes.entries(), ([row]) => kindOf(rows[row] ?? [], columns));
	const sorted = [...kinds].sort(([, one], [, other]) => other.length - one.length);
	const width = Math.max(...sorted.map(([{ length }]) => length), FIGURE);
	const figures = (label: string, counted: RowOutcome[]) => {
		const ofStatus = STATUSES.map((status) =>
			count(counted.filter((one) => one.status === status).length, FIGURE),
		);
		return `  ${label.padEnd(width)}${ofStatus.join('')}\n`;
	};
	return [
		`  ${dim('Rows with'.padEnd(width))}${Object.values(HEADS).join('')}\n`,
		...sorted.map(([kind, ofKind]) =>
			figures(
				kind,
				ofKind.map(([, outcome]) => outcome),
			),
		),
		figures(counted(rows.length, 'row'), outcomes),
	].join('');
}

/** The reasons of failed rows, the most frequent first. */
function reasons(outcomes: RowOutcome[], { rowNumbers }: Sheet): string {
	const failed = [...outcomes.entries()].filter(([, { status }]) => status === 'failed');
	if (failed.length === 0) return '';
	const lines = [...groupBy(failed, ([, { items }]) => String(items[0]?.error))]
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([reason, rows]) => {
			const examples = rows.slice(0, EXAMPLES).map(([row]) => rowNumbers[row]);
			const named = `row ${examples.join(', ')}${rows.length > EXAMPLES ? ', …' : ''}`;
			return `  ${count(rows.length, FIGURE)}  ${reason}: ${dim(named)}\n`;
		});
	return `\n  ${dim('Why rows failed')}\n${lines.join('')}`;
}

function costs({ outcomes, traffic, took }: DemoRun): string {
	const { calls, refused, peaks } = traffic;
	const rows = outcomes.length;
	// Whoever looks up few rows one by one waits for the replies only: no limit makes that longer.
	const oneByOne = strictOptimum(rows, 0);
	const saved = oneByOne > took ? ` (one call per row: ${duration(oneByOne)})` : '';
	return [
		line('Calls', `${bold(count(calls))} (one per row would be ${count(rows)})`),
		line('Time', bold(duration(took)) + saved),
		line(
			'Rate limit',
			`${peaks[0]} of ${SECOND.limit} calls in the busiest second, ` +
				`${count(peaks[1])} of ${count(MINUTE.limit)} in the busiest minute, ${refused} rejected`,
		),
	].join('');
}

/** The screen's main part. */
export const summary = (run: DemoRun, sheet: Sheet, columns: Columns): string =>
	[
		results(run.outcomes, sheet, columns),
		reasons(run.outcomes, sheet),
		'\n',
		costs(run),
		...run.hints.map((hint) => line('n8n’s hint', hint)),
		run.hints.some((hint) => /\bitem \d/.test(hint))
			? line('', dim(`item 0 is row ${sheet.rowNumbers[0]} of the sheet: n8n counts from 0`))
			: '',
		'\n',
	].join('');

/** The screen's foot: what was written where, and what to do next. */
export function written(folder: string, outcomes: RowOutcome[]): string {
	const files = STATUSES.map((status) => {
		const { length } = outcomes.filter((outcome) => outcome.status === status);
		return line('Written', `${count(length, FIGURE)}   ${folder}/${status}.csv`);
	});
	const excel = 'use Data > From Text/CSV, talent_id as Text: a double click rounds the IDs';
	const next =
		'a real tenant: the five steps of README.md#credential, then npm run probe -- --help\n';
	return [...files, line('In Excel', excel), line('Next', next)].join('');
}
