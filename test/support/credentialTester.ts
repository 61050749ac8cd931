/**
 * n8n's button "Test credential", with n8n-core's routing engine and HTTP helper. What n8n's server
 * adds follows n8n 2.41.1: `runRequestTest` in `services/credentials-tester.service.js`, and
 * `applyDefaultsAndOverwrites` in `credentials-helper.js`. As in a real one, a stored token is not
 * exchanged for the test.
 */
import 'reflect-metadata';
import { RoutingNode, getAdditionalKeys } from 'n8n-core';
import { NodeHelpers } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	INode,
	INodeType,
} from 'n8n-workflow';

import type { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { defined } from './defined';
import { newContext } from './engine/context';
import { MemoryCredentials } from './engine/credentials';
import { nodeOf, workflowOf } from './engine/workflow';

/** What the editor is told, and the data that n8n has stored when it is told. */
export interface TestResult {
	status: 'OK' | 'Error';
	message: unknown;
	stored: ICredentialDataDecryptedObject;
}

const STORED = { id: '1', name: 'Feishu Hire account' };

/** The node that sends the request of the test. */
const testNodeType = (type: FeishuHireApi) =>
	({
		description: {
			displayName: 'No Operation, do nothing',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation, do nothing' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: type.test.request },
					default: '',
				},
			],
		},
	}) satisfies INodeType;

function prepare(type: FeishuHireApi, data: ICredentialDataDecryptedObject = {}) {
	const credentials = new MemoryCredentials(type, data);
	const nodeType = testNodeType(type);
	const node = nodeOf('Temp-Node', 'noOp', { credentials: { [type.name]: STORED } });
	const workflow = workflowOf([node], { noOp: nodeType });
	const { helper: credentialsHelper } = credentials;
	const context = newContext(workflow, node, [{ json: {} }], { credentialsHelper });
	/** The entered data as the test sees it: with defaults, without hidden fields, expressions resolved. */
	const readData = () => {
		const entered = data as INode['parameters'];
		const { properties } = type;
		const filled = NodeHelpers.getNodeParameters(properties, entered, true, false, null, null);
		const decrypted = defined(filled, 'data of the credential');
		return workflow.expression.getComplexParameterValue(
			node,
			decrypted,
			'internal',
			getAdditionalKeys(context.additionalData, 'internal', null, { isCredential: true }),
			undefined,
			undefined,
			decrypted,
		) as ICredentialDataDecryptedObject;
	};
	return { context, nodeType, credentials, readData };
}

/** n8n's HTTP helper, as it hands it to `preAuthentication`. */
export function httpHelper(type: FeishuHireApi): IHttpRequestHelper {
	const { httpRequest } = prepare(type).context.helpers;
	return { helpers: { httpRequest } };
}

/** What n8n says of an error of the test. */
function explain(error: unknown): unknown {
	const { message, cause } = error as Error & {
		cause?: { code?: unknown; response?: { status: number; statusText: string } };
	};
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	return statusText || `Received HTTP status code: ${status}`;
}

/**
 * Tests a stored credential.
 * @param data the entered data, with the stored token if there is one
 */
export async function testCredential(
	type: FeishuHireApi,
	data: ICredentialDataDecryptedObject,
): Promise<TestResult> {
	const { context, nodeType, credentials, readData } = prepare(type, data);
	const result = (status: TestResult['status'], message: unknown): TestResult => ({
		status,
		message,
		stored: credentials.data,
	});
	let body: IDataObject;
	try {
		const decrypted = { ...STORED, type: type.name, data: readData() };
		const response = await new RoutingNode(context, nodeType, decrypted).runNode();
		body = defined(response?.[0]?.[0], 'reply of the test').json;
	} catch (error) {
		return result('Error', explain(error));
	}
	for (const rule of type.test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') throw new Error('Not reproduced here');
		const { key, value, message } = rule.properties;
		if (body[key] === value) return result('Error', message);
	}
	return result('OK', 'Connection successful!');
}
