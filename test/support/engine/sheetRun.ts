/** Runs of a sheet of 1,000 rows whose right answer is known: the ground of the fault tests. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { builtNode, runNode, storedCredentials } from './engine';
import type { RunOptions, RunResult } from './engine';
import { expectedOf, itemOf, observed } from '../oracle';
import type { Case, Expected } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import { CUSTOM_APP } from '../feishu/apps';
import { Hire } from '../feishu/hire';
import { InProcessFeishu } from '../feishu/inProcess';
import type { FeishuModel } from '../feishu/model';
import { withDefaults } from '../feishu/settings';
import type { FeishuSettings } from '../feishu/settings';
import type { Simulator } from '../feishu/simulator';
import { runInProcess } from '../inProcessRun';
import type { InProcessResult } from '../inProcessRun';
import { VirtualClock } from '../virtualClock';

export const ROWS = 1_000;
export const { cases, people } = makeSheet(ROWS);

/** What the node must answer; by default for the sheet, with a Feishu that knows its people. */
export const answers = (rows = cases, settings: Partial<FeishuSettings> = {}): Expected =>
	expectedOf(rows, {
		hire: new Hire(settings.people ?? people, withDefaults(settings)),
		matchBy: 'all',
		output: 'match',
	});

export type SheetOptions = Partial<RunOptions> & { rows?: Case[] };

/** Runs rows, by default the sheet, against a simulator; the options come on top. */
export async function runSheet({ url }: Simulator, options: SheetOptions = {}): Promise<RunResult> {
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

const clock = new VirtualClock();
let virtualRuns = 0;

/** A run in virtual time, and the model that it has asked. */
export interface VirtualSheetRun extends InProcessResult {
	model: FeishuModel;
	/** By the clock of the run, in milliseconds. */
	startedAt: number;
	took: number;
	/** When the node has asked n8n for a call. */
	requestedAt: number[];
}

export interface VirtualSheetOptions {
	rows?: Case[];
	parameters?: IDataObject;
	continueOnFail?: boolean;
	/** Milliseconds there, and back. */
	oneWay?: () => number;
	/** The run is cancelled after so many milliseconds. */
	cancelAfter?: number;
}

/** Runs rows, by default the sheet, with the built node in virtual time, each time for another app. */
export async function runSheetInVirtualTime(
	settings: Partial<FeishuSettings> = {},
	{
		rows = cases,
		parameters,
		continueOnFail = true,
		oneWay,
		cancelAfter,
	}: VirtualSheetOptions = {},
): Promise<VirtualSheetRun> {
	const app = { ...CUSTOM_APP, id: `cli_virtual_${++virtualRuns}` };
	const feishu = new InProcessFeishu({ people, apps: [app], ...settings }, oneWay);
	const controller = new AbortController();
	const requestedAt: number[] = [];
	return await clock.run(virtualRuns, async () => {
		if (cancelAfter !== undefined) setTimeout(() => controller.abort(), cancelAfter);
		const startedAt = Date.now();
		const outcome = await runInProcess({
			node: builtNode(),
			feishu,
			credentials: storedCredentials({ appId: app.id, host: 'feishu', accessToken: '' }),
			items: rows.map(({ item }) => item),
			parameters: { ...PARAMETERS, matchBy: 'all', output: 'match', ...parameters },
			continueOnFail,
			signal: controller.signal,
			onRequest: () => requestedAt.push(Date.now()),
		});
		const took = Date.now() - startedAt;
		return { ...outcome, model: feishu.model, startedAt, took, requestedAt };
	});
}

/** What became of the sheet, also when rows of another kind follow it. */
export function answered({
	matched,
	unmatched,
}: Pick<RunResult, 'matched' | 'unmatched'>): Expected {
	const ofSheet = (one: INodeExecutionData) => itemOf(one) < ROWS;
	return observed(matched.filter(ofSheet), unmatched.filter(ofSheet));
}

/** The outcome of each row: a row on no output has none, and one on several outputs has several. */
export function outcomesOf({ matched, unmatched }: Expected) {
	const outcomes = cases.map((): Array<'failed' | 'unmatched' | IDataObject> => []);
	for (const one of matched) {
		if ('failed' in one) outcomes[one.failed]?.push('failed');
		else outcomes[one.item]?.push(one.json);
	}
	for (const item of unmatched) outcomes[item]?.push('unmatched');
	return outcomes;
}

/** Which talent each row was given, whatever else the talent shows. */
export const idsOf = ({ matched, unmatched }: Expected) => ({
	matched: matched.map((one) =>
		'failed' in one ? one : { item: one.item, id: one.json.talent_id },
	),
	unmatched,
});
