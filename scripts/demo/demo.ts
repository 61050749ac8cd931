/** The command behind `npm run demo`: the example workflow on a whole sheet, with a simulated Feishu Hire. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { itemOf } from '../../test/support/oracle';
import { UsageError, defineCommand } from '../options';
import { hireOf } from './hire';
import type { DemoRun } from './run';
import { findColumns, readSheet, writeSheet } from './sheet';
import type { Row, Sheet } from './sheet';

const HELP = `
Looks up a sheet of candidates in a simulated Feishu Hire: with the built node, in n8n's own engine,
with the settings of the workflow examples/sheet-to-talents.json. No data leaves this machine, and you
need no account. Whatever the sheet, about 60 % of its candidates are in the simulated Hire.

  npm run demo                        the example: 5,000 invented candidates, messy as in real life
  npm run demo -- --csv FILE          your own sheet, saved as CSV (UTF-8 or GBK)

Options, with their defaults in brackets
  --csv FILE   the sheet (examples/candidates.csv); its first row contains the headers, of which it
               knows 手机号, 电话, mobile, phone; 邮箱, email; 证件号, 身份证号, id number; 证件类型,
               id type; and the like. Without a type of document, all are resident cards
  --out DIR    the folder for matched.csv, unmatched.csv and failed.csv; replaces old ones
               (demo-output)
  --help       this text

Talent IDs have 19 digits. Excel keeps only 15 of them if you double-click a CSV file: open it with
Data > From Text/CSV instead, and choose Text for the column.
`;

const OPTIONS = {
	csv: { type: 'string', default: 'examples/candidates.csv' },
	out: { type: 'string', default: 'demo-output' },
} as const;

/** What each file adds to the columns of the sheet. */
const ADDED = {
	matched: ['talent_id', 'matched_by', 'is_onboarded'],
	unmatched: [],
	failed: ['error', 'message'],
};

/** A line for each item: a row that matched two talents has two. */
function writeResults(out: string, { header, rows }: Sheet, run: DemoRun): void {
	for (const [status, added] of Object.entries(ADDED)) {
		const lines = run[status as keyof typeof ADDED].map((item) => {
			const cells = added.map((field) => [field, String(item.json[field] ?? '')]);
			return { ...rows[itemOf(item)], ...Object.fromEntries(cells) } as Row;
		});
		writeSheet(path.join(out, `${status}.csv`), [...header, ...added], lines);
	}
}

/** Runs the command; returns its exit code. */
export const main = defineCommand(
	module,
	{ name: 'npm run demo', help: HELP, options: OPTIONS },
	async ({ csv, out }) => {
		const sheet = readSheet(csv);
		const columns = findColumns(sheet);
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
		writeResults(out, sheet, run);
		process.stdout.write(summary(run, sheet, out));
		return 0;
	},
);
