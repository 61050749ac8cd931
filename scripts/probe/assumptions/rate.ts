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
	const errors = answers.flatMap(({ reply }) => (reply instanceof FeishuError ? [reply] : []));
	const limited = errors.filter(({ retry }) => retry === 'rateLimit');
	const others = errors.filter(({ retry }) => retry !== 'rateLimit');
	const accepted = answers.length - errors.length;
	const waits = limited.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
	const waitMs = Math.max(0, ...waits);
	const detail = `${accepted} of ${answers.length} accepted, wait of ${waitMs} ms`;
	if (others.some(({ retry }) => retry !== 'backoff')) return { what: ERROR, detail };
	if (others.length > 0) return { what: 'rejected in another way', detail };
	if (limited.length === 0) return { what: 'all accepted', detail };
	if (waits.length === 0) return { what: 'rejected without a wait', detail };
	await session.pause(Math.min(waitMs, MAX_PAUSE_MS));
	const [next] = await session.burst(EMAIL_OF_NOBODY, 1);
	if (next?.reply instanceof FeishuError) return { what: 'rejected after the wait too', detail };
	const isLow = accepted < LIMITS.requestsPerSecond;
	return { what: isLow ? 'rejected below the limit' : asAssumed, detail };
};
