/** One limiter for each base URL, app and tenant, shared by all executions of this process. */
import { RateLimiter } from './rateLimiter';
import type { Rate } from './rateLimiter';

const limiters = new Map<string, RateLimiter>();

/** The limiter of a base URL, app and tenant, joined at a rate; idle ones are forgotten. */
export function joinLimiter(key: string, rate: Rate): RateLimiter {
	for (const [other, limiter] of limiters) {
		if (other !== key && limiter.idle) limiters.delete(other);
	}
	const limiter = limiters.get(key) ?? new RateLimiter(rate);
	limiters.set(key, limiter);
	limiter.join(rate);
	return limiter;
}
