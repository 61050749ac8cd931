/** What the demo shows: before the run, and after it. */
import type { INodeExecutionData } from 'n8n-workflow';

import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import { itemOf } from '../../test/support/oracle';
import { strictOptimum } from '../bench/optimum';
import { groupBy } from '../groupBy';
import { bold, count, counted, dim, duration, green, line, red, yellow } from '../style';
import type { Hire } from './hire';
import type { DemoRun } from './run';
import type { Columns, Sheet } from './sheet';

const FIGURE = 11;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

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
		columns.mobileNumber ? '' : line('', 'no mobile number: name its column 手机号 or mobile'),
		columns.email ? '' : line('', 'no email: name its column 邮箱 or email'),
		line(
			'Hire',
			`simulated on this machine: its ${counted(people.length, 'talent')}, invented from the sheet\n`,
		),
	].join('');

/** How many rows came out of each output. */
function results({ matched, unmatched, failed }: DemoRun): string {
	const rowsOf = (items: INodeExecutionData[]) => count(new Set(items.map(itemOf)).size);
	return [
		line('Matched', green(rowsOf(matched))),
		line('Unmatched', yellow(rowsOf(unmatched))),
		line('Failed', red(rowsOf(failed))),
	].join('');
}

/** The reasons of failed rows, the most frequent first. */
function reasons({ failed }: DemoRun, { rowNumbers }: Sheet): string {
	if (failed.length === 0) return '';
	const lines = [...groupBy(failed, ({ json }) => String(json.error))]
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([reason, items]) => {
			const examples = items.slice(0, EXAMPLES).map((item) => rowNumbers[itemOf(item)]);
			const named = `row ${examples.join(', ')}${items.length > EXAMPLES ? ', …' : ''}`;
			return `  ${count(items.length, FIGURE)}  ${reason}: ${dim(named)}\n`;
		});
	return `\n  ${dim('Why rows failed')}\n${lines.join('')}`;
}

function costs({ traffic, took }: DemoRun, rows: number): string {
	const { calls, refused, peaks } = traffic;
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
export function summary(run: DemoRun, sheet: Sheet, folder: string): string {
	const excel = 'use Data > From Text/CSV, talent_id as Text: a double click rounds the IDs';
	const next =
		'a real tenant: the five steps of README.md#credential, then npm run probe -- --help';
	return [
		results(run),
		reasons(run, sheet),
		'\n',
		costs(run, sheet.rows.length),
		'\n',
		line('Written', `${folder}/matched.csv, ${folder}/unmatched.csv, ${folder}/failed.csv`),
		line('In Excel', excel),
		line('Next', `${next}\n`),
	].join('');
}
