/** Runs the example workflow's node on a sheet, and returns what became of each row. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { storedCredentials } from '../../test/support/engine/built';
import { NODE_TYPE } from '../../test/support/engine/engine';
import { Simulator } from '../../test/support/feishu/simulator';
import { itemOf } from '../../test/support/oracle';
import { runAlone } from '../bench/engines';
import { trafficOf } from '../bench/feishu';
import type { Hire } from './hire';
import type { Columns, Sheet } from './sheet';

const WORKFLOW = path.resolve(__dirname, '../../examples/sheet-to-talents.json');

/** Milliseconds that the simulated Feishu takes for a reply. */
const latency = () => 50 + 70 * Math.random();

export const STATUSES = ['matched', 'unmatched', 'failed'] as const;

/** What became of a row, with the items that came out for it: its talents, or its error. */
export interface RowOutcome {
	status: (typeof STATUSES)[number];
	items: IDataObject[];
}

/** The example's node, its expressions pointed at the columns of the sheet at hand. */
function exampleNode(columns: Columns): INode {
	const { nodes } = JSON.parse(readFileSync(WORKFLOW, 'utf8')) as { nodes: INode[] };
	const isOurs = ({ type }: INode) => type === NODE_TYPE;
	const node = defined(nodes.find(isOurs), NODE_TYPE);
	const parameters = { ...node.parameters };
	for (const [field, column] of Object.entries(columns)) {
		// A brace within the name must not end the expression.
		const name = JSON.stringify(column)?.replaceAll('}', '\\u007d');
		parameters[field] = name && `={{ $json[${name}] }}`;
	}
	return { ...node, parameters };
}

export type DemoRun = Awaited<ReturnType<typeof runDemo>>;

/** Runs the demo: an outcome for each row of the sheet, in its order. */
export async function runDemo({ rows }: Sheet, columns: Columns, { people, badNumbers }: Hire) {
	const { parameters, onError } = exampleNode(columns);
	const simulator = await Simulator.start({ people, badNumbers, latency });
	try {
		const { took, ...outputs } = await runAlone({
			items: rows.map((json) => ({ json })),
			parameters,
			onError,
			credentials: storedCredentials({ baseUrl: simulator.url }),
		});
		const outcomes: RowOutcome[] = [];
		for (const status of STATUSES) {
			for (const item of outputs[status]) {
				(outcomes[itemOf(item)] ??= { status, items: [] }).items.push(item.json);
			}
		}
		return { outcomes, traffic: trafficOf(simulator.calls), took };
	} finally {
		await simulator.stop();
	}
}
