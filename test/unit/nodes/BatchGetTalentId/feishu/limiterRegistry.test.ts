/** One limiter for each base URL, app and tenant, over all executions. */
import { acquireLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/limiterRegistry';
import type { Rate } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { runAllTimers } from '../../../../support/fakeTimers';

const MINUTE_MS = 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const rate = (): Rate => ({ requestsPerSecond: 50, requestsPerMinute: 1_000 });

/** A key that no other test uses, for limiters outlive executions. */
let keys = 0;
const newKey = () => `key ${++keys}`;

const runOneCall = async (key: string) => {
	const own = rate();
	const limiter = acquireLimiter(key, own);
	const call = limiter.schedule(
		async () => undefined,
		() => undefined,
	);
	await runAllTimers(call);
	limiter.release(own);
	return limiter;
};

test('gives executions with the same key the same limiter, and others their own', () => {
	const [key, other] = [newKey(), newKey()];
	const limiter = acquireLimiter(key, rate());
	expect(acquireLimiter(key, rate())).toBe(limiter);
	expect(acquireLimiter(other, rate())).not.toBe(limiter);
});

test('remembers the calls of an execution that has ended, for a minute', async () => {
	const key = newKey();
	const limiter = await runOneCall(key);
	await jest.advanceTimersByTimeAsync(MINUTE_MS - 2_000);
	acquireLimiter(newKey(), rate());
	expect(acquireLimiter(key, rate())).toBe(limiter);
});

test('forgets a limiter that is idle', async () => {
	const key = newKey();
	const limiter = await runOneCall(key);
	await jest.advanceTimersByTimeAsync(MINUTE_MS + 1_000);
	acquireLimiter(newKey(), rate());
	expect(acquireLimiter(key, rate())).not.toBe(limiter);
});

test('gives an idle limiter to the next execution with its key', async () => {
	const key = newKey();
	const limiter = await runOneCall(key);
	await jest.advanceTimersByTimeAsync(MINUTE_MS + 1_000);
	expect(acquireLimiter(key, rate())).toBe(limiter);
});

test('remembers a limiter for as long as an execution has it, though it makes no calls', async () => {
	const key = newKey();
	const limiter = acquireLimiter(key, rate());
	await jest.advanceTimersByTimeAsync(2 * MINUTE_MS);
	acquireLimiter(newKey(), rate());
	expect(acquireLimiter(key, rate())).toBe(limiter);
});
