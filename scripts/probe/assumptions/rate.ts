/** The rate limit; asked only on request, for the calls use up what others share. */
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { LIMITS } from '../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { EMAIL_OF_NOBODY, ERROR } from '../asking';
import type { Ask } from '../assumptions';

export const BURST_CALLS = 70;
const SECOND_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Makes many calls at once, and one more after the wait that Feishu asks for. */
export const askRate: Ask = async (session, asAssumed) => {
	// The calls before must not count.
	await session.pause(SECOND_MS);
	const answers = await session.burst(EMAIL_OF_NOBODY, BURST_CALLS);
	const errors = answers.filter((answer) => answer instanceof FeishuError);
	const limited = errors.filter(({ retry }) => retry === 'rateLimit');
	const others = errors.filter(({ retry }) => retry !== 'rateLimit');
	if (others.some(({ retry }) => retry !== 'backoff')) return ERROR;
	if (others.length > 0) return 'rejected in another way';
	if (limited.length === 0) return 'all accepted';
	const waits = limited.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
	if (waits.length === 0) return 'rejected without a wait';
	await session.pause(Math.min(Math.max(...waits), MAX_PAUSE_MS));
	const [next] = await session.burst(EMAIL_OF_NOBODY, 1);
	if (next instanceof FeishuError) return 'rejected after the wait too';
	const accepted = answers.length - errors.length;
	return accepted < LIMITS.requestsPerSecond ? 'rejected below the limit' : asAssumed;
};
