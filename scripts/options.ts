/** What the programs have in common: their command line, and how they end. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** Something that the person at the keyboard can put right; its message is one line. */
export class UsageError extends Error {}

/** 1 is for what a program looks for and has found, such as a seed that fails. */
const EXIT_FAILED = 2;

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;
const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

/** @throws UsageError when an option is unknown or lacks its value; it repeats no value, which may be a secret */
function parseOptions<T extends OptionsConfig>(command: string, args: string[], options: T) {
	try {
		return parseArgs({ args, options: { ...options, ...HELP_OPTION } }).values;
	} catch (error) {
		const option = /'(--?[\w-]+)/.exec((error as Error).message)?.[1];
		const reason = option
			? `${option} is no option, or lacks its value`
			: 'There is a value without an option';
		throw new UsageError(`${reason}. See ${command} -- --help.`);
	}
}

/** Tells what a program has failed with; of a file that cannot be read or written, the system's own words. */
function reportFailure(error: Error): number {
	const isUsage = error instanceof UsageError || 'syscall' in error;
	process.stderr.write(`${isUsage ? error.message : error.stack}\n`);
	return EXIT_FAILED;
}

/**
 * Makes a command, and runs it where its file was started and not only imported.
 * @param name as it is typed
 * @param run gets the options, and returns the exit code
 */
export function defineCommand<T extends OptionsConfig>(
	file: NodeModule,
	{ name, help, options }: { name: string; help: string; options: T },
	run: (given: ReturnType<typeof parseOptions<T>>) => Promise<number>,
): (args: string[]) => Promise<number> {
	const main = async (args: string[]) => {
		try {
			const given = parseOptions(name, args, options);
			if (!(given as { help?: boolean }).help) return await run(given);
			process.stdout.write(help);
			return 0;
		} catch (error) {
			return reportFailure(error as Error);
		}
	};
	if (require.main === file) {
		// A reader that has seen enough, such as `head`, is no failure.
		process.stdout.on('error', () => process.exit());
		void main(process.argv.slice(2)).then((code) => {
			process.exitCode = code;
		});
	}
	return main;
}
