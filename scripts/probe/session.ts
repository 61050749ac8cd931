/**
 * The calls of a probe, one at a time: by the node's own credential, token exchange, transport and
 * error table, outside of n8n.
 */
import { sleep } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { readAppOrThrow } from '../../credentials/feishuApp';
import type { FeishuApp } from '../../credentials/feishuApp';
import { exchangeTokenOrThrow } from '../../credentials/tokenExchange';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../nodes/BatchGetTalentId/feishu/response';
import { createTransport } from '../../nodes/BatchGetTalentId/feishu/transport';
import { BATCH_GET_ID } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody, TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { Person } from './people';

/** Every request counts, those for tokens too; `burst` comes on top. */
export const MAX_CALLS = 60;
/** So many calls are made again because the first came to nothing. */
const MAX_REPEATS = 3;
const TIMEOUT_MS = 30_000;
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Why an assumption could not be asked, in words for the report. */
export class NotAnswered extends Error {}

/** What a call came to: as the node reads it, and as it came. */
export interface Answer {
	reply: Reply<TalentEntry[]>;
	/** Absent where none came. */
	response?: IN8nHttpFullResponse;
}

/** What came of a request to a token endpoint. */
export interface ExchangeAnswer {
	token?: string;
	error?: Error;
	status?: number;
}

/** A request as n8n's helper would send it. */
async function send(
	options: IHttpRequestOptions,
	signal?: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	const { method = 'POST', url, headers, body, encoding } = options;
	const response = await fetch(url, {
		method,
		headers: { 'Content-Type': 'application/json; charset=utf-8', ...(headers as object) },
		body: method === 'GET' ? undefined : JSON.stringify(body),
		redirect: 'manual',
		signal,
	}).catch((error: Error) => {
		throw error.cause ?? error;
	});
	const text = await response.text();
	return {
		statusCode: response.status,
		headers: Object.fromEntries(response.headers),
		body: encoding === 'text' ? text : parse(text),
	};
}

function parse(text: string): IDataObject | string {
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		return text;
	}
}

export class Session {
	private readonly credential = new FeishuHireApi();
	private requests = 0;
	private repeats = 0;
	private allowed = MAX_CALLS;
	private readonly references = new Map<string, Promise<TalentEntry[]>>();

	/**
	 * @param data of the credential
	 * @param people the first of them, and perhaps a second
	 * @param pause lets so many milliseconds pass
	 */
	constructor(
		private readonly data: ICredentialDataDecryptedObject,
		readonly people: [first: Person, second?: Person],
		readonly pause: (ms: number) => Promise<void> = sleep,
	) {}

	/** How many requests were sent. */
	get calls(): number {
		return this.requests;
	}

	get app(): FeishuApp {
		return readAppOrThrow(this.data);
	}

	/**
	 * Makes one call, and a second one where the first had bad luck or its token had expired.
	 * @throws NotAnswered when Feishu still says nothing
	 */
	async lookUp(body: BatchGetIdBody): Promise<Answer> {
		const answer = await this.lookUpOnce(body);
		const { reply } = answer;
		if (!(reply instanceof FeishuError) || reply.retry === 'never') return answer;
		if (this.repeats++ >= MAX_REPEATS) throw new NotAnswered(reply.message);
		if (reply.retry !== 'token') {
			await this.pause(Math.min(reply.retryAfterMs ?? MIN_PAUSE_MS, MAX_PAUSE_MS));
		}
		const again = await this.lookUpOnce(body);
		if (again.reply instanceof FeishuError && again.reply.retry !== 'never') {
			throw new NotAnswered(again.reply.message);
		}
		return again;
	}

	/** The talents that one identifier finds alone. */
	async reference(body: BatchGetIdBody): Promise<TalentEntry[]> {
		const key = JSON.stringify(body);
		const known = this.references.get(key) ?? this.lookUpTalents(body);
		this.references.set(key, known);
		return await known;
	}

