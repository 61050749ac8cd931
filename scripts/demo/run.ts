/** Runs the example workflow's node on a sheet, and returns what became of each row. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { storedCredentials } from '../../test/support/engine/built';
import { runNode } from '../../test/support/engine/engine';
import { Simulator } from '../../test/support/feishu/simulator';
import type { LoggedRequest } from '../../test/support/feishu/simulator';
import type { Hire } from './hire';
import { PARAMETERS, toRecords } from './sheet';
import type { Columns, Field, Sheet } from './sheet';

const WORKFLOW = path.resolve(__dirname, '../../examples/sheet-to-talents.json');
const NODE_TYPE = 'n8n-nodes-feishu-hire.batchGetTalentId';

/** Milliseconds that the simulated Feishu takes for a reply. */
const latency = () => 50 + 70 * Math.random();

/** What became of a row, with the items that came out for it: its talents, or its error. */
export type RowOutcome =
	| { status: 'unmatched' }
	| { status: 'matched' | 'failed'; items: IDataObject[] };

export interface DemoRun {
	/** One for each row of the sheet, in its order. */
	outcomes: RowOutcome[];
	/** The calls as the simulator saw them. */
	calls: LoggedRequest[];
	/** Milliseconds that the node took. */
	took: number;
	/** What n8n shows with the output of the node. */
	hints: string[];
}

/** The example's node, its expressions pointed at the columns of the sheet at hand. */
function exampleNode({ header }: Sheet, columns: Columns): INode {
	const { nodes } = JSON.parse(readFileSync(WORKFLOW, 'utf8')) as { nodes: INode[] };
	const node = defined(
		nodes.find(({ type }) => type === NODE_TYPE),
		NODE_TYPE,
	);
	const parameters = { ...node.parameters };
	for (const [field, name] of Object.entries(PARAMETERS)) {
		const index = columns[field as Field];
		delete parameters[name];
		// A brace within the name must not end the expression.
		const column = JSON.stringify(header[index ?? -1])?.replaceAll('}', '\\u007d');
		if (column !== undefined) parameters[name] = `={{ $json[${column}] }}`;
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
	outputs: Record<RowOutcome['status'], INodeExecutionData[]>,
): RowOutcome[] {
	const outcomes = new Map<number, RowOutcome>();
	for (const status of ['matched', 'unmatched', 'failed'] as const) {
		for (const item of outputs[status]) {
			const known = outcomes.get(rowOf(item));
			if (known?.status === 'matched' && status === 'matched') known.items.push(item.json);
			else if (known) throw new Error(`Row ${rowOf(item)} came out twice.`);
			else
				outcomes.set(
					rowOf(item),
					status === 'unmatched' ? { status } : { status, items: [item.json] },
				);
		}
	}
	return Array.from({ length: rows }, (_, row) =>
		defined(outcomes.get(row), `output of row ${row}`),
	);
}

/**
 * Runs the demo.
 * @param watch is given a function that counts the calls so far; what it returns is called at the end
 */
export async function runDemo(
	sheet: Sheet,
	columns: Columns,
	{ people, badNumbers }: Hire,
	watch: (calls: () => number) => () => void,
): Promise<DemoRun> {
	const { parameters, onError } = exampleNode(sheet, columns);
	const simulator = await Simulator.start({ people, badNumbers, latency });
	const endWatch = watch(() => simulator.calls.length);
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
		endWatch();
		await simulator.stop();
	}
}
