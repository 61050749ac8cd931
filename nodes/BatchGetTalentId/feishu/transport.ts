/** The one file that ties calls to n8n: its HTTP helper, its credential, its cancel signal. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { Deadline, raceAbort } from '../../../credentials/abort';
import { CREDENTIAL_NAME, readAppOrThrow } from '../../../credentials/feishuApp';
import { describeNetworkCode, isCertificateCode } from '../../../credentials/openPlatform';
import { observeExchange } from '../../../credentials/tokenExchange';
import type { TokenExchangeError } from '../../../credentials/tokenExchange';
import type { ErrorTable } from './errorCodes';
import { FeishuError } from './errors';
import type { Reply } from './errors';
import { readResponse } from './response';
import type { JsonObject } from './response';
import { sendWithToken } from './tokenManager';
import type { Send } from './tokenManager';

/** An endpoint of the open platform that is called by POST. */
export interface Endpoint<Data> {
	/** Below the base URL, from its first slash on. */
	path: string;
	/** Its own error codes; they win over the gateway's. */
	errors: ErrorTable;
	/** Reads the JSON object of a success. */
	parse: (body: JsonObject, response: IN8nHttpFullResponse) => Reply<Data>;
}

/** Makes one call. Rejects only when the execution was cancelled. */
export type Transport<Body, Data> = (body: Body) => Promise<Reply<Data>>;

/**
 * The code of a network error within what the helper threw, e.g. `ECONNRESET`. n8n wraps the error;
 * n8n-workflow 1.99 to 2.33 keeps no `cause`, but puts the code where the HTTP status would be.
 */
function findNetworkCode(error: unknown): string | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if ('code' in cause && typeof cause.code === 'string') return cause.code;
		const httpCode = 'httpCode' in cause ? cause.httpCode : undefined;
		if (typeof httpCode === 'string' && /^[A-Z][A-Z0-9_]+$/.test(httpCode)) return httpCode;
	}
	return undefined;
}

const exchangeFailed = ({ message, transient, feishuCode }: TokenExchangeError) =>
	new FeishuError({
		retry: transient ? 'backoff' : 'never',
		failure: 'run',
		message,
		code: feishuCode,
	});

/**
 * Turns what the helper threw into an error of ours. The helper's own keeps the request, with the
 * bearer and the identifiers of the whole batch: it must go no further.
 */
export function toFeishuError(error: unknown): FeishuError {
	const code = findNetworkCode(error);
	if (code === undefined) {
		return new FeishuError({
			retry: 'never',
			failure: 'run',
			message: 'n8n could not send the request to Feishu',
			description: error instanceof Error ? error.message : undefined,
		});
	}
	const isLasting = isCertificateCode(code);
	return new FeishuError({
		retry: isLasting ? 'never' : 'backoff',
		failure: isLasting ? 'run' : 'call',
		message: `Feishu could not be reached: ${describeNetworkCode(code)}`,
		description: 'Check the network of this n8n and Host in the credential, then run again.',
	});
}

export interface TransportOptions {
	/** For how many milliseconds the response to a call is waited for, once the call has gone out. */
	timeoutMs: number;
	/** All attempts of one token exchange, the first included. */
	maxTries: number;
}

/** Makes single calls of an endpoint with the node's credential. */
export function createTransport<Body extends IDataObject, Data>(
	context: IExecuteFunctions,
	{ path, errors, parse }: Endpoint<Data>,
	{ timeoutMs, maxTries }: TransportOptions,
): Transport<Body, Data> {
	const signal = context.getExecutionCancelSignal();

	/** The helper's request; it takes the signal that ends it from the context. */
	async function request(
		options: IHttpRequestOptions,
		data: ICredentialDataDecryptedObject,
		deadline: AbortSignal,
	): Promise<IN8nHttpFullResponse> {
		const end = signal ? AbortSignal.any([signal, deadline]) : deadline;
		const self = Object.create(context, {
			getExecutionCancelSignal: { value: () => end },
		}) as IExecuteFunctions;
		const response = context.helpers.httpRequestWithAuthentication.call(
			self,
			CREDENTIAL_NAME,
			options,
			{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_NAME, data } },
		);
		return (await raceAbort(response, end)) as IN8nHttpFullResponse;
	}

	/** One call. The exchange before it has a deadline of its own. */
	async function post(
		body: Body,
		data: ICredentialDataDecryptedObject,
		onExchange?: Parameters<Send<Data>>[1],
	): Promise<Reply<Data>> {
		// A new object each time, for the helper writes into it.
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: readAppOrThrow(data).baseUrl + path,
			headers: { 'Content-Type': 'application/json; charset=utf-8' },
			body,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
		};
		// The helper's own time-out counts idle time only: a response that trickles would never end.
		const deadline = new Deadline(timeoutMs);
		if (onExchange) {
			observeExchange(data, (outcome) => {
				if ('accessToken' in outcome) deadline.start();
				onExchange('accessToken' in outcome ? outcome : exchangeFailed(outcome));
			});
		} else {
			deadline.start();
		}
		try {
			const response = await request(options, data, deadline.signal);
			const success = readResponse(response, errors);
			return success instanceof FeishuError ? success : parse(success, response);
		} catch (error) {
			signal?.throwIfAborted();
			return toFeishuError(error);
		} finally {
			deadline.clear();
		}
	}

	return async (body) => {
		try {
			return await sendWithToken(async (...args) => await post(body, ...args), {
				getCredentials: async () => await context.getCredentials(CREDENTIAL_NAME),
				maxTries,
				signal,
			});
		} catch (error) {
			signal?.throwIfAborted();
			// n8n reads it from its database for every call.
			return new FeishuError({
				retry: 'backoff',
				failure: 'run',
				message: 'n8n could not read the Feishu Hire credential',
				description: error instanceof Error ? error.message : undefined,
			});
		}
	};
}
