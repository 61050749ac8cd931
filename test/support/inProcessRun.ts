/** Runs of the node without n8n's engine and without a network, in whatever time passes. */
import { NodeApiError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	NodeExecutionHint,
} from 'n8n-workflow';

import { builtNode, storedCredentials } from './engine/built';
import type { MemoryCredentials } from './engine/built';
import { NODE, executeContext } from './executeContext';
import type { ContextSettings } from './executeContext';
import { CUSTOM_APP } from './feishu/apps';
import { InProcessFeishu } from './feishu/inProcess';
import type { FeishuSettings } from './feishu/settings';

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
	const { node = builtNode(), feishu, credentials } = run;
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
		const outputs = (await node.execute?.call(context)) as INodeExecutionData[][];
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
