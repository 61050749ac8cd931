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
 * @throws UsageError when an option is unknown or lacks its value
 */
export function parseOptions<T extends OptionsConfig>(command: string, args: string[], options: T) {
	try {
		const { values } = parseArgs({ args, options: { ...options, ...HELP_OPTION } });
		return (values as { help?: boolean }).help ? undefined : values;
	} catch (error) {
		const [reason] = (error as Error).message.split(/\.?\n|\. /);
		throw new UsageError(`${reason}. See ${command} -- --help.`);
	}
}

/** The exit code for what a program failed with, after telling it. */
export function reportFailure(error: Error): number {
	const isUsage = error instanceof UsageError;
	process.stderr.write(`${isUsage ? error.message : error.stack}\n`);
	return isUsage ? EXIT_USAGE : 1;
}
