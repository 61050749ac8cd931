/** One call with all its tries. */
import { sleepUntilAborted } from './sleepUntilAborted';

import { FeishuError } from './errors';
import type { RateLimit, RateLimiter } from './rateLimiter';
import type { Reply } from './tokenManager';

export interface TrySettings {
	limiter: RateLimiter;
	/** All tries of one call, the first included. */
	maxTries: number;
}

const MINUTE = 60_000;
/** The windows end within a minute, so no honest wait is longer. */
const LONGEST_PAUSE = MINUTE;
const MOST_REFUSAL = 10 * MINUTE;
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;

/** Exponential backoff with full jitter, in milliseconds. */
const backoff = (tries: number, random = Math.random()): number =>
	random * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (tries - 1));

/**
 * Makes a call until it is answered or no try is left; each try goes through the limiter. A refusal
 * for the rate, and a token that must be exchanged, are no tries.
 * @param signal ends the waiting; no try starts after it
 * @throws when the signal was aborted
 */
export async function callWithTries(
	call: () => Promise<Reply>,
	{ limiter, maxTries }: TrySettings,
	signal: AbortSignal,
): Promise<Reply> {
	let refusals = 0;
	const rateLimitOf = (reply: Reply): RateLimit | undefined => {
		if (!(reply instanceof FeishuError) || reply.verdict !== 'rateLimited') return undefined;
		const { retryAfter } = reply;
		const waitMs = Math.min(retryAfter ?? backoff(++refusals), LONGEST_PAUSE);
		return { waitMs, explicit: retryAfter !== undefined };
	};
	for (let tries = 1; ; ) {
		const reply = await limiter.schedule(call, rateLimitOf, signal);
		if (!(reply instanceof FeishuError)) return reply;
		switch (reply.verdict) {
			case 'rateLimited':
				if (limiter.rejectedForMs > MOST_REFUSAL) return stillRefused(reply);
				break;
			case 'token':
				break;
			case 'noToken':
			case 'transient':
				if (tries++ >= maxTries) {
					return reply.verdict === 'noToken' ? new FeishuError('hopeless', reply) : reply;
				}
				await sleepUntilAborted(backoff(tries - 1), signal);
				break;
			default:
				return reply;
		}
	}
}

const stillRefused = (error: FeishuError) =>
	new FeishuError('hopeless', {
		...error,
		message: 'Feishu has refused every call for 10 minutes',
	});
