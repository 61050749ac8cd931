/** The one file that ties calls to n8n: its HTTP helper, its credential, its cancel signal. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, readAppOrThrow } from '../../../credentials/feishuApp';
import { describeNetworkCode, isCertificateCode } from '../../../credentials/openPlatform';
import { findExchangeError } from '../../../credentials/tokenExchange';
import type { ErrorTable } from './errorCodes';
import { FeishuError } from './errors';
import type { Reply } from './errors';
import { readResponse } from './response';
import type { JsonObject } from './response';
import { sendWithToken } from './tokenManager';

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

/** The code of a network error within what the helper threw, e.g. `ECONNRESET`. */
function findNetworkCode(error: unknown): string | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if ('code' in cause && typeof cause.code === 'string') return cause.code;
	}
	return undefined;
}

/**
 * Turns what the helper threw into an error of ours. The helper's own keeps the request, with the
 * bearer and the identifiers of the whole batch: it must go no further.
 */
function toFeishuError(error: unknown): FeishuError {
	const exchange = findExchangeError(error);
	if (exchange) {
		const { message, transient, feishuCode } = exchange;
		return new FeishuError({
			retry: transient ? 'backoff' : 'never',
			failure: 'run',
			message,
			code: feishuCode,
		});
	}
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

/**
 * Makes single calls of an endpoint with the node's credential.
 * @param timeoutMs of one call
 */
export function createTransport<Body extends IDataObject, Data>(
	context: IExecuteFunctions,
	{ path, errors, parse }: Endpoint<Data>,
	timeoutMs: number,
): Transport<Body, Data> {
	const signal = context.getExecutionCancelSignal();

	async function post(data: ICredentialDataDecryptedObject, body: Body): Promise<Reply<Data>> {
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
		try {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_NAME,
				options,
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_NAME, data } },
			)) as IN8nHttpFullResponse;
			const success = readResponse(response, errors);
			return success instanceof FeishuError ? success : parse(success, response);
		} catch (error) {
			signal?.throwIfAborted();
			return toFeishuError(error);
		}
	}

	return async (body) => {
		try {
			return await sendWithToken(
				async () => await context.getCredentials(CREDENTIAL_NAME),
				async (data) => await post(data, body),
				signal,
			);
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
