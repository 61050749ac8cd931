/**
 * The context of a node's `execute`, as far as ours uses it, without n8n's engine: it evaluates
 * references to one field (`={{ $json.m }}`), and sends by a function.
 */
import { NodeApiError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { defined } from './defined';
import type { InProcessFeishu } from './feishu/inProcess';
import type { MemoryCredentials } from './engine/credentials';

const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'batchGetTalentId',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export interface ContextSettings {
	items?: INodeExecutionData[];
	/** As they stand in the workflow. */
	parameters?: Record<string, unknown>;
	/** What n8n makes of an expression, in the place of the field that a reference names. */
	evaluate?: (expression: unknown, item: number) => unknown;
	signal?: AbortSignal;
	continueOnFail?: boolean;
	/** Called whenever the credential is read; may throw. */
	getCredentials?: () => ICredentialDataDecryptedObject;
	/** @param signal that of the context the helper is called with */
	send?: (
		data: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
		signal?: AbortSignal,
	) => Promise<object>;
}

export interface FakeContext {
	context: IExecuteFunctions;
	/** The messages of the hints given and of the lines logged. */
	said: string[];
	hints: NodeExecutionHint[];
}

interface Given {
	credentialsDecrypted: { data: ICredentialDataDecryptedObject };
}

const REFERENCE = /^=\{\{\s*\$json\.(\w+)\s*\}\}$/;

/** As n8n sees it: a text that begins with `=`, however deep in a list. */
const isExpression = (source: unknown) => JSON.stringify(source ?? '').includes('"=');

export function executeContext(settings: ContextSettings = {}): FakeContext {
	const { items = [], parameters = {}, signal = new AbortController().signal } = settings;
	const said: string[] = [];
	const hints: NodeExecutionHint[] = [];
	const fieldOf = (expression: unknown, item: number) => {
		const field = defined(REFERENCE.exec(String(expression))?.[1], 'field of the reference');
		return defined(items[item], 'item').json[field];
	};
	const { evaluate = fieldOf, send, getCredentials = () => ({}) } = settings;
	const context = {
		getInputData: () => items,
		getNodeParameter: (
			name: string,
			item: number,
			fallback: unknown,
			options?: IGetNodeParameterOptions,
		) => {
			const source = parameters[name] ?? fallback;
			return isExpression(source) && !options?.rawExpressions ? evaluate(source, item) : source;
		},
		logger: { info: (message: string) => void said.push(message) },
		getCredentials: async () => getCredentials(),
		continueOnFail: () => settings.continueOnFail ?? false,
		getNode: () => NODE,
		addExecutionHints: (...given: NodeExecutionHint[]) => {
			hints.push(...given);
			said.push(...given.map(({ message }) => message));
		},
		getExecutionCancelSignal: () => signal,
		helpers: {
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				_: string,
				options: IHttpRequestOptions,
				{ credentialsDecrypted: { data } }: Given,
			) {
				return await defined(send, 'way to send')(data, options, this.getExecutionCancelSignal());
			},
		},
	};
	return { context: context as unknown as IExecuteFunctions, said, hints };
}

/**
 * n8n's authenticated request: an exchange where one is due, then the call with its bearer. Its
 * errors keep the request.
 */
export async function sendAuthenticated(
	feishu: Pick<InProcessFeishu, 'request'>,
	{ helper }: MemoryCredentials,
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	signal?: AbortSignal,
): Promise<object> {
	// The exchange knows nothing of the execution's signal, but has one of its own.
	const helpers = {
		httpRequest: async (request: IHttpRequestOptions) =>
			await feishu.request(request, request.abortSignal as AbortSignal | undefined),
	};
	try {
		await helper.preAuthentication({ helpers } as never, data, 'feishuHireApi', NODE, false);
		await helper.authenticate(data, 'feishuHireApi', options, undefined as never, NODE);
		return await feishu.request(options, signal);
	} catch (error) {
		throw new NodeApiError(NODE, error as never);
	}
}
