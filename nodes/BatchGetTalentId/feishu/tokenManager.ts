/**
 * One token exchange at a time per token key, over all executions of the process; its failure is
 * shared, not repeated by every waiting call.
 *
 * n8n exchanges and stores a token inside its authenticated request when the token it is handed is
 * empty. So the first call that finds none, or a rejected one, goes alone and brings the token; the
 * others wait for the exchange, not for the call behind it.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { raceAbort, sleepOrAbort } from '../../../credentials/abort';
import { isTokenCurrent, readAppOrThrow, tokenKey } from '../../../credentials/feishuApp';
import type { IssuedToken } from '../../../credentials/tokenExchange';
import { FeishuError } from './errors';
import type { Reply } from './errors';
import { backoffMs } from './retry';

/**
 * Sends one call with a credential's data. An empty token in it is exchanged first.
 * @param onExchange gets the outcome of the exchange, before the call goes out
 */
export type Send<T> = (
	data: ICredentialDataDecryptedObject,
	onExchange?: (outcome: IssuedToken | FeishuError) => void,
) => Promise<Reply<T>>;

export interface TokenOptions {
	/** Reads the credential anew, so that a token others stored is seen. */
	getCredentials: () => Promise<ICredentialDataDecryptedObject>;
	/** All attempts of one exchange, the first included. */
	maxTries: number;
	/** Ends the waiting. */
	signal?: AbortSignal;
}

interface TokenState {
	/** The exchange under way, its retries included: its token, or why there is none; nothing where it was cancelled. */
	exchange?: Promise<IssuedToken | FeishuError | undefined>;
	/** The newest token that this process exchanged; n8n may still be storing it. */
	issued?: IssuedToken;
	/** Tokens that Feishu rejected: not to be sent again. */
	rejected: Set<string>;
	/** Tokens in a row that were exchanged and rejected without ever working. */
	consecutiveRejections: number;
	/** The newest exchanged token, until it has worked. */
	unverifiedToken?: string;
}

/** By token key; the oldest are forgotten. */
const states = new Map<string, TokenState>();
const MAX_STATES = 1_000;

/** Feishu gives the same token out until 30 minutes before its end: more of them will not help. */
const MAX_CONSECUTIVE_REJECTIONS = 3;

function stateOf(key: string): TokenState {
	const state = states.get(key) ?? { rejected: new Set(), consecutiveRejections: 0 };
	states.set(key, state);
	if (states.size > MAX_STATES) states.delete([...states.keys()][0] ?? '');
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
 * @throws when the credential cannot be read, or the signal's reason
 */
export async function sendWithToken<T>(send: Send<T>, options: TokenOptions): Promise<Reply<T>> {
	for (;;) {
		const data = await options.getCredentials();
		const app = readAppOrThrow(data);
		const state = stateOf(tokenKey(app));
		const stored = isTokenCurrent(app) ? app.accessToken : undefined;
		const token = [stored, state.issued?.accessToken].find(
			(one) => one !== undefined && !state.rejected.has(one),
		);
		if (token !== undefined) {
			const issuedFor = tokenKey(app);
			return trackToken(state, token, await send({ ...data, accessToken: token, issuedFor }));
		}
		if (!state.exchange) return await exchangeAndSend(state, data, send, options);
		const outcome = await raceAbort(state.exchange, options.signal);
		if (outcome instanceof FeishuError) return outcome;
	}
}

/** Exchanges the token, with backoff, by the call that needs it. */
async function exchangeAndSend<T>(
	state: TokenState,
	stored: ICredentialDataDecryptedObject,
	send: Send<T>,
	{ maxTries, signal }: TokenOptions,
): Promise<Reply<T>> {
	let resolveExchange: (outcome?: IssuedToken | FeishuError) => void = () => undefined;
	const exchange = new Promise<IssuedToken | FeishuError | undefined>((resolve) => {
		resolveExchange = resolve;
	});
	const endExchange = (outcome?: IssuedToken | FeishuError) => {
		resolveExchange(outcome);
		if (state.exchange === exchange) state.exchange = undefined;
	};
	state.exchange = exchange;
	try {
		for (let attempt = 1; ; attempt++) {
			let issued: IssuedToken | undefined;
			let failure: FeishuError | undefined;
			const reply = await send({ ...stored, accessToken: '' }, (outcome) => {
				if (outcome instanceof FeishuError) {
					failure = outcome;
					return;
				}
				issued = outcome;
				state.issued = outcome;
				state.unverifiedToken = outcome.accessToken;
				endExchange(outcome);
			});
			if (issued) return trackToken(state, issued.accessToken, reply);
			const error = failure ?? reply;
			if (!(error instanceof FeishuError)) return error;
			if (error.retry !== 'backoff' || attempt >= maxTries) {
				endExchange(error.asFinal());
				return error.asFinal();
			}
			await sleepOrAbort(backoffMs(attempt), signal);
		}
	} finally {
		endExchange();
	}
}
