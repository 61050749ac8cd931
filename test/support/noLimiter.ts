import type { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';

/** A limiter that limits nothing. */
export const noLimiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
} as unknown as RateLimiter;
