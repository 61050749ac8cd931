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
import { reply } from './feishu/faults';
import type { Fault } from './feishu/faults';
import { InProcessFeishu } from './feishu/inProcess';
import type { BatchGetIdRequest } from './feishu/store';
import { runInProcess } from './inProcessRun';
import { numberOf } from './sheets';

export { reply };
export { passTime } from './fakeTimers';

export const nothingFound = (): Fault => reply(200, { code: 0, data: { talent_list: [] } });

/** The model of Feishu without its own limits, on which every app is known. */
export class VirtualServer extends InProcessFeishu {
	/**
	 * @param oneWay milliseconds there and back; drawn twice for each call
	 * @param answer the reply to a call, counted from 0
	 */
	constructor(
		oneWay: () => number,
		answer: (body: BatchGetIdRequest, call: number) => Fault = nothingFound,
	) {
		super({ windows: [], fault: (call, body) => answer(body, call) }, oneWay);
	}

	/** When each call came, in virtual milliseconds. */
	get times(): number[] {
		return this.calls.map(({ at }) => at);
	}
}

export interface ExecuteSettings {
	options?: object;
	appId?: string;
	continueOnFail?: boolean;
	/** In the place of numbers that are made for the rows. */
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
		appId = 'cli_1',
		continueOnFail = false,
		cells = Array.from({ length: calls }, (_, i) => numberOf(i)),
		onCredentialRead,
		node = new BatchGetTalentId(),
	}: ExecuteSettings = {},
) {
	const app: App = { id: appId, secret: 's', type: 'custom' };
	const data = { appType: 'custom', appId, appSecret: app.secret, host: 'feishu' };
	const credentials = new MemoryCredentials(new FeishuHireApi(), {
		...data,
		accessToken: server.issueToken(app, Date.now()),
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
		onCredentialRead,
	});
	if (error) throw error;
	return [matched, unmatched];
}
