/** The model of Feishu as n8n's HTTP helper reaches it, without a network: in whatever time passes. */
import { inspect } from 'node:util';
import { jsonParse } from 'n8n-workflow';
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { sleepOrAbort as wait } from '../../../credentials/abort';
import { FeishuModel } from './model';
import { TRICKLE_PIECES, record, textOf } from './replies';
import type { Reply } from './replies';
import type { FeishuSettings } from './settings';

export class InProcessFeishu extends FeishuModel {
	/**
	 * @param oneWay milliseconds there, and back; drawn twice for each request
	 * @param now Feishu's own clock
	 */
	constructor(
		settings: Partial<FeishuSettings> = {},
		private readonly oneWay: () => number = () => 0,
		private readonly now: () => number = () => Date.now(),
	) {
		super(settings);
	}

	/**
	 * Sends a request, with full response, as n8n's `httpRequest` does.
	 * @throws an error that keeps the request, as axios's does, when no whole reply comes
	 */
	async request(options: IHttpRequestOptions, signal?: AbortSignal): Promise<IN8nHttpFullResponse> {
		const { method = 'GET', url, body, headers, timeout = Infinity } = options;
		const bearer = headers?.Authorization;
		const request = {
			method,
			path: new URL(url).pathname,
			token: typeof bearer === 'string' ? bearer.replace('Bearer ', '') : undefined,
			body,
		};
		await wait(this.oneWay(), signal);
		const { reply, fault, entry } = this.respond(request, this.now());
		await wait(this.oneWay(), signal);
		switch (fault?.kind) {
			case 'reset':
				throw networkError('ECONNRESET', options);
			case 'silence':
				await wait(timeout, signal);
				throw networkError('ECONNABORTED', options);
			case 'truncate': {
				const text = textOf(reply);
				return responseOf(reply, text.slice(0, text.length / 2), options);
			}
			case 'trickle': {
				// The time-out of the helper counts idle time only.
				const { pause } = fault;
				await wait(pause >= timeout ? timeout : pause * TRICKLE_PIECES, signal);
				if (pause >= timeout) throw networkError('ECONNABORTED', options);
			}
		}
		record(entry, reply);
		return responseOf(reply, textOf(reply), options);
	}
}

const networkError = (code: string, config: IHttpRequestOptions) =>
	Object.assign(new Error(`${code} of ${inspect(config)}`), { code, config });

/** The helper parses JSON unless it is asked for text. */
function responseOf(reply: Reply, text: string, { encoding }: IHttpRequestOptions) {
	const { status: statusCode, headers } = reply;
	const body =
		encoding === 'text' ? text : jsonParse<IDataObject | string>(text, { fallbackValue: text });
	return { statusCode, headers: { 'x-tt-logid': 'LOG', ...headers }, body };
}
