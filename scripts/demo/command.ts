/** The command behind `npm run demo`: the example workflow on a whole sheet, with a simulated Feishu Hire. */
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { defined } from '../../test/support/defined';
import { hireOf } from './hire';
import { UsageError, parseOptions, reportFailure } from '../options';
import type { RowOutcome } from './run';
import { codeOf, findColumns, readSheet, writeSheet } from './sheet';
import type { Field, Sheet } from './sheet';
import { introduction, summary, written } from './summary';

const HELP = `
Looks up a sheet of candidates in a simulated Feishu Hire: with the built node, in n8n's own engine,
with the settings of the workflow examples/sheet-to-talents.json. No data leaves this machine, and you
need no account. Whatever the sheet, about 60 % of its candidates are in the simulated Hire.

  npm run demo                        the example: 5,000 invented candidates, messy as in real life
  npm run demo -- --csv FILE          your own sheet, saved as CSV (UTF-8 or GBK)

Options, with their defaults in brackets
  --csv FILE      the sheet; its first row contains the headers
                  (examples/candidates.csv)
  --out DIR       the folder for matched.csv, unmatched.csv and failed.csv; replaces old ones
                  (demo-output)
  --mobile COL    the column of mobile numbers
                  (手机号, 电话, mobile, phone, …)
  --email COL     the column of emails
                  (邮箱, email, …)
  --id COL        the column of identification numbers
                  (证件号, 身份证号, id number, …)
  --id-type COL   the column with the type of document, such as 居民身份证 or 护照;
                  without one, all are resident cards
                  (证件类型, id type, …)
  --help          this text

Talent IDs have 19 digits. Excel keeps only 15 of them if you double-click a CSV file: open it with
Data > From Text/CSV instead, and choose Text for the column.
`;

interface DemoOptions {
	csv: string;
	out: string;
	/** Columns by name. */
	named: Partial<Record<Field, string>>;
}

/** @returns nothing when only help is wanted; @throws UsageError when the command line makes no sense */
function readOptions(args: string[]): DemoOptions | undefined {
	const text = { type: 'string' } as const;
	const given = parseOptions('npm run demo', args, {
		csv: { ...text, default: 'examples/candidates.csv' },
		out: { ...text, default: 'demo-output' },
		mobile: text,
		email: text,
		id: text,
		'id-type': text,
	});
	if (!given) return undefined;
	const { csv, out, mobile, email, id, 'id-type': idType } = given;
	if (csv === '') throw new UsageError('--csv needs the name of a file.');
	if (out === '') throw new UsageError('--out needs the name of a folder.');
	return { csv, out: path.normalize(out), named: { mobile, email, id, idType } };
}

/** What each file adds to the columns of the sheet. */
const ADDED: Record<RowOutcome['status'], string[]> = {
	matched: ['talent_id', 'matched_by', 'is_onboarded'],
	unmatched: [],
	failed: ['error', 'message'],
};

const addedCells = (outcome: RowOutcome): string[] => {
	const items = outcome.status === 'unmatched' ? [] : outcome.items;
	return ADDED[outcome.status].map((field) =>
		items.map((json) => [json[field]].flat().join(' ')).join('; '),
	);
};

/** Makes the folder for the results; none of them may replace the sheet they come from. */
function prepareFolder({ csv, out }: DemoOptions): void {
	try {
		mkdirSync(out, { recursive: true });
		accessSync(out, constants.W_OK);
	} catch (error) {
		throw new UsageError(`Nothing can be written into the folder ${out} (${codeOf(error)}).`);
	}
	for (const status of Object.keys(ADDED)) {
		if (path.join(realpathSync(out), `${status}.csv`) !== realpathSync(csv)) continue;
		throw new UsageError(`The results would replace ${csv}: choose another folder with --out.`);
	}
}

function writeResults(out: string, { header, rows }: Sheet, outcomes: RowOutcome[]): void {
	for (const [status, added] of Object.entries(ADDED)) {
		const lines = outcomes.flatMap((outcome, row) =>
			outcome.status === status ? [[...defined(rows[row], 'row'), ...addedCells(outcome)]] : [],
		);
		writeSheet(path.join(out, `${status}.csv`), [...header, ...added], lines);
	}
}

/** Shows on a terminal how many calls there are so far; returns what ends it. */
function showCalls(screen: NodeJS.WriteStream, calls: () => number): () => void {
	if (!screen.isTTY) return () => undefined;
	const timer = setInterval(() => screen.write(`\r  ${calls()} calls …`), 100);
	return () => {
		clearInterval(timer);
		screen.write('\r\x1b[K');
	};
}

async function demo(options: DemoOptions): Promise<void> {
	const sheet = readSheet(options.csv);
	const columns = findColumns(sheet, options.named);
	prepareFolder(options);
	const hire = hireOf(sheet.rows, columns);
	process.stdout.write(introduction(options.csv, sheet, columns, hire));
	// n8n's engine takes seconds to load: not before the input is known to be good.
	const { runDemo } = await import('./run');
	const run = await runDemo(sheet, columns, hire, (calls) => showCalls(process.stdout, calls));
	writeResults(options.out, sheet, run.outcomes);
	process.stdout.write(summary(run, sheet, columns) + written(options.out, run.outcomes));
}

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
	try {
		const options = readOptions(args);
		if (options) await demo(options);
		else process.stdout.write(HELP);
		return 0;
	} catch (error) {
		return reportFailure(error as Error);
	}
}
