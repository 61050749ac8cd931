/**
 * The node in virtual time, against the model of Feishu some way off. What counts is when calls come
 * to the server.
 */
import type { INodeType } from 'n8n-workflow';

import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { BatchGetTalentId } from '../../nodes/BatchGetTalentId/BatchGetTalentId.node';
import { MemoryCredentials } from './engine/credentials';
import type { App } from './feishu/apps';
import type { Fault } from './feishu/faults';
import { InProcessFeishu } from './feishu/inProcess';
import type { BatchGetIdRequest } from './feishu/store';
import { runInProcess } from './inProcessRun';

export { passTime } from './fakeTimers';

/** A reply that stands in for the model's. */
export const reply = (status: number, body: unknown, headers?: Record<string, string>): Fault => ({
	kind: 'reply',
	status,
	body,
	headers,
});

export const nothingFound = (): Fault => reply(200, { code: 0, data: { talent_list: [] } });

/** The model of Feishu without its own limits, on which every app is known. */
export class VirtualServer extends InProcessFeishu {
	/** When each call came to the server, in virtual milliseconds, with what it asked. */
	readonly arrivals: Array<{ at: number; body: BatchGetIdRequest }> = [];

	/**
	 * @param oneWay milliseconds there and back; drawn twice for each call
	 * @param answer the reply to a call, counted from 0
	 */
	constructor(
		oneWay: () => number,
		answer: (body: BatchGetIdRequest, call: number) => Fault = nothingFound,
	) {
		const fault = (_: number, body: BatchGetIdRequest) => {
			const ordered = answer(body, this.arrivals.length);
			this.arrivals.push({ at: Date.now(), body });
			return ordered;
		};
		super({ windows: [], fault }, oneWay);
	}

	get times(): number[] {
		return this.arrivals.map(({ at }) => at);
	}

	/** One call as it comes over the wire. */
	async call(body: BatchGetIdRequest): Promise<object> {
		const url = 'https://open.feishu.cn/open-apis/hire/v1/talents/batch_get_id';
		return await this.request({ method: 'POST', url, body });
	}
}

export interface ExecuteSettings {
	options?: object;
	signal?: AbortSignal;
	appId?: string;
	continueOnFail?: boolean;
	/** Prefix of the rows' numbers, so that the server can tell executions apart. */
	prefix?: string;
	/** The rows' cells, in the place of numbers that are made for them. */
	cells?: string[];
	/** Called whenever the credential is read; may throw. */
	onCredentialRead?: () => void;
	/** The node as another process would load it. */
	node?: INodeType;
}

/** Executes the node on `calls` rows, one call each unless `batchSize` says otherwise. */
export async function execute(
	server: InProcessFeishu,
	calls: number,
	{
		options,
		signal,
		appId = 'cli_1',
		continueOnFail = false,
		prefix = '138',
		cells = Array.from({ length: calls }, (_, i) => `${prefix}${String(i).padStart(8, '0')}`),
		onCredentialRead,
		node = new BatchGetTalentId(),
	}: ExecuteSettings = {},
) {
	const app: App = { id: appId, secret: 's', type: 'custom' };
	const data = { appType: 'custom', appId, appSecret: app.secret, host: 'feishu' };
	const credentials = new MemoryCredentials(new FeishuHireApi(), {
		...data,
		accessToken: server.model.issueToken(app, Date.now()),
		issuedFor: tokenKey(readAppOrThrow(data)),
	});
	const { matched, unmatched, error } = await runInProcess({
		node,
		feishu: server,
		credentials,
		items: cells.map((m) => ({ json: { m } })),
		parameters: {
			mobileNumber: '={{ $json.m }}',
			mobileCode: '86',
			matchBy: 'all',
			output: 'talent',
			options: { batchSize: 1, ...options },
		},
		continueOnFail,
		signal,
		onCredentialRead,
	});
	if (error) throw error;
	return [matched, unmatched];
}
