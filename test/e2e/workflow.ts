/** Workflows for the tests, as n8n's editor would save them. */
import type { IConnections, INode } from 'n8n-workflow';

import { node, to } from '../support/engine/workflow';
import type { Credential, WorkflowBody } from './rest';

export { node, to };

export const OUR_NODE = 'Feishu Hire: Batch Get Talent ID';
export const OUR_TYPE = 'n8n-nodes-feishu-hire.batchGetTalentId';
export const OUR_CREDENTIAL = 'feishuHireApi';

/** A trigger that posts to `/webhook/PATH` start. */
export const webhook = (path: string, parameters: INode['parameters'] = {}): INode =>
	node(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, ...parameters },
		{ typeVersion: 2.1, webhookId: crypto.randomUUID() },
	);

/** How a node names the credential it uses. */
export const useCredential = ({ id, name, type }: Credential): Required<INode>['credentials'] => ({
	[type]: { id, name },
});

/** Our node, with a stored credential. */
export const ourNode = (credential: Credential, parameters: INode['parameters']): INode =>
	node(OUR_NODE, OUR_TYPE, parameters, { credentials: useCredential(credential) });

/** A workflow of nodes in a row, each behind the first output of the one before. */
export function chain(name: string, nodes: INode[]): WorkflowBody {
	const connections: IConnections = {};
	nodes.forEach((one, place) => {
		const next = nodes[place + 1];
		if (next) connections[one.name] = { main: [to(next.name)] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}
