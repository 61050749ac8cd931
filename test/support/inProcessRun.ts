/** A run of the node without n8n's engine and without a network, in whatever time passes. */
import type {
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	NodeExecutionHint,
} from 'n8n-workflow';

import type { MemoryCredentials } from './engine/credentials';
import { executeContext, sendAuthenticated } from './executeContext';
import type { InProcessFeishu } from './feishu/inProcess';

export interface InProcessRun {
	node: INodeType;
	feishu: Pick<InProcessFeishu, 'request'>;
	credentials: MemoryCredentials;
	items: INodeExecutionData[];
	/** As they stand in the workflow; an expression can name one field (`={{ $json.m }}`). */
	parameters: Record<string, unknown>;
	continueOnFail?: boolean;
	signal?: AbortSignal;
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

/** Executes the node once. */
export async function runInProcess(run: InProcessRun): Promise<InProcessResult> {
	const { node, feishu, credentials, items, parameters, continueOnFail, signal } = run;
	const { context, said, hints } = executeContext({
		items,
		parameters,
		continueOnFail,
		signal,
		getCredentials: () => {
			run.onCredentialRead?.();
			return { ...credentials.data };
		},
		send: async (data, options: IHttpRequestOptions, end) => {
			run.onRequest?.();
			return await sendAuthenticated(feishu, credentials, data, options, end);
		},
	});
	try {
		const outputs = (await node.execute?.call(context)) as INodeExecutionData[][];
		const [matched = [], unmatched = []] = outputs;
		return { matched, unmatched, hints, said };
	} catch (error) {
		return { matched: [], unmatched: [], hints, said, error: error as Error };
	}
}
