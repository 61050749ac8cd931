/** Runs the example workflow's node on a sheet, and returns what became of each row. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { storedCredentials } from '../../test/support/engine/built';
import { NODE_TYPE } from '../../test/support/engine/engine';
import { Simulator } from '../../test/support/feishu/simulator';
import { itemOf } from '../../test/support/oracle';
import { runTimed } from '../bench/engines';
import { trafficOf } from '../bench/traffic';
import type { Traffic } from '../bench/traffic';
import type { Hire } from './hire';
import { PARAMETERS } from './sheet';
import type { Columns, Field, Sheet } from './sheet';

const WORKFLOW = path.resolve(__dirname, '../../examples/sheet-to-talents.json');

/** Milliseconds that the simulated Feishu takes for a reply. */
const latency = () => 50 + 70 * Math.random();

const STATUSES = ['matched', 'unmatched', 'failed'] as const;

/** What became of a row, with the items that came out for it: its talents, or its error. */
export interface RowOutcome {
	status: (typeof STATUSES)[number];
	items: IDataObject[];
}

export interface DemoRun {
	/** One for each row of the sheet, in its order. */
	outcomes: RowOutcome[];
	/** As the simulator saw it. */
	traffic: Traffic;
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
		delete parameters[name];
		// A brace within the name must not end the expression.
		const column = JSON.stringify(header[columns[field as Field] ?? -1])?.replaceAll(
			'}',
			'\\u007d',
		);
		if (column !== undefined) parameters[name] = `={{ $json[${column}] }}`;
	}
	return { ...node, parameters };
}

/** @throws when a row is on no output or on two, which the node promises never to happen */
function sortOut(
	rows: number,
	outputs: Record<RowOutcome['status'], INodeExecutionData[]>,
): RowOutcome[] {
	const outcomes = new Map<number, RowOutcome>();
	for (const status of STATUSES) {
		for (const item of outputs[status]) {
			const outcome = outcomes.get(itemOf(item)) ?? { status, items: [] };
			if (outcome.status !== status) throw new Error(`Row ${itemOf(item)} came out twice.`);
			outcomes.set(itemOf(item), outcome);
			outcome.items.push(item.json);
		}
	}
	return Array.from({ length: rows }, (_, row) =>
		defined(outcomes.get(row), `output of row ${row}`),
	);
}

/** Runs the demo. */
export async function runDemo(
	sheet: Sheet,
	columns: Columns,
	{ people, badNumbers }: Hire,
): Promise<DemoRun> {
	const { parameters, onError } = exampleNode(sheet, columns);
	const { header, rows } = sheet;
	const simulator = await Simulator.start({ people, badNumbers, latency });
	try {
		const { took, hints, ...outputs } = await runTimed({
			// An object each, by header, as n8n's sheet nodes give them.
			items: rows.map((cells) => ({
				json: Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])),
			})),
			parameters,
			onError,
			credentials: storedCredentials({ baseUrl: simulator.url }),
		});
		return {
			outcomes: sortOut(rows.length, outputs),
			traffic: trafficOf(simulator.calls),
			took,
			hints: hints.map(({ message }) => message),
		};
	} finally {
		await simulator.stop();
	}
}
