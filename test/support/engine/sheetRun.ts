/** Runs of the known sheet in n8n's engine, over HTTP. */
import { PARAMETERS } from '../sheets';
import { cases } from '../knownSheet';
import type { Simulator } from '../feishu/simulator';
import type { Case } from '../oracle';
import { storedCredentials } from './built';
import { runNode } from './engine';
import type { RunOptions, RunResult } from './engine';

export type SheetOptions = Partial<RunOptions> & { rows?: Case[] };

/** Runs rows, by default the sheet, against a simulator; the options come on top. */
export async function runSheet(
	{ url }: Pick<Simulator, 'url'>,
	options: SheetOptions = {},
): Promise<RunResult> {
	const { rows = cases, parameters, ...others } = options;
	return await runNode({
		items: rows.map(({ item }) => item),
		credentials: storedCredentials({ baseUrl: url }),
		// An expression for each row takes longer than all the rest.
		traces: false,
		...others,
		parameters: { ...PARAMETERS, output: 'match', ...parameters },
	});
}
