/** A sheet of 500 rows whose right answer is known, and runs of it in virtual time: the ground of the fault tests. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Hire } from './feishu/hire';
import { withDefaults } from './feishu/settings';
import type { FeishuSettings } from './feishu/settings';
import { newFeishu, runInProcess } from './inProcessRun';
import type { InProcessResult, InProcessRun } from './inProcessRun';
import { expectedOf, itemOf, observed } from './oracle';
import type { Case, Expected } from './oracle';
import { PARAMETERS, makeSheet } from './sheets';
import { VirtualClock } from './virtualClock';

export const ROWS = 500;
export const { cases, people } = makeSheet(ROWS);

/** What the node must answer; by default for the sheet, with a Feishu that knows its people. */
export const answers = (rows = cases, settings: Partial<FeishuSettings> = {}): Expected =>
	expectedOf(rows, {
		hire: new Hire(settings.people ?? people, withDefaults(settings)),
		matchBy: 'all',
		output: 'match',
	});

const clock = new VirtualClock();
let virtualRuns = 0;

export interface VirtualSheetOptions extends Pick<InProcessRun, 'continueOnFail'> {
	rows?: Case[];
	parameters?: IDataObject;
	/** Milliseconds there, and back. */
	oneWay?: () => number;
	/** The run is cancelled after so many milliseconds. */
	cancelAfter?: number;
}

/**
 * Runs rows, by default the sheet, with the built node in virtual time, each time for another app.
 * @returns the result, the model that was asked, and by the clock of the run when the node asked n8n
 * for a call
 */
export async function runSheetInVirtualTime(
	settings: Partial<FeishuSettings> = {},
	options: VirtualSheetOptions = {},
) {
	const { rows = cases, parameters, continueOnFail = true, oneWay, cancelAfter } = options;
	const { feishu, credentials } = newFeishu({ people, ...settings }, oneWay);
	const controller = new AbortController();
	const requestedAt: number[] = [];
	return await clock.run(++virtualRuns, async () => {
		if (cancelAfter !== undefined) setTimeout(() => controller.abort(), cancelAfter);
		const startedAt = Date.now();
		const outcome = await runInProcess({
			feishu,
			credentials,
			items: rows.map(({ item }) => item),
			parameters: { ...PARAMETERS, matchBy: 'all', output: 'match', ...parameters },
			continueOnFail,
			signal: controller.signal,
			onRequest: () => requestedAt.push(Date.now()),
		});
		const took = Date.now() - startedAt;
		return { ...outcome, model: feishu, startedAt, took, requestedAt };
	});
}

/** What became of the sheet, also when rows of another kind follow it. */
export function answered(result: Pick<InProcessResult, 'matched' | 'unmatched'>): Expected {
	const ofSheet = (one: INodeExecutionData) => itemOf(one) < ROWS;
	return observed(result.matched.filter(ofSheet), result.unmatched.filter(ofSheet));
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
