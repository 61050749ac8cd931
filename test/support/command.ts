/** Runs a command of `scripts/` in the process of the test. */

export interface Exit {
	code: number;
	stdout: string;
	stderr: string;
}

/** Runs it as into a pipe, without a terminal, and keeps what it prints. */
export async function runCommand(
	main: (args: string[]) => Promise<number>,
	args: string[],
): Promise<Exit> {
	const screen = { stdout: '', stderr: '' };
	const spies = (['stdout', 'stderr'] as const).map((stream) =>
		jest.spyOn(process[stream], 'write').mockImplementation((text) => {
			screen[stream] += String(text);
			return true;
		}),
	);
	const { isTTY } = process.stdout;
	process.stdout.isTTY = false;
	try {
		return { code: await main(args), ...screen };
	} finally {
		for (const spy of spies) spy.mockRestore();
		process.stdout.isTTY = isTTY;
	}
}
