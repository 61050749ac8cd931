/** The one place that ties the client to n8n: its HTTP helper, its credential, its cancel signal. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { FeishuError, readReply } from './errors';
import type { HttpReply } from './errors';
import { sendWithToken } from './tokenManager';
import type { Reply } from './tokenManager';
import {
	BATCH_GET_ID_PATH,
	CREDENTIAL_NAME,
	describeNetworkCode,
	findExchangeError,
	isCertificateCode,
	readCredentials,
	resolveBaseUrl,
} from '../../../credentials/feishuApp';
import type { BatchGetIdBody } from '../../../credentials/feishuApp';

/** As Node names network errors; an HTTP status is digits only. */
const NETWORK_CODE = /^[A-Z][A-Z0-9_]+$/;

/** The code of a network error within what the helper threw, e.g. `ECONNRESET`. */
function findNetworkCode(error: unknown): string | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if ('code' in cause && typeof cause.code === 'string') return cause.code;
	}
	// From n8n-workflow 1.99 to 2.33 an error's cause is lost, and only n8n's copy of the code is left.
	const copy = error instanceof Error && 'httpCode' in error ? error.httpCode : undefined;
	return typeof copy === 'string' && NETWORK_CODE.test(copy) ? copy : undefined;
}

/**
 * Turns what the helper threw into an error of ours. The helper's own keeps the request, with the
 * bearer and the identifiers of the whole batch: it must go no further (invariant 6).
 */
function readThrown(error: unknown, data: ICredentialDataDecryptedObject): FeishuError {
	const exchange = findExchangeError(error, data);
	if (exchange) {
		const { message, transient, feishuCode } = exchange;
		return new FeishuError(transient ? 'noToken' : 'hopeless', { message, code: feishuCode });
	}
	const code = findNetworkCode(error);
	if (code === undefined) {
		return new FeishuError('hopeless', {
			message: 'n8n could not send the request to Feishu',
			description: error instanceof Error ? error.message : undefined,
		});
	}
	return new FeishuError(isCertificateCode(code) ? 'hopeless' : 'transient', {
		message: `Feishu could not be reached: ${describeNetworkCode(code)}`,
		description: 'Check the network of this n8n and Host in the credential, then run again.',
	});
}

/**
 * Makes single calls with the node's credential.
 * @param timeout of one call, in milliseconds
 * @returns a function from a body to the reply; it rejects only when the execution was cancelled
 */
export function connect(context: IExecuteFunctions, timeout: number) {
	const signal = context.getExecutionCancelSignal();

	async function request(
		data: ICredentialDataDecryptedObject,
		body: BatchGetIdBody,
	): Promise<Reply> {
		// A new object each time, for the helper writes into it.
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: `${resolveBaseUrl(readCredentials(data))}${BATCH_GET_ID_PATH}`,
			headers: { 'Content-Type': 'application/json; charset=utf-8' },
			body,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout,
		};
		try {
			const reply = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_NAME,
				options,
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_NAME, data } },
			)) as HttpReply;
			return readReply(reply);
		} catch (error) {
			signal?.throwIfAborted();
			return readThrown(error, data);
		}
	}

	return async (body: BatchGetIdBody): Promise<Reply> => {
		try {
			return await sendWithToken(
				async () => await context.getCredentials(CREDENTIAL_NAME),
				async (data) => await request(data, body),
				signal,
			);
		} catch (error) {
			signal?.throwIfAborted();
			// n8n reads it from its database for every call.
			return new FeishuError('noToken', {
				message: 'n8n could not read the Feishu Hire credential',
				description: error instanceof Error ? error.message : undefined,
			});
		}
	};
}
