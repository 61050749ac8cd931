/** Nodes and their connections, and workflows for n8n-core, whose node types are given by name. */
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import type { IConnection, IConnections, INode, INodeType } from 'n8n-workflow';

import { defined } from '../defined';

/** A node, of version 1 unless `more` says otherwise. */
export const node = (
	name: string,
	type: string,
	parameters: INode['parameters'] = {},
	more: Partial<INode> = {},
): INode => ({
	id: crypto.randomUUID(),
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});

/** The nodes' main inputs, as the target of an output. */
export const to = (...names: string[]): IConnection[] =>
	names.map((name) => ({ node: name, type: NodeConnectionTypes.Main, index: 0 }));

/** A workflow that is executed by hand. */
export function workflowOf(
	nodes: INode[],
	types: Record<string, INodeType>,
	connections: IConnections = {},
): Workflow {
	const get = (name: string) => defined(types[name], `node type ${name}`);
	return new Workflow({
		id: '1',
		active: false,
		nodeTypes: { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) },
		nodes,
		connections,
		settings: { executionOrder: 'v1' },
	});
}
