/**
 * One token exchange at a time per token key, over all executions of the process (invariant 7).
 *
 * n8n exchanges and stores a token inside its authenticated request when the token it is handed is
 * empty. So the first call that finds none, or a refused one, goes alone and brings the token;
 * the others wait for it and then read the stored one.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { FeishuError } from './errors';
import { hasOwnToken, readCredentials, tokenKey } from '../../../credentials/feishuApp';
import type { Talent } from '../types';

export type Reply = Talent[] | FeishuError;

/** Sends one call with a credential's data; an empty token in it is exchanged first, in place. */
export type Send = (data: ICredentialDataDecryptedObject) => Promise<Reply>;

interface TokenState {
	/** The call that brings a token; settles with the exchange's failure, and never rejects. */
	exchange?: Promise<FeishuError | undefined>;
	/** Tokens that Feishu refused: not to be sent again. */
	refused: Set<string>;
	/** Tokens in a row that were exchanged and refused without ever working. */
	futile: number;
	/** The newest exchanged token, until it has worked. */
	unproven?: string;
}

/** By token key. */
const states = new Map<string, TokenState>();

/** Feishu gives the same token out until 30 minutes before its end: more of them will not help. */
const MOST_FUTILE_EXCHANGES = 3;

function stateOf(key: string): TokenState {
	const state = states.get(key) ?? { refused: new Set(), futile: 0 };
	states.set(key, state);
	return state;
}

/** Draws from a reply what it says of the token it was sent with. */
function learn(state: TokenState, token: string, reply: Reply): Reply {
	const refused = reply instanceof FeishuError && reply.verdict === 'token';
	if (refused) {
		state.refused.add(token);
		if (token === state.unproven) {
			// Counted once: other calls may have been sent with it by now, and be refused too.
			state.unproven = undefined;
			if (++state.futile >= MOST_FUTILE_EXCHANGES) {
				state.futile = 0;
				return new FeishuError('hopeless', reply);
			}
		}
	} else if (token === state.unproven && !isSilence(reply)) {
		state.unproven = undefined;
		state.futile = 0;
		state.refused.clear();
	}
	return reply;
}

/** A call that got no reply says nothing of its token. */
const isSilence = (reply: Reply) => reply instanceof FeishuError && reply.status === undefined;

/**
 * Sends one call with a token that Feishu has not refused yet, exchanging it first where need be.
 * @param getCredentials reads the credential anew, so that a token others stored is seen
 * @param signal ends the waiting for another call's exchange
 */
export async function sendWithToken(
	getCredentials: () => Promise<ICredentialDataDecryptedObject>,
	send: Send,
	signal?: AbortSignal,
): Promise<Reply> {
	for (;;) {
		const data = await getCredentials();
		const credentials = readCredentials(data);
		const state = stateOf(tokenKey(credentials));
		const { accessToken } = credentials;
		if (hasOwnToken(credentials) && !state.refused.has(accessToken)) {
			return learn(state, accessToken, await send(data));
		}
		if (!state.exchange) return await exchange(state, data, send);
		const failure = await untilAborted(state.exchange, signal);
		if (failure) return failure;
	}
}

async function exchange(
	state: TokenState,
	stored: ICredentialDataDecryptedObject,
	send: Send,
): Promise<Reply> {
	const data = { ...stored, accessToken: '' };
	const call = send(data);
	state.exchange = call.then(
		(reply) => (data.accessToken === '' && reply instanceof FeishuError ? reply : undefined),
		() => undefined,
	);
	try {
		const reply = await call;
		if (data.accessToken === '') return reply;
		state.unproven = data.accessToken;
		return learn(state, data.accessToken, reply);
	} finally {
		state.exchange = undefined;
	}
}

async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	signal.throwIfAborted();
	return await new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		signal.addEventListener('abort', abort, { once: true });
		void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}
