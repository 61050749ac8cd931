/** Measurements in processes of their own: a fresh heap, other flags, an event loop not shared. */
import { fork } from 'node:child_process';
import path from 'node:path';

/**
 * Runs a script of this folder, which must call `answer`.
 * @param flags of Node, besides those that this process was started with
 * @throws when it ends without an answer
 */
export async function inChild<T>(
	script: string,
	input: unknown = {},
	flags: string[] = [],
): Promise<T> {
	const file = path.join(__dirname, script);
	const child = fork(file, [JSON.stringify(input)], { execArgv: [...process.execArgv, ...flags] });
	return await new Promise<T>((resolve, reject) => {
		child.once('message', (message) => resolve(message as T));
		child.once('exit', (code) => reject(new Error(`${script} ended with ${code}.`)));
	});
}

/** In a child: does the work and sends what came of it. */
export function answer<Input>(work: (input: Input) => Promise<object> | object): void {
	const main = async () => {
		const result = await work(JSON.parse(process.argv[2] ?? '{}') as Input);
		process.send?.(result, () => process.exit());
	};
	main().catch((error: Error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exit(1);
	});
}
