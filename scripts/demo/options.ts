/** What the demo is asked for on the command line. */
import path from 'node:path';

import { UsageError, parseOptions } from '../options';
import type { Field } from './sheet';

const EXAMPLE_SHEET = 'examples/candidates.csv';
const DEFAULT_OUT = 'demo-output';

/** The command's help. */
export const HELP = `
Looks a sheet of candidates up in a simulated Feishu Hire: with the built node, in n8n's own engine,
as the workflow examples/sheet-to-talents.json has it. Nothing leaves this machine, and no account is
needed. Hire is made to know about 60 % of the candidates, whatever sheet it is.

  npm run demo                        the example: 5,000 invented candidates, messy as in real life
  npm run demo -- --csv FILE          your own sheet, saved as CSV (UTF-8 or GBK)

Options
  --csv FILE      the sheet; its first row holds the headers
                  (examples/candidates.csv)
  --out DIR       where matched.csv, unmatched.csv and failed.csv go; old ones are replaced
                  (demo-output)
  --mobile COL    the column of mobile numbers
                  (手机号, 电话, mobile, phone, …)
  --email COL     the column of emails
                  (邮箱, email, …)
  --id COL        the column of identification numbers
                  (证件号, 身份证号, id number, …)
  --id-type COL   the column that names the document, such as 居民身份证 or 护照;
                  without one all are resident cards
                  (证件类型, id type, …)
  --help          this text

In brackets: what is taken when an option is not given. Talent IDs have 19 digits, of which Excel
keeps 15 when a CSV file is double-clicked: open it by Data > From Text/CSV, with the column as Text.
`;

export interface DemoOptions {
	csv: string;
	out: string;
	/** Columns by name. */
	named: Partial<Record<Field, string>>;
}

/**
 * Reads the command line.
 * @returns nothing when only help is wanted
 * @throws UsageError when it makes no sense
 */
export function readOptions(args: string[]): DemoOptions | undefined {
	const text = { type: 'string' } as const;
	const given = parseOptions('npm run demo', args, {
		csv: { ...text, default: EXAMPLE_SHEET },
		out: { ...text, default: DEFAULT_OUT },
		mobile: text,
		email: text,
		id: text,
		'id-type': text,
	});
	if (!given) return undefined;
	const { csv, out, mobile, email, id, 'id-type': idType } = given;
	if (csv === '') throw new UsageError('--csv needs the name of a file.');
	if (out === '') throw new UsageError('--out needs the name of a folder.');
	const named = Object.entries({ mobile, email, id, idType }).filter(
		([, name]) => name !== undefined,
	);
	return { csv, out: path.normalize(out), named: Object.fromEntries(named) };
}
