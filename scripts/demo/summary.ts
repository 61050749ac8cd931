/** What the demo shows: before the run, and after it. */

import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';
import type { Hire } from './hire';
import type { DemoRun, RowOutcome } from './run';
import { PARAMETERS } from './sheet';
import type { Columns, Field, Sheet } from './sheet';
import { bold, count, counted, dim, duration, green, red, yellow } from './style';

const LABEL = 13;
const FIGURE = 7;
/** So many of the rows that failed for one reason are named. */
const EXAMPLES = 3;
const RATE_LIMITED = 99991400;
const [SECOND, MINUTE] = FEISHU_WINDOWS;

const STATUSES = ['matched', 'unmatched', 'failed'] as const;
const HEADS = {
	matched: green('Matched'.padStart(FIGURE + 4)),
	unmatched: yellow('Unmatched'.padStart(FIGURE + 4)),
	failed: red('Failed'.padStart(FIGURE + 4)),
};

/** A line with its label, or one that continues the line above. */
const line = (label: string, text: string) => `  ${dim(label.padEnd(LABEL))}${text}\n`;

/** The screen's head: what is looked up, and where. */
export function introduction(
	file: string,
	sheet: Sheet,
	columns: Columns,
	{ people }: Hire,
): string {
	const used = Object.values(columns).map((index) => sheet.header[index]);
	return [
		`\n  ${bold('Feishu Hire: Batch Get Talent ID')}\n\n`,
		line('Sheet', `${file}, ${counted(sheet.rows.length, 'row')}`),
		line('Columns', used.join(', ')),
		line('Hire', `simulated on this machine, with ${counted(people.length, 'talent')}`),
		line('', `at most ${SECOND.limit} calls per second and ${count(MINUTE.limit)} per minute\n`),
	].join('');
}

/** What the cells of a row are like, for the reader. */
const KINDS_OF_ROWS = [
	'plain cells',
	'words or marks around a value',
	'two spellings of a value',
	'several values in a cell',
	'nothing to look up',
	'a cell that cannot be read',
] as const;

function kindOf(cells: string[], columns: Columns): (typeof KINDS_OF_ROWS)[number] {
	const values = Object.fromEntries(
		Object.entries(columns).map(([field, index]) => [PARAMETERS[field as Field], cells[index]]),
	);
	const { identifiers, problem } = readQuery(0, (name) => values[name] ?? DEFAULTS[name], 'any');
	if (problem) return 'a cell that cannot be read';
	if (identifiers.length === 0) return 'nothing to look up';
	if (new Set(identifiers.map(({ kind }) => kind)).size < identifiers.length) {
		return 'several values in a cell';
	}
	if (identifiers.some(({ otherSpellings }) => otherSpellings)) return 'two spellings of a value';
	const isAround = identifiers.some(
		({ cell, value }) => cell && /\p{L}/u.test(cell.replace(value, '')),
	);
	return isAround ? 'words or marks around a value' : 'plain cells';
}

const DEFAULTS: Record<string, unknown> = { mobileCode: '86', identificationType: 1 };

/** How many rows of each kind matched, did not, or failed. */
function results(outcomes: RowOutcome[], { rows }: Sheet, columns: Columns): string {
	const kinds = rows.map((cells) => kindOf(cells, columns));
	const width = Math.max(...KINDS_OF_ROWS.map(({ length }) => length));
	const figures = (label: string, isCounted: (row: number) => boolean) => {
		const all = outcomes.filter((_, row) => isCounted(row));
		const ofStatus = STATUSES.map((status) => all.filter((one) => one.status === status).length);
		return all.length === 0
			? ''
			: `  ${label.padEnd(width)}${ofStatus.map((figure) => count(figure, FIGURE + 4)).join('')}\n`;
	};
	return [
		`  ${dim('Rows with'.padEnd(width))}${STATUSES.map((status) => HEADS[status]).join('')}\n`,
		...KINDS_OF_ROWS.map((kind) => figures(kind, (row) => kinds[row] === kind)),
		figures(counted(rows.length, 'row'), () => true),
	].join('');
}

/** The reasons of failed rows, the most frequent first. */
function reasons(outcomes: RowOutcome[], { rowNumbers }: Sheet): string {
	const groups = new Map<string, number[]>();
	outcomes.forEach((outcome, row) => {
		if (outcome.status !== 'failed') return;
		const reason = String(outcome.items[0]?.error);
		groups.set(reason, [...(groups.get(reason) ?? []), row]);
	});
	if (groups.size === 0) return '';
	const longest = Math.max(...[...groups.keys()].map(({ length }) => length));
	const lines = [...groups]
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([reason, rows]) => {
			const numbers = rows.slice(0, EXAMPLES).map((row) => rowNumbers[row]);
			const where = `row ${numbers.join(', ')}${rows.length > EXAMPLES ? ', …' : ''}`;
			return `  ${count(rows.length, FIGURE)}  ${reason.padEnd(longest)}  ${dim(where)}\n`;
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
	const times = calls.map(({ at }) => at);
	const limited = calls.filter(({ code }) => code === RATE_LIMITED).length;
	const rows = outcomes.length;
	return [
		line('Calls', `${bold(count(calls.length))} (one per row would be ${count(rows)})`),
		line('Time', `${bold(duration(took))} (one call per row: ${duration(timeByLimit(rows))})`),
		line(
			'Rate limit',
			`${peak(times, SECOND.length)} of ${SECOND.limit} calls in the busiest second, ` +
				`${count(peak(times, MINUTE.length))} of ${count(MINUTE.limit)} in the busiest minute, ${limited} rejected`,
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
		'\n',
	].join('');

const NEXT_STEP = `${line('Next', 'a real tenant: the five steps of README.md#credential, then npm run probe -- --help')}\n`;

/** The screen's foot: what was written where, and what to do next. */
export const written = (folder: string, outcomes: RowOutcome[]): string =>
	STATUSES.map((status, index) => {
		const { length } = outcomes.filter((outcome) => outcome.status === status);
		return line(index === 0 ? 'Written' : '', `${count(length, FIGURE)}   ${folder}/${status}.csv`);
	}).join('') + NEXT_STEP;
