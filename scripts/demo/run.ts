/** Runs the example workflow's node on a sheet, and tells what became of each row. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { runNode, storedCredentials } from '../../test/support/engine/engine';
import { Simulator } from '../../test/support/feishu/simulator';
import type { LoggedRequest } from '../../test/support/feishu/simulator';
import type { Hire } from './hire';
import { toRecords } from './sheet';
import type { Columns, Field, Sheet } from './sheet';

const WORKFLOW = path.resolve(__dirname, '../../examples/sheet-to-talents.json');
const NODE_TYPE = 'n8n-nodes-feishu-hire.batchGetTalentId';

/** The node's parameter for each column. */
const PARAMETERS: Record<Field, string> = {
	mobile: 'mobileNumber',
	email: 'email',
	id: 'identificationNumber',
	idType: 'identificationType',
};

/** Milliseconds that the simulated Feishu takes for an answer. */
const latency = () => 50 + 70 * Math.random();

/** What became of a row. */
export type RowOutcome =
	| { status: 'matched'; talents: IDataObject[] }
	| { status: 'unmatched' }
	| { status: 'failed'; reason: string; advice: string };

export interface DemoRun {
	/** One for each row of the sheet, in its order. */
	outcomes: RowOutcome[];
	/** The calls as the simulator saw them. */
	calls: LoggedRequest[];
	/** Milliseconds that the node took. */
	took: number;
	/** What n8n shows beside the node's output. */
	hints: string[];
}

/** The example's node, its expressions pointed at the columns of the sheet at hand. */
function exampleNode({ header }: Sheet, columns: Columns): INode {
	const { nodes } = JSON.parse(readFileSync(WORKFLOW, 'utf8')) as { nodes: INode[] };
	const ours = nodes.find(({ type }) => type === NODE_TYPE);
	const node = defined(ours, NODE_TYPE);
	const parameters = { ...node.parameters };
	for (const [field, name] of Object.entries(PARAMETERS)) {
		const place = columns[field as Field];
		if (place === undefined) {
			delete parameters[name];
			continue;
		}
		// A brace within the name must not end the expression.
		const column = JSON.stringify(header[place]).replaceAll('}', '\\u007d');
		const point = (expression: string) =>
			expression.replace(/\$json\[[^\]]*\]/, () => `$json[${column}]`);
		parameters[name] = point(String(parameters[name]));
	}
	return { ...node, parameters };
}

const rowOf = ({ pairedItem }: INodeExecutionData): number => {
	const [paired] = [pairedItem].flat();
	return typeof paired === 'object' ? paired.item : (paired ?? -1);
};

/** @throws when a row is on no output or on two, which the node promises never to happen */
function sortOut(
	rows: number,
	{ matched, unmatched, failed }: Record<RowOutcome['status'], INodeExecutionData[]>,
): RowOutcome[] {
	const outcomes = new Map<number, RowOutcome>();
	const settle = (item: INodeExecutionData, outcome: RowOutcome) => {
		if (outcomes.has(rowOf(item))) throw new Error(`Row ${rowOf(item)} came out twice.`);
		outcomes.set(rowOf(item), outcome);
	};
	for (const item of matched) {
		const known = outcomes.get(rowOf(item));
		if (known?.status === 'matched') known.talents.push(item.json);
		else settle(item, { status: 'matched', talents: [item.json] });
	}
	for (const item of unmatched) settle(item, { status: 'unmatched' });
	for (const item of failed) settle(item, readFailure(item));
	return Array.from({ length: rows }, (_, row) => {
		const outcome = outcomes.get(row);
		if (!outcome) throw new Error(`Row ${row} did not come out.`);
		return outcome;
	});
}

/** The node's error, with the row's own value taken out of the text: rows can then be counted by it. */
function readFailure({ json }: INodeExecutionData): RowOutcome {
	const details = (json.details ?? {}) as Record<string, string | undefined>;
	return {
		status: 'failed',
		reason: String(json.error).replace(details.identifier ?? '…', '…'),
		advice: details.description ?? '',
	};
}

/**
 * Runs the demo.
 * @param watch is given the simulator's growing list of calls, as soon as there is one
 */
export async function runDemo(
	sheet: Sheet,
	columns: Columns,
	{ people, badNumbers }: Hire,
	watch: (calls: () => LoggedRequest[]) => void,
): Promise<DemoRun> {
	const { parameters, onError } = exampleNode(sheet, columns);
	const simulator = await Simulator.start({ people, badNumbers, latency });
	watch(() => simulator.calls);
	const marks: number[] = [];
	try {
		const { error, hints, ...outputs } = await runNode({
			items: toRecords(sheet).map((json) => ({ json })),
			parameters,
			onError,
			credentials: storedCredentials({ baseUrl: simulator.url }),
			onNodeDone: () => marks.push(performance.now()),
		});
		if (error) throw error;
		const [sheetDone, lookupDone] = marks;
		return {
			outcomes: sortOut(sheet.rows.length, outputs),
			calls: simulator.calls,
			// From the end of the sheet's node to the end of the lookup's.
			took: defined(lookupDone, 'end of the lookup') - defined(sheetDone, 'end of the sheet'),
			hints: hints.map(({ message }) => message),
		};
	} finally {
		await simulator.stop();
	}
}
