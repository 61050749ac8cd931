/** What the probe is given: on the command line, and the app's secret. */
import { createInterface } from 'node:readline/promises';
import type { parseArgs } from 'node:util';

import { readAppOrThrow } from '../../credentials/feishuApp';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { IdentifierKind } from '../../nodes/BatchGetTalentId/types';
import { readQuery } from '../../test/support/readings';
import { UsageError } from '../options';
import { BURST_CALLS } from './assumptions/errors';
import { MAX_CALLS } from './session';
import type { Person } from './session';

/** The environment variable with the app's secret. */
const SECRET_VARIABLE = 'FEISHU_APP_SECRET';

export const HELP = `
Asks a live Feishu Hire what the node assumes of it, and says for each assumption whether it holds.

  npm run probe -- --app-id cli_… --mobile 138… --email ann@…

To prepare
  - a self-built app with the scope hire:talent:readonly, released, as in the credential's steps
  - a person who is in Hire and agrees to be looked up, with a mobile number and an email; a second
    one answers three questions more
  - the app's secret: it is asked for without being shown, or taken from ${SECRET_VARIABLE};
    it is no option, for these stay in the shell's history

What is sent
  - only to the token endpoints and to batch_get_id, which reads: nothing in Hire changes
  - the identifiers given, and invented ones (example.com, numbers reserved for drama, odd forms)
  - at most ${MAX_CALLS} calls, one at a time; with --rate ${BURST_CALLS} more at once

Options
  --app-id ID             the app's ID
  --mobile, --email       the first person's; numbers of other countries as +85291234567
  --id-number, --id-type  the first person's document and its type (1, resident identity card);
                          one with a letter answers more
  --second-mobile, --second-email
                          the second person's
  --host HOST             feishu, lark, or the address of a private deployment (feishu)
  --rate                  asks about the rate limit too: other programs with the same app may have
                          to wait for a minute
  --json FILE             writes the report into a file as well, to be attached to an issue
  --help                  this text

Neither the screen nor the file shows an identifier, a token or the secret.
Exit code: 0 nothing breaks the node, 1 something does, 2 bad arguments or no access.
Behind a proxy: NODE_USE_ENV_PROXY=1 and HTTPS_PROXY.
`;

const text = { type: 'string' } as const;

export const OPTIONS = {
	'app-id': text,
	mobile: text,
	email: text,
	'id-number': text,
	'id-type': { ...text, default: '1' },
	'second-mobile': text,
	'second-email': text,
	host: { ...text, default: 'feishu' },
	rate: { type: 'boolean', default: false },
	json: text,
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/**
 * Reads a person as the node reads a row, Chinese numbers without a country code.
 * @param input as typed
 * @throws UsageError when a value cannot be read
 */
export function readPersonOrThrow(
	input: Partial<Record<ItemParameter, string>>,
	which: string,
): Person {
	const cellOf = (name: ItemParameter) => input[name] ?? (name === 'mobileCode' ? '86' : '');
	const { identifiers, problem } = readQuery(0, cellOf, 'all');
	if (problem) throw new UsageError(`The ${which} person: ${problem.message}.`);
	const one = (wanted: IdentifierKind) => identifiers.find(({ kind }) => kind === wanted);
	const mobile = one('mobile_number');
	const email = one('email');
	if (!mobile || !email) {
		throw new UsageError(`The ${which} person needs a mobile number and an email.`);
	}
	return { mobile, email, identification: one('identification_number') };
}

/**
 * @returns the fields of the credential but the secret, with the base URL of a private deployment, and the rest
 * @throws UsageError when the options make no sense; its text repeats no value
 */
export function readOptions(given: Given) {
	const { 'app-id': appId = '', host, rate, json } = given;
	if (!/^\w+$/.test(appId)) throw new UsageError('--app-id is needed: the ID of the app, cli_….');
	if (json === '') throw new UsageError('--json needs the name of a file.');
	const isKnown = ['feishu', 'lark'].includes(host);
	const credential = { appId, host: isKnown ? host : 'custom', baseUrl: isKnown ? '' : host };
	try {
		readAppOrThrow(credential);
	} catch (error) {
		throw new UsageError(`--host: ${(error as Error).message}.`);
	}
	const first = readPersonOrThrow(
		{
			mobileNumber: given.mobile,
			email: given.email,
			identificationNumber: given['id-number'],
			identificationType: given['id-type'],
		},
		'first',
	);
	const { 'second-mobile': mobileNumber, 'second-email': email } = given;
	const hasSecond = mobileNumber !== undefined || email !== undefined;
	const second = hasSecond ? readPersonOrThrow({ mobileNumber, email }, 'second') : undefined;
	return { credential, people: [first, second] as const, rate, json };
}

/**
 * The app's secret: from the environment, or typed without being shown.
 * @throws UsageError when there is none, and nobody at a terminal to type it
 */
export async function readSecretOrThrow(): Promise<string> {
	const given = process.env[SECRET_VARIABLE]?.trim();
	if (given) return given;
	if (!process.stdin.isTTY) {
		throw new UsageError(
			`The app's secret is needed: set ${SECRET_VARIABLE}, or run in a terminal.`,
		);
	}
	process.stderr.write('App secret (not shown): ');
	const prompt = createInterface({ input: process.stdin, terminal: true });
	// Without this Ctrl-C would do nothing.
	prompt.on('SIGINT', () => process.exit(130));
	const typed = (await prompt.question('')).trim();
	prompt.close();
	process.stderr.write('\n');
	if (!typed) throw new UsageError("The app's secret is needed.");
	return typed;
}
