/** Runs of a sheet of 1,000 rows whose right answer is known: the ground of the fault tests. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { runNode, storedCredentials } from './engine';
import type { RunOptions, RunResult } from './engine';
import { expectedOf, itemOf, observed } from '../oracle';
import type { Case, Expected, Value } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import type { Simulator } from '../simulator/simulator';
import { TalentStore } from '../simulator/store';

export const ROWS = 1_000;
export const { cases, people } = makeSheet(ROWS);

const store = new TalentStore(people);

/** What the node must answer; by default for the sheet, of which Feishu refuses nothing. */
export const answers = (rows = cases, isBad: (value: Value) => boolean = () => false): Expected =>
	expectedOf(rows, { store, matchBy: 'all', output: 'match', isBad });

export type SheetOptions = Partial<RunOptions> & { rows?: Case[] };

/** Runs rows, by default the sheet, against a simulator; the options come on top. */
export async function runSheet({ url }: Simulator, options: SheetOptions = {}): Promise<RunResult> {
	const { rows = cases, parameters, ...others } = options;
	return await runNode({
		items: rows.map(({ item }) => item),
		credentials: storedCredentials({ baseUrl: url }),
		...others,
		parameters: { ...PARAMETERS, output: 'match', ...parameters },
	});
}

/** What became of the sheet, also when rows of another kind follow it. */
export function answered({ matched, unmatched }: RunResult): Expected {
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
