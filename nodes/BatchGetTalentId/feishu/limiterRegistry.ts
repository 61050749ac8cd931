/** One limiter for each base URL, app and tenant, shared by all executions of this process. */
import { RateLimiter } from './rateLimiter';
import type { Rate } from './rateLimiter';

const limiters = new Map<string, RateLimiter>();

/** The limiter of a base URL, app and tenant for an execution with this rate; to be released by it. Idle limiters are forgotten. */
export function acquireLimiter(key: string, rate: Rate): RateLimiter {
	for (const [other, limiter] of limiters) {
		if (other !== key && limiter.idle) limiters.delete(other);
	}
	const limiter = limiters.get(key) ?? new RateLimiter(rate);
	limiters.set(key, limiter);
	limiter.acquire(rate);
	return limiter;
}
