/** What the demo shows: before the run, and after it. */
import type { Identifier } from '../../nodes/BatchGetTalentId/types';
import { FEISHU_WINDOWS, strictOptimum } from '../../test/support/feishu/windows';
import { groupBy } from '../groupBy';
import { bold, count, counted, dim, duration, green, line, red, yellow } from '../style';
import { readRow } from './hire';
import type { Hire } from './hire';
import { STATUSES } from './run';
import type { DemoRun, RowOutcome } from './run';
import type { Columns, Row, Sheet } from './sheet';

const FIGURE = 11;
const KIND = 30;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

const HEADS = [green, yellow, red].map((colour, i) => colour((STATUSES[i] ?? '').padStart(FIGURE)));

/** The screen's head: what is looked up, and where. */
export const introduction = (file: string, sheet: Sheet, columns: Columns, hire: Hire): string =>
	[
		`\n  ${bold('Feishu Hire: Batch Get Talent ID')}\n\n`,
		line('Sheet', `${file}, ${counted(sheet.rows.length, 'row')}`),
		line('Columns', Object.values(columns).filter(Boolean).join(', ')),
		columns.mobileNumber ? '' : line('', 'no mobile number: name its column with --mobile COL'),
		columns.email ? '' : line('', 'no email: name its column with --email COL'),
		line(
			'Hire',
			`simulated on this machine: its ${counted(hire.people.length, 'talent')}, invented from the sheet\n`,
		),
	].join('');

/** What the cells of a row are like, for the reader. */
function kindOf(row: Row, columns: Columns): string {
	const { identifiers, problem } = readRow(row, columns);
	if (problem) return 'a cell that cannot be read';
	if (identifiers.length === 0) return 'nothing to look up';
	const kinds = new Set(identifiers.map(({ kind }) => kind));
	if (kinds.size < identifiers.length) return 'several values in a cell';
	if (identifiers.some(({ otherSpellings }) => otherSpellings)) return 'two spellings of a value';
	const hasWords = ({ cell = '', value }: Identifier) => /\p{L}/u.test(cell.replace(value, ''));
	return identifiers.some(hasWords) ? 'words or marks around a value' : 'plain cells';
}

/** How many rows of each kind matched, did not, or failed. */
function results(outcomes: RowOutcome[], { rows }: Sheet, columns: Columns): string {
	const kinds = groupBy(outcomes.keys(), (row) => kindOf(rows[row] ?? {}, columns));
	const lines = [...kinds, [counted(rows.length, 'row'), [...outcomes.keys()]] as const];
	const figures = lines.map(([kind, ofKind]) => {
		const each = STATUSES.map((status) =>
			count(ofKind.filter((row) => outcomes[row]?.status === status).length, FIGURE),
		);
		return `  ${kind.padEnd(KIND)}${each.join('')}\n`;
	});
	return `  ${dim('Rows with'.padEnd(KIND))}${HEADS.join('')}\n${figures.join('')}`;
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

/** What became of the rows, what it cost, where it was written, and what to do next. */
export function summary(run: DemoRun, sheet: Sheet, columns: Columns, folder: string): string {
	const excel = 'use Data > From Text/CSV, talent_id as Text: a double click rounds the IDs';
	const next = 'a real tenant: README.md#credential, five steps, then npm run probe -- --help';
	return [
		results(run.outcomes, sheet, columns),
		reasons(run.outcomes, sheet),
		'\n',
		costs(run),
		'\n',
		line('Written', STATUSES.map((status) => `${folder}/${status}.csv`).join(', ')),
		line('In Excel', excel),
		line('Next', `${next}\n`),
	].join('');
}
