/**
 * One token exchange at a time per token key, over all executions of the process.
 *
 * n8n exchanges and stores a token inside its authenticated request when the token it is handed is
 * empty. So the first call that finds none, or a rejected one, goes alone and brings the token;
 * the others wait for it and then read the stored one.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isTokenCurrent, readAppOrThrow, tokenKey } from '../../../credentials/feishuApp';
import { raceAbort } from './abort';
import { FeishuError } from './errors';
import type { Reply } from './errors';

/** Sends one call with a credential's data; an empty token in it is exchanged first, in place. */
export type Send<T> = (data: ICredentialDataDecryptedObject) => Promise<Reply<T>>;

interface TokenState {
	/** The exchange under way: resolves with its failure, if any, and never rejects. */
	exchange?: Promise<FeishuError | undefined>;
	/** Tokens that Feishu rejected: not to be sent again. */
	rejected: Set<string>;
	/** Tokens in a row that were exchanged and rejected without ever working. */
	consecutiveRejections: number;
	/** The newest exchanged token, until it has worked. */
	unverifiedToken?: string;
}

/** By token key. */
const states = new Map<string, TokenState>();

/** Feishu gives the same token out until 30 minutes before its end: more of them will not help. */
const MAX_CONSECUTIVE_REJECTIONS = 3;

function stateOf(key: string): TokenState {
	const state = states.get(key) ?? { rejected: new Set(), consecutiveRejections: 0 };
	states.set(key, state);
	return state;
}

/** A call that got no response says nothing of its token. */
const hasResponse = (reply: unknown) =>
	!(reply instanceof FeishuError) || reply.status !== undefined;

/** Notes what a reply says of the token it was sent with. */
function trackToken<T>(state: TokenState, token: string, reply: Reply<T>): Reply<T> {
	if (reply instanceof FeishuError && reply.retry === 'token') {
		state.rejected.add(token);
		// Counted once: other calls may have been sent with it by now, and be rejected too.
		if (token === state.unverifiedToken) {
			state.unverifiedToken = undefined;
			if (++state.consecutiveRejections >= MAX_CONSECUTIVE_REJECTIONS) {
				state.consecutiveRejections = 0;
				return reply.asFinal();
			}
		}
	} else if (token === state.unverifiedToken && hasResponse(reply)) {
		state.unverifiedToken = undefined;
		state.consecutiveRejections = 0;
		state.rejected.clear();
	}
	return reply;
}

/**
 * Sends one call with a token that Feishu has not rejected yet, exchanging it first where need be.
 * @param getCredentials reads the credential anew, so that a token others stored is seen
 * @param signal ends the waiting for another call's exchange
 */
export async function sendWithToken<T>(
	getCredentials: () => Promise<ICredentialDataDecryptedObject>,
	send: Send<T>,
	signal?: AbortSignal,
): Promise<Reply<T>> {
	for (;;) {
		const data = await getCredentials();
		const app = readAppOrThrow(data);
		const state = stateOf(tokenKey(app));
		const { accessToken } = app;
		if (isTokenCurrent(app) && !state.rejected.has(accessToken)) {
			return trackToken(state, accessToken, await send(data));
		}
		if (!state.exchange) return await exchange(state, data, send);
		const failure = await raceAbort(state.exchange, signal);
		if (failure) return failure;
	}
}

async function exchange<T>(
	state: TokenState,
	stored: ICredentialDataDecryptedObject,
	send: Send<T>,
): Promise<Reply<T>> {
	const data = { ...stored, accessToken: '' };
	const call = send(data);
	state.exchange = call.then(
		(reply) => (data.accessToken === '' && reply instanceof FeishuError ? reply : undefined),
		() => undefined,
	);
	try {
		const reply = await call;
		if (data.accessToken === '') return reply;
		state.unverifiedToken = data.accessToken;
		return trackToken(state, data.accessToken, reply);
	} finally {
		state.exchange = undefined;
	}
}
