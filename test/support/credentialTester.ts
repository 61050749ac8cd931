/**
 * n8n's button "Test credential", with n8n-core's routing engine and HTTP helper. What n8n's server
 * adds follows n8n 2.41.1: `runRequestTest` in `services/credentials-tester.service.js`, and
 * `preAuthentication`, `authenticate` and `applyDefaultsAndOverwrites` in `credentials-helper.js`.
 */
import 'reflect-metadata';
import { ExecuteContext, RoutingNode, getAdditionalKeys } from 'n8n-core';
import { NodeHelpers, Workflow, createEmptyRunExecutionData } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import type { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { defined } from './defined';

/** What the editor is told, and the data that n8n has stored when it is told. */
export interface TestResult {
	status: 'OK' | 'Error';
	message: unknown;
	stored: ICredentialDataDecryptedObject;
}

/**
 * The name of the node type that n8n tests with, as `NodeTypes.getByNameAndVersion` returns it.
 * credentials-helper.js compares it with `n8n-nodes-base.noOp`, so that its `isTestingCredentials` is
 * never true and a stored token is not exchanged for the test (seen in a real n8n 2.41.1).
 */
const TEST_NODE_TYPE = 'noOp';
/** The name under which n8n would exchange it. */
export const FULL_NODE_TYPE = 'n8n-nodes-base.noOp';

const EXPIRABLE = 'accessToken';

function testNode(type: FeishuHireApi, name: string): { node: INode; nodeType: INodeType } {
	const node: INode = {
		id: 'temp',
		parameters: {},
		name: 'Temp-Node',
		type: name,
		typeVersion: 1,
		position: [0, 0],
		credentials: { [type.name]: { id: '1', name: 'Feishu Hire account' } },
	};
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation, do nothing',
			name,
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
	};
	return { node, nodeType };
}

function buildWorkflow(node: INode, nodeType: INodeType): Workflow {
	const get = () => nodeType;
	return new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) },
	});
}

function credentialsHelper(
	type: FeishuHireApi,
	store: (output: IDataObject) => void,
): ICredentialsHelper {
	return {
		getParentTypes: () => [],
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_type: string,
			options: IHttpRequestOptions,
		) => await type.authenticate(data, options),
		preAuthentication: async (
			helpers: IHttpRequestHelper,
			data: ICredentialDataDecryptedObject,
			_type: string,
			node: INode,
			expired: boolean,
		) => {
			const isTestingCredentials = node.parameters.temp === '' && node.type === FULL_NODE_TYPE;
			if (data[EXPIRABLE] !== '' && !expired && !isTestingCredentials) return undefined;
			const output = await type.preAuthentication.call(helpers, data);
			store(output);
			return Object.assign(data, output);
		},
	} as unknown as ICredentialsHelper;
}

function prepareContext(type: FeishuHireApi, name = TEST_NODE_TYPE) {
	const { node, nodeType } = testNode(type, name);
	const workflow = buildWorkflow(node, nodeType);
	let output: IDataObject = {};
	const additionalData = {
		credentialsHelper: credentialsHelper(type, (exchanged) => (output = exchanged)),
		webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form',
		variables: {},
	} as IWorkflowExecuteAdditionalData;
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return { context, node, nodeType, workflow, additionalData, exchanged: () => output };
}

/** n8n's HTTP helper, as it hands it to `preAuthentication`. */
export function httpHelper(type: FeishuHireApi): IHttpRequestHelper {
	const { httpRequest } = prepareContext(type).context.helpers;
	return { helpers: { httpRequest } };
}

/** The entered data as the test sees it: with defaults, without hidden fields, expressions resolved. */
function applyDefaults(
	type: FeishuHireApi,
	data: ICredentialDataDecryptedObject,
	{ node, workflow, additionalData }: ReturnType<typeof prepareContext>,
): ICredentialDataDecryptedObject {
	const entered = data as INode['parameters'];
	const filled = NodeHelpers.getNodeParameters(type.properties, entered, true, false, null, null);
	const decrypted = defined(filled, 'data of the credential');
	return workflow.expression.getComplexParameterValue(
		node,
		decrypted,
		'internal',
		getAdditionalKeys(additionalData, 'internal', null, { isCredential: true }),
		undefined,
		undefined,
		decrypted,
	) as ICredentialDataDecryptedObject;
}

/** What n8n says of an error of the test. */
function explain(error: unknown): unknown {
	const { message, cause } = error as Error & {
		cause?: { code?: unknown; response?: { status: number; statusText: string } };
	};
	if (cause?.response) {
		const { status, statusText } = cause.response;
		if (status < 199 || status > 299) return statusText || `Received HTTP status code: ${status}`;
	} else if (cause?.code) {
		return cause.code;
	}
	return message.toString();
}

/**
 * Tests a stored credential.
 * @param data the entered data, with the stored token if there is one
 * @param nodeTypeName `FULL_NODE_TYPE` for an n8n that exchanges for each test
 */
export async function testCredential(
	type: FeishuHireApi,
	data: ICredentialDataDecryptedObject,
	nodeTypeName?: string,
): Promise<TestResult> {
	const prepared = prepareContext(type, nodeTypeName);
	const { context, nodeType, exchanged } = prepared;
	const result = (status: TestResult['status'], message: unknown): TestResult => ({
		status,
		message,
		stored: { ...data, ...exchanged() } as ICredentialDataDecryptedObject,
	});
	const decrypted = {
		id: '1',
		name: 'Feishu Hire account',
		type: type.name,
		data: applyDefaults(type, data, prepared),
	};
	let body: IDataObject;
	try {
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
