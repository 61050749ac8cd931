/** One call with all its attempts. */
import { sleepOrAbort } from '../../../credentials/abort';
import { FeishuError } from './errors';
import type { Reply } from './errors';
import type { RateLimit, RateLimiter } from './rateLimiter';

export interface RetryOptions {
	limiter: RateLimiter;
	/** All attempts of one call, the first included. */
	maxTries: number;
}

/** The windows end within a minute, so no honest wait is longer. */
const MAX_PAUSE_MS = 60_000;
/** For so long every call may be rejected for its rate before the run is given up. */
const MAX_RATE_LIMITED_MS = 10 * 60_000;
const INITIAL_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * How long to wait before the next attempt: exponential backoff with full jitter.
 * @param attempt how many attempts have failed, from 1
 * @returns milliseconds
 */
export const backoffMs = (attempt: number): number =>
	Math.random() * Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** (attempt - 1));

/**
 * Makes a call until it succeeds or no attempt is left; each attempt goes through the limiter. One that
 * was rejected for its rate or for its token does not count.
 * @param signal ends the waiting; no attempt starts after it
 * @throws the signal's reason when it was aborted
 */
export async function withRetry<T>(
	call: () => Promise<Reply<T>>,
	{ limiter, maxTries }: RetryOptions,
	signal: AbortSignal,
): Promise<Reply<T>> {
	let rateLimited = 0;
	const outcomeOf = (reply: Reply<T>): RateLimit | 'noResponse' | undefined => {
		if (!(reply instanceof FeishuError)) return undefined;
		if (reply.retry !== 'rateLimit') return reply.status === undefined ? 'noResponse' : undefined;
		const { retryAfterMs } = reply;
		const waitMs = Math.min(retryAfterMs ?? backoffMs(++rateLimited), MAX_PAUSE_MS);
		return { waitMs, explicit: retryAfterMs !== undefined };
	};
	for (let attempt = 1; ; ) {
		const reply = await limiter.schedule(call, outcomeOf, signal);
		if (!(reply instanceof FeishuError)) return reply;
		switch (reply.retry) {
			case 'rateLimit':
				if (limiter.rejectedForMs > MAX_RATE_LIMITED_MS) {
					return reply.asFinal('Feishu has rejected every call for 10 minutes');
				}
				break;
			case 'token':
				break;
			case 'backoff':
				if (attempt >= maxTries) return reply;
				await sleepOrAbort(backoffMs(attempt++), signal);
				break;
			case 'never':
				return reply;
		}
	}
}
