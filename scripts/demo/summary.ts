/** What the demo says of itself: before the run, and after it. */
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';
import type { Hire } from './hire';
import type { DemoRun, RowOutcome } from './run';
import type { Columns, Field, Sheet } from './sheet';
import { bold, count, counted, dim, duration, green, ratio, red, yellow } from './style';

const LABEL = 13;
const FIGURE = 7;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const RATE_LIMITED = 99991400;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

const FIELD_NAMES: Record<Field, string> = {
	mobile: 'mobile number',
	email: 'email',
	id: 'identification number',
	idType: 'identification type',
};

/** A line with its label, or one that continues the line above. */
const line = (label: string, text: string) => `  ${dim(label.padEnd(LABEL))}${text}\n`;

/** The screen's head: what is looked up, and where. */
export function introduction(
	file: string,
	{ rows, header }: Sheet,
	columns: Columns,
	{ people }: Hire,
): string {
	const used = Object.entries(columns).map(
		([field, place]) => `${header[place]} ${dim(`(${FIELD_NAMES[field as Field]})`)}`,
	);
	return [
		`\n  ${bold('Feishu Hire: Batch Get Talent ID')}\n\n`,
		line('Sheet', `${file}, ${counted(rows.length, 'row')}`),
		...used.map((text, place) => line(place === 0 ? 'Columns' : '', text)),
		line('Hire', `simulated on this machine, with ${counted(people.length, 'talent')}`),
		line('', `at most ${SECOND.limit} calls a second and ${count(MINUTE.limit)} a minute`),
		'\n',
	].join('');
}

const rowsOf = (outcomes: RowOutcome[], status: RowOutcome['status']) =>
	outcomes.flatMap((outcome, row) => (outcome.status === status ? [row] : []));

function results(outcomes: RowOutcome[]): string {
	const matched = outcomes.filter((outcome) => outcome.status === 'matched');
	const talents = new Set(matched.flatMap((row) => row.talents.map((talent) => talent.talent_id)));
	const several = matched.filter((row) => row.talents.length > 1).length;
	const figures = (status: RowOutcome['status']) => {
		const { length } = rowsOf(outcomes, status);
		const share = `${((100 * length) / outcomes.length).toFixed(1)} %`;
		return `${count(length, FIGURE)}  ${dim(share.padStart(7))}   `;
	};
	const fit = several > 0 ? `; ${counted(several, 'row')} fit more than one` : '';
	return [
		`  ${green('Matched'.padEnd(LABEL))}${figures('matched')}${counted(talents.size, 'talent')}${fit}\n`,
		`  ${yellow('Unmatched'.padEnd(LABEL))}${figures('unmatched')}not in Hire\n`,
		`  ${red('Failed'.padEnd(LABEL))}${figures('failed')}to be corrected in the sheet\n`,
		`  ${bold('Rows'.padEnd(LABEL))}${count(outcomes.length, FIGURE)}\n`,
	].join('');
}

/** The reasons of failed rows, the most frequent first. */
function reasons(outcomes: RowOutcome[], { rowNumbers }: Sheet): string {
	const groups = new Map<string, number[]>();
	outcomes.forEach((outcome, row) => {
		if (outcome.status !== 'failed') return;
		groups.set(outcome.reason, [...(groups.get(outcome.reason) ?? []), row]);
	});
	if (groups.size === 0) return '';
	const longest = Math.max(...[...groups.keys()].map(({ length }) => length));
	const lines = [...groups]
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([reason, rows]) => {
			const places = rows.slice(0, EXAMPLES).map((row) => rowNumbers[row]);
			const where = `row ${places.join(', ')}${rows.length > EXAMPLES ? ', …' : ''}`;
			return `  ${count(rows.length, LABEL + FIGURE)}  ${reason.padEnd(longest)}  ${dim(where)}\n`;
		});
	return `\n  ${dim('Why rows failed')}\n${lines.join('')}`;
}

/** When the last of so many calls can start at the earliest, by the rate limit. */
function timeByLimit(calls: number): number {
	const last = calls - 1;
	const minutes = Math.floor(last / MINUTE.limit);
	const seconds = Math.floor((last % MINUTE.limit) / SECOND.limit);
	return minutes * MINUTE.length + seconds * SECOND.length;
}

function costs({ outcomes, calls, took }: DemoRun): string {
	const rows = outcomes.length;
	const oneByOne = timeByLimit(rows);
	const fewer =
		calls.length > 0 && rows > calls.length ? bold(`${ratio(rows, calls.length)} times fewer`) : '';
	const faster = oneByOne > took ? bold(`${ratio(oneByOne, took)} times faster`) : '';
	const table = [
		['Calls', count(calls.length), `one per row: ${count(rows)}`, fewer],
		['Time', duration(took), `one per row: ${duration(oneByOne)} at the rate limit`, faster],
	] as const;
	const widest = (column: 1 | 2) => Math.max(...table.map((cells) => cells[column].length));
	const [most, mostBeside] = [widest(1), widest(2)];
	return table
		.map(([label, figure, beside, gain]) =>
			line(
				label,
				`${figure.padStart(Math.max(most, FIGURE))}   ${beside.padEnd(mostBeside)}   ${gain}`,
			),
		)
		.join('');
}

function rate({ calls }: DemoRun): string {
	const times = calls.map(({ at }) => at);
	const refused = calls.filter(({ code }) => code === RATE_LIMITED).length;
	return line(
		'Rate limit',
		`${count(peak(times, SECOND.length))} of ${SECOND.limit} calls in the busiest second, ` +
			`${count(peak(times, MINUTE.length))} of ${count(MINUTE.limit)} in the busiest minute, ${count(refused)} refused`,
	);
}

/** The screen's main part. */
export const summary = (run: DemoRun, sheet: Sheet): string =>
	[
		results(run.outcomes),
		reasons(run.outcomes, sheet),
		'\n',
		costs(run),
		rate(run),
		...run.hints.map((hint) => line('n8n’s hint', hint)),
		'\n',
	].join('');

/** The screen's foot: what was written where. */
export const written = (folder: string, outcomes: RowOutcome[]): string =>
	(['matched', 'unmatched', 'failed'] as const)
		.map((status, place) => {
			const { length } = rowsOf(outcomes, status);
			const file = `${folder}/${status}.csv`;
			return line(place === 0 ? 'Written' : '', `${count(length, FIGURE)}   ${file}`);
		})
		.join('') +
	line(
		'Next',
		'a real tenant: the five steps of README.md#credential, then npm run probe -- --help',
	) +
	'\n';
