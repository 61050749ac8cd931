/** What the demo shows: before the run, and after it. */
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { strictOptimum } from '../bench/optimum';
import { groupBy } from '../groupBy';
import { bold, count, counted, dim, duration, green, line, red, yellow } from '../style';
import type { Hire } from './hire';
import { STATUSES } from './run';
import type { DemoRun, RowOutcome } from './run';
import type { Columns, Sheet } from './sheet';

const FIGURE = 11;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

const NAMES = { matched: green('Matched'), unmatched: yellow('Unmatched'), failed: red('Failed') };

/** The screen's head: what is looked up, and where. */
export const introduction = (
	file: string,
	{ rows }: Sheet,
	columns: Columns,
	{ people }: Hire,
): string =>
	[
		`\n  ${bold('Feishu Hire: Batch Get Talent ID')}\n\n`,
		line('Sheet', `${file}, ${counted(rows.length, 'row')}`),
		line('Columns', Object.values(columns).filter(Boolean).join(', ')),
		columns.mobileNumber ? '' : line('', 'no mobile number: name its column with --mobile COL'),
		columns.email ? '' : line('', 'no email: name its column with --email COL'),
		line(
			'Hire',
			`simulated on this machine: its ${counted(people.length, 'talent')}, invented from the sheet\n`,
		),
	].join('');

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

/** How many rows came out where, why rows failed, what it cost, and what to do next. */
export function summary(run: DemoRun, sheet: Sheet, folder: string): string {
	const results = STATUSES.map((status) => {
		const { length } = run.outcomes.filter((outcome) => outcome.status === status);
		return `  ${count(length, FIGURE)}  ${NAMES[status]}: ${folder}/${status}.csv\n`;
	});
	const excel = 'use Data > From Text/CSV, talent_id as Text: a double click rounds the IDs';
	const next =
		'a real tenant: the five steps of README.md#credential, then npm run probe -- --help';
	return [
		...results,
		reasons(run.outcomes, sheet),
		'\n',
		costs(run),
		'\n',
		line('In Excel', excel),
		line('Next', `${next}\n`),
	].join('');
}
