/**
 * The node without n8n's engine and without a network, in whatever time passes. The context of its
 * `execute` is there as far as ours uses it: it evaluates references to one field (`={{ $json.m }}`),
 * and sends by a function.
 */
import { NodeApiError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	NodeExecutionHint,
} from 'n8n-workflow';

import { defined } from './defined';
import { builtNode, storedCredentials } from './engine/built';
import type { MemoryCredentials } from './engine/built';
import { node } from './engine/workflow';
import { CUSTOM_APP } from './feishu/apps';
import { InProcessFeishu } from './feishu/inProcess';
import type { FeishuSettings } from './feishu/settings';

const NODE = node('Node', 'batchGetTalentId');

interface ContextSettings {
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

type Given = { credentialsDecrypted: { data: ICredentialDataDecryptedObject } };

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

type Transport = Pick<InProcessFeishu, 'request'>;

export interface InProcessRun extends Omit<ContextSettings, 'getCredentials' | 'send'> {
	/** The built node by default. */
	node?: INodeType;
	feishu: Transport;
	credentials: MemoryCredentials;
	/** Called whenever the credential is read; may throw. */
	onCredentialRead?: () => void;
	/** Called before each call. */
	onRequest?: () => void;
}

export interface InProcessResult {
	matched: INodeExecutionData[];
	unmatched: INodeExecutionData[];
	hints: NodeExecutionHint[];
	/** The messages of the hints given and of the lines logged. */
	said: string[];
	/** What `execute` threw. */
	error?: Error & { description?: string };
}

let apps = 0;

/** A Feishu and a credential for an app of their own, so that runs share no limiter and no token. */
export function newFeishu(
	settings: Partial<FeishuSettings>,
	...transport: [oneWay?: () => number, now?: () => number]
) {
	const app = { ...CUSTOM_APP, id: `cli_${++apps}` };
	const credentials = storedCredentials({ appId: app.id, host: 'feishu', accessToken: '' });
	return { feishu: new InProcessFeishu({ apps: [app], ...settings }, ...transport), credentials };
}

/** Executes the node once. */
export async function runInProcess(run: InProcessRun): Promise<InProcessResult> {
	const { feishu, credentials } = run;
	const { context, said, hints } = executeContext({
		...run,
		getCredentials: () => {
			run.onCredentialRead?.();
			return { ...credentials.data };
		},
		send: async (data, options, end) => {
			run.onRequest?.();
			return await sendAuthenticated(feishu, credentials, data, options, end);
		},
	});
	const result: InProcessResult = { matched: [], unmatched: [], hints, said };
	try {
		const outputs = (await (run.node ?? builtNode()).execute?.call(
			context,
		)) as INodeExecutionData[][];
		const [matched = [], unmatched = []] = outputs;
		return { ...result, matched, unmatched };
	} catch (error) {
		return { ...result, error: error as Error };
	}
}

/**
 * n8n's authenticated request: an exchange where one is due, then the call with its bearer. Its
 * errors keep the request.
 */
async function sendAuthenticated(
	feishu: Transport,
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
