/** The context that n8n-core gives a node's `execute`, for a step that is tested without a whole run. */
import { ExecuteContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	INodeExecutionData,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { builtNode } from './engine';

/** @param items what the expressions of the parameters see */
export async function openContext(
	parameters: INodeParameters,
	items: INodeExecutionData[],
): Promise<ExecuteContext> {
	const type = builtNode();
	const workflow = new Workflow({
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
		nodes: [{ id: '1', name: 'Node', type: 'node', typeVersion: 1, position: [0, 0], parameters }],
		connections: {},
	});
	const node = workflow.getNode('Node');
	if (!node) throw new Error('The workflow lost its node');
	// The expressions of n8n's vm engine run in an isolate that their execution has to hold.
	await workflow.expression.acquireIsolate();
	const additionalData = { variables: {} } as unknown as IWorkflowExecuteAdditionalData;
	const input = { main: [items] };
	const executeData = { node, data: input, source: null };
	const run = { resultData: { runData: {} } } as never;
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		run,
		0,
		items,
		input,
		executeData,
		[],
	);
}
