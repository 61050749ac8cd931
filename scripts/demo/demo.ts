/** The command behind `npm run demo`: the example workflow on a whole sheet, with a simulated Feishu Hire. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { UsageError, defineCommand } from '../options';
import { hireOf } from './hire';
import type { RowOutcome } from './run';
import { findColumns, readSheet, writeSheet } from './sheet';
import type { Sheet } from './sheet';

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

function writeResults(out: string, { header, rows }: Sheet, outcomes: RowOutcome[]): void {
	for (const [status, added] of Object.entries(ADDED)) {
		const results = outcomes.flatMap((outcome, row) => {
			const cellOf = (field: string) =>
				outcome.items.map((json) => [json[field]].flat().join(' ')).join('; ');
			const result = Object.fromEntries(added.map((field) => [field, cellOf(field)]));
			return outcome.status === status ? [{ ...rows[row], ...result }] : [];
		});
		writeSheet(path.join(out, `${status}.csv`), [...header, ...added], results);
	}
}

/** Runs the command; returns its exit code. */
export const main = defineCommand(
	module,
	{ name: 'npm run demo', help: HELP, options: OPTIONS },
	async ({ csv, out, mobile, email, id, 'id-type': idType }) => {
		const sheet = readSheet(csv);
		const columns = findColumns(sheet, {
			mobileNumber: mobile,
			email,
			identificationNumber: id,
			identificationType: idType,
		});
		if (path.resolve(path.dirname(csv)) === path.resolve(out)) {
			throw new UsageError(`The results could replace ${csv}: choose another folder with --out.`);
		}
		mkdirSync(out, { recursive: true });
		const hire = hireOf(sheet, columns);
		// n8n's engine takes seconds to load: not before the input is known to be good.
		const { runDemo } = await import('./run');
		const { introduction, summary } = await import('./summary');
		process.stdout.write(introduction(csv, sheet, columns, hire));
		const run = await runDemo(sheet, columns, hire);
		writeResults(out, sheet, run.outcomes);
		process.stdout.write(summary(run, sheet, columns, out));
		return 0;
	},
);