	/** Makes so many calls at once, which may go beyond the calls of the other assumptions. */
	async burst(body: BatchGetIdBody, count: number): Promise<Answer[]> {
		this.allowed += count;
		return await Promise.all(Array.from({ length: count }, () => this.lookUpOnce(body)));
	}

	/** Sends a request to the endpoint that is not the node's: with another token, or method. */
	async sendRaw(options: Partial<IHttpRequestOptions>): Promise<Answer> {
		const url = this.app.baseUrl + BATCH_GET_ID.path;
		const response = await this.request({
			method: 'POST',
			url,
			encoding: 'text',
			...options,
		}).catch((error: Error) => {
			throw new NotAnswered(error.message);
		});
		const success = readResponse(response, BATCH_GET_ID.errors);
		const reply = success instanceof FeishuError ? success : BATCH_GET_ID.parse(success, response);
		return { reply, response };
	}

	/** Exchanges credentials as the node does; some of them can be replaced. */
	async exchange(replaced: Partial<FeishuApp> = {}): Promise<ExchangeAnswer> {
		const answer: ExchangeAnswer = {};
		const httpRequest = async (options: IHttpRequestOptions) => {
			const response = await this.request(options);
			answer.status = response.statusCode;
			return response;
		};
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		try {
			answer.token = await exchangeTokenOrThrow(helper, { ...this.app, ...replaced });
		} catch (error) {
			answer.error = error as Error;
		}
		return answer;
	}

	/** One request to a path of the token endpoints, as the credential's test makes it. */
	async requestToken(path: string): Promise<IN8nHttpFullResponse> {
		const { appId: app_id, appSecret: app_secret, baseUrl } = this.app;
		return await this.request({ url: baseUrl + path, body: { app_id, app_secret } });
	}

	private async lookUpTalents(body: BatchGetIdBody): Promise<TalentEntry[]> {
		const { reply } = await this.lookUp(body);
		if (reply instanceof FeishuError) throw new NotAnswered(reply.message);
		return reply;
	}

	private async lookUpOnce(body: BatchGetIdBody): Promise<Answer> {
		const answer: Partial<Answer> = {};
		const context = this.context((response) => {
			answer.response = response;
		});
		const transport = createTransport<BatchGetIdBody, TalentEntry[]>(context, BATCH_GET_ID, {
			timeoutMs: TIMEOUT_MS,
			maxTries: 2,
		});
		return { ...answer, reply: await transport(body), response: answer.response };
	}

	/** What the transport asks of n8n. */
	private context(onResponse: (response: IN8nHttpFullResponse) => void): IExecuteFunctions {
		const { credential } = this;
		const request = this.request.bind(this);
		const httpRequestWithAuthentication = async function (
			this: IExecuteFunctions,
			_type: string,
			options: IHttpRequestOptions,
			{ credentialsDecrypted }: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
		) {
			const { data } = credentialsDecrypted;
			if (data.accessToken === '') {
				const helper = { helpers: { httpRequest: request } } as unknown as IHttpRequestHelper;
				Object.assign(data, await credential.preAuthentication.call(helper, data));
			}
			const authenticated = await credential.authenticate(data, options);
			const response = await request(authenticated, this.getExecutionCancelSignal());
			onResponse(response);
			return response;
		};
		return {
			getExecutionCancelSignal: () => undefined,
			getCredentials: async () => ({ ...this.data, accessToken: '', issuedFor: '' }),
			helpers: { httpRequestWithAuthentication },
		} as unknown as IExecuteFunctions;
	}

	private async request(
		options: IHttpRequestOptions,
		signal?: AbortSignal,
	): Promise<IN8nHttpFullResponse> {
		if (this.requests >= this.allowed)
			throw new Error(`No more than ${this.allowed} calls are made`);
		this.requests++;
		return await send(options, signal ?? (options.abortSignal as AbortSignal | undefined));
	}
}
