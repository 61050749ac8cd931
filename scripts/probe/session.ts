/** The calls of a probe, one at a time: by the node's own token exchange, error table and reader of replies. */
import { jsonParse, sleep } from 'n8n-workflow';
import type { IHttpRequestHelper, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { FeishuApp } from '../../credentials/feishuApp';
import { exchangeTokenOrThrow } from '../../credentials/tokenExchange';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../nodes/BatchGetTalentId/feishu/response';
import { toFeishuError } from '../../nodes/BatchGetTalentId/feishu/transport';
import { BATCH_GET_ID } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody, TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { Identifier } from '../../nodes/BatchGetTalentId/types';

/** Every request counts, those for tokens too; `burst` comes on top. */
export const MAX_CALLS = 60;
const TIMEOUT_MS = 30_000;
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Why an assumption could not be asked, in words for the report. */
export class NotAnswered extends Error {}

/** A person who agreed to be looked up, with one identifier of each kind: the first that was typed. */
export interface Person {
	mobile: Identifier;
	email: Identifier;
	identification?: Identifier;
}

/** What a call came to, as the node reads it. */
export type Answer = Reply<TalentEntry[]>;

export class Session {
	/** How many requests were sent. */
	calls = 0;
	/** What came back for the last one, if anything. */
	last?: IN8nHttpFullResponse;
	private allowed = MAX_CALLS;
	private token?: Promise<string>;
	private readonly references = new Map<string, Promise<Answer>>();

	/**
	 * @param people the first of them, and perhaps a second
	 * @param pause lets so many milliseconds pass
	 */
	constructor(
		readonly app: FeishuApp,
		readonly people: readonly [first: Person, second?: Person],
		readonly pause: (ms: number) => Promise<void> = sleep,
	) {}

	/**
	 * Makes one call, and a second one where the first had bad luck or its token had expired.
	 * @throws NotAnswered when Feishu still says nothing
	 */
	async lookUp(body: BatchGetIdBody): Promise<Answer> {
		for (let isSecond = false; ; isSecond = true) {
			const answer = await this.lookUpOnce(body);
			if (!(answer instanceof FeishuError) || answer.retry === 'never') return answer;
			if (isSecond) throw new NotAnswered(answer.message);
			if (answer.retry === 'token') this.token = undefined;
			else await this.pause(Math.min(answer.retryAfterMs ?? MIN_PAUSE_MS, MAX_PAUSE_MS));
		}
	}

	/** The talents that one identifier finds alone; each is asked once. */
	async reference(body: BatchGetIdBody): Promise<TalentEntry[]> {
		const key = JSON.stringify(body);
		const known = this.references.get(key) ?? this.lookUp(body);
		this.references.set(key, known);
		const answer = await known;
		if (answer instanceof FeishuError) throw new NotAnswered(answer.message);
		return answer;
	}

	/** Makes so many calls at once, which may go beyond the calls of the other assumptions. */
	async burst(body: BatchGetIdBody, count: number): Promise<Answer[]> {
		this.allowed += count;
		return await Promise.all(Array.from({ length: count }, () => this.lookUpOnce(body)));
	}

	/** Sends a request to the endpoint, which may be unlike the node's: with another token, or method. */
	async send(options: Omit<IHttpRequestOptions, 'url'>): Promise<Answer> {
		const url = this.app.baseUrl + BATCH_GET_ID.path;
		try {
			const response = await this.request({ ...options, url });
			const success = readResponse(response, BATCH_GET_ID.errors);
			return success instanceof FeishuError ? success : BATCH_GET_ID.parse(success, response);
		} catch (error) {
			if (error instanceof NotAnswered) throw error;
			return toFeishuError(error);
		}
	}

	/**
	 * Exchanges credentials as the node does; some of them can be replaced.
	 * @throws TokenExchangeError
	 */
	async exchange(replaced: Partial<FeishuApp> = {}): Promise<string> {
		const httpRequest = async (options: IHttpRequestOptions) => await this.request(options);
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		return await exchangeTokenOrThrow(helper, { ...this.app, ...replaced });
	}

	/** One request, as n8n's helper would send it. */
	async request(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		const { method = 'POST', url, headers, body, abortSignal } = options;
		if (this.calls >= this.allowed) {
			throw new NotAnswered(`No more than ${this.allowed} calls are made`);
		}
		this.calls++;
		this.last = undefined;
		const response = await fetch(url, {
			method,
			headers: { 'Content-Type': 'application/json; charset=utf-8', ...(headers as object) },
			body: method === 'GET' ? undefined : JSON.stringify(body),
			redirect: 'manual',
			signal: (abortSignal as AbortSignal | undefined) ?? AbortSignal.timeout(TIMEOUT_MS),
		}).catch((error: Error) => {
			throw error.cause ?? error;
		});
		const text = await response.text();
		this.last = {
			statusCode: response.status,
			headers: Object.fromEntries(response.headers),
			body: jsonParse<object | string>(text, { fallbackValue: text }),
		};
		return this.last;
	}

	private async lookUpOnce(body: BatchGetIdBody): Promise<Answer> {
		this.token ??= this.exchange();
		const token = await this.token.catch((error: Error) => {
			this.token = undefined;
			throw error;
		});
		return await this.send({ body, headers: { Authorization: `Bearer ${token}` } });
	}
}
