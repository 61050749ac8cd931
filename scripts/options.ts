/** What the programs have in common: their command line, and how they end. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** Something that the person at the keyboard can put right; its message is one line. */
export class UsageError extends Error {}

const EXIT_USAGE = 2;

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;
const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Parses the options of a command, and `--help`.
 * @param command as it is typed, for the error
 * @returns nothing when only help is wanted
 * @throws UsageError when an option is unknown or lacks its value; it repeats no value, which may be a secret
 */
export function parseOptions<T extends OptionsConfig>(command: string, args: string[], options: T) {
	try {
		const { values } = parseArgs({ args, options: { ...options, ...HELP_OPTION } });
		return (values as { help?: boolean }).help ? undefined : values;
	} catch (error) {
		const option = /'(--?[\w-]+)/.exec((error as Error).message)?.[1];
		const reason = option
			? `${option} is no option, or lacks its value`
			: 'There is a value without an option';
		throw new UsageError(`${reason}. See ${command} -- --help.`);
	}
}

/** The exit code for what a program failed with, after telling it. */
export function reportFailure(error: Error): number {
	const isUsage = error instanceof UsageError;
	process.stderr.write(`${isUsage ? error.message : error.stack}\n`);
	return isUsage ? EXIT_USAGE : 1;
}

/** Runs a command where its file was started, and not only imported. */
export function startProgram(file: NodeModule, main: (args: string[]) => Promise<number>): void {
	if (require.main !== file) return;
	// A reader that has seen enough, such as `head`, is no failure.
	process.stdout.on('error', () => process.exit());
	void main(process.argv.slice(2)).then((code) => {
		process.exitCode = code;
	});
}
