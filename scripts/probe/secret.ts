/** The app's secret: from the environment, or typed without being shown. */
import { createInterface } from 'node:readline/promises';

import { UsageError } from '../options';
import { SECRET_VARIABLE } from './options';

/** @throws UsageError when there is none, and nobody at a terminal to type it */
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
