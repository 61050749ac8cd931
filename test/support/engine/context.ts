/** The context that n8n-core gives a node's `execute`, for a step that is tested without a whole run. */
import { ExecuteContext } from 'n8n-core';
import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeExecutionData, INodeParameters, Workflow } from 'n8n-workflow';

import { defined } from '../defined';
import { builtNode } from './built';
import { node, workflowOf } from './workflow';

/** A workflow of one node, whose expressions can be evaluated until it releases its isolate. */
export async function openWorkflow(): Promise<Workflow> {
	const workflow = workflowOf([node('Node', 'node')], { node: builtNode() });
	// The expressions of n8n's vm engine run in an isolate that their execution has to hold.
	await workflow.expression.acquireIsolate();
	return workflow;
}

/**
 * The context of one execution of the node.
 * @param items what the expressions of the parameters see
 */
export function contextIn(
	workflow: Workflow,
	parameters: INodeParameters,
	items: INodeExecutionData[],
): ExecuteContext {
	const ours = defined(workflow.getNode('Node'), 'node');
	const { description } = builtNode();
	const { properties } = description;
	// With the defaults of those that are not given, as n8n starts an execution.
	ours.parameters =
		NodeHelpers.getNodeParameters(properties, parameters, true, false, ours, description) ?? {};
	return newContext(workflow, ours, items);
}

/** What n8n-core makes for a node's `execute`. */
export function newContext(
	workflow: Workflow,
	node: INode,
	items: INodeExecutionData[],
): ExecuteContext {
	const input = { main: [items] };
	const executeData = { node, data: input, source: null };
	const run = { resultData: { runData: {} } } as never;
	const about = [{ variables: {} } as never, 'manual', run, 0] as const;
	return new ExecuteContext(workflow, node, ...about, items, input, executeData, []);
}
