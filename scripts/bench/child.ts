/** Measurements in processes of their own: a fresh heap, other flags, an event loop not shared. */
import { fork } from 'node:child_process';

type Work<Input, Output> = (input: Input) => Promise<Output>;

/**
 * Does some work in a process of its own.
 * @param file the file that exports the work
 * @param flags of Node, besides those that this process was started with
 * @throws when it ends without an answer
 */
export async function inChild<Input, Output>(
	file: string,
	work: Work<Input, Output>,
	input: Input,
	flags: string[] = [],
): Promise<Output> {
	const args = [file, work.name, JSON.stringify(input)];
	const child = fork(__filename, args, { execArgv: [...process.execArgv, ...flags] });
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as Output));
		child.once('exit', (code) => reject(new Error(`${work.name} ended with ${code}.`)));
	});
}

async function main(): Promise<void> {
	const [file = '', name = '', input = ''] = process.argv.slice(2);
	const works = (await import(file)) as Record<string, Work<unknown, object>>;
	const output = await works[name]?.(JSON.parse(input));
	process.send?.(output, () => process.exit());
}

if (require.main === module) void main();
