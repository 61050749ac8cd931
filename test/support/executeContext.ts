/**
 * The context of a node's `execute`, as far as ours uses it, without n8n's engine: it evaluates
 * references to one field (`={{ $json.m }}`), and sends by a function.
 */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	IHttpRequestOptions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { defined } from './defined';
import { node } from './engine/workflow';

export const NODE = node('Node', 'batchGetTalentId');

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

interface Given {
	credentialsDecrypted: { data: ICredentialDataDecryptedObject };
}

const REFERENCE = /^=\{\{\s*\$json\.(\w+)\s*\}\}$/;

/** As n8n sees it: a text that begins with `=`, however deep in a list. */
const isExpression = (source: unknown) => JSON.stringify(source ?? '').includes('"=');

/** @returns the context, the hints given, and their messages among the lines logged */
export function executeContext(settings: ContextSettings = {}) {
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
