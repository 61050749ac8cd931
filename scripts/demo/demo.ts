/** The command behind `npm run demo`: the example workflow on a whole sheet, with a simulated Feishu Hire. */
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { UsageError, parseOptions, reportFailure, startProgram } from '../options';
import { hireOf } from './hire';
import type { RowOutcome } from './run';
import { codeOf, findColumns, readSheet, writeSheet } from './sheet';
import type { Sheet } from './sheet';
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
  --mobile COL    the column of mobile numbers (手机号, 电话, mobile, phone, …)
  --email COL     the column of emails (邮箱, email, …)
  --id COL        the column of identification numbers (证件号, 身份证号, id number, …)
  --id-type COL   the column with the type of document, such as 居民身份证 or 护照;
                  without one, all are resident cards (证件类型, id type, …)
  --help          this text

Talent IDs have 19 digits. Excel keeps only 15 of them if you double-click a CSV file: open it with
Data > From Text/CSV instead, and choose Text for the column.
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
	csv: { ...TEXT, default: 'examples/candidates.csv' },
	out: { ...TEXT, default: 'demo-output' },
	mobile: TEXT,
	email: TEXT,
	id: TEXT,
	'id-type': TEXT,
};

/** What each file adds to the columns of the sheet. */
const ADDED: Record<RowOutcome['status'], string[]> = {
	matched: ['talent_id', 'matched_by', 'is_onboarded'],
	unmatched: [],
	failed: ['error', 'message'],
};

/** Makes the folder for the results; none of them may replace the sheet they come from. */
function prepareFolder(csv: string, out: string): void {
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
		const lines = outcomes.flatMap((outcome, row) => {
			if (outcome.status !== status) return [];
			const cellOf = (field: string) =>
				outcome.items.map((json) => [json[field]].flat().join(' ')).join('; ');
			return [[...(rows[row] ?? []), ...added.map(cellOf)]];
		});
		writeSheet(path.join(out, `${status}.csv`), [...header, ...added], lines);
	}
}

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
	try {
		const options = parseOptions('npm run demo', args, OPTIONS);
		if (!options) {
			process.stdout.write(HELP);
			return 0;
		}
		const { csv, 'id-type': idType, ...named } = options;
		const out = path.normalize(options.out);
		const sheet = readSheet(csv);
		const columns = findColumns(sheet, { ...named, idType });
		prepareFolder(csv, out);
		const hire = hireOf(sheet, columns);
		process.stdout.write(introduction(csv, sheet, columns, hire));
		// n8n's engine takes seconds to load: not before the input is known to be good.
		const { runDemo } = await import('./run');
		const run = await runDemo(sheet, columns, hire);
		writeResults(out, sheet, run.outcomes);
		process.stdout.write(summary(run, sheet, columns) + written(out, run.outcomes));
		return 0;
	} catch (error) {
		return reportFailure(error as Error);
	}
}

startProgram(module, main);
