/** Runs the example workflow's node on a sheet. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';

import { defined } from '../../test/support/defined';
import { storedCredentials } from '../../test/support/engine/built';
import { NODE_TYPE } from '../../test/support/engine/engine';
import { Simulator } from '../../test/support/feishu/simulator';
import { runTimed } from '../bench/engines';
import { trafficOf } from '../bench/traffic';
import type { Hire } from './hire';
import type { Columns, Sheet } from './sheet';

const WORKFLOW = path.resolve(__dirname, '../../examples/sheet-to-talents.json');

/** Milliseconds that the simulated Feishu takes for a reply. */
const latency = () => 50 + 70 * Math.random();

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

/** Runs the demo; the failed rows come out of the error output. */
export async function runDemo({ rows }: Sheet, columns: Columns, { people, badNumbers }: Hire) {
	const { parameters, onError } = exampleNode(columns);
	const simulator = await Simulator.start({ people, badNumbers, latency });
	try {
		const run = await runTimed({
			items: rows.map((json) => ({ json })),
			parameters,
			onError,
			credentials: storedCredentials({ baseUrl: simulator.url }),
		});
		return { ...run, traffic: trafficOf(simulator.calls) };
	} finally {
		await simulator.stop();
	}
}
