/** The attempts of one call: which count, how long the wait before the next is, and when none is left. */
import type { Reply } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { backoffMs } from '../../../../../nodes/BatchGetTalentId/feishu/retry';
import type { Talent } from '../../../../../nodes/BatchGetTalentId/types';
import { noLimiter } from '../../../../support/pipeline';
import { runAllTimers } from '../../../../support/fakeTimers';
import { failedCall, found, setUp, talents } from '../../../../support/resolverHarness';
import type { FailureName } from '../../../../support/resolverHarness';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const newLimiter = () => new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });

/** The first calls get these replies, those after them a talent for each number. */
const replying = (...replies: Array<Reply<Talent[]>>) => {
	const remaining = [...replies];
	return (numbers: number[]) => remaining.shift() ?? talents(numbers);
};

const gaps = (times: number[]) => times.slice(1).map((time, i) => time - (times[i] ?? NaN));

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

describe.each([1, 2, 5])('with a maxTries of %i', (maxTries) => {
	test.each<[FailureName, string, string | undefined]>([
		['transient', 'fails the call', undefined],
		['noToken', 'ends the run', 'noToken'],
	])('%s: %s after that many attempts', async (name, _, runFailure) => {
		const { calls, ask, asked } = setUp(() => failedCall(name), { maxTries });
		expect(await runAllTimers(ask(1))).toEqual({ 1: `failed: ${name}` });
		expect(asked).toHaveLength(maxTries);
		expect(calls.runFailure?.message).toBe(runFailure);
	});

	test('returns the data of a last attempt that succeeds', async () => {
		const failures = Array.from({ length: maxTries - 1 }, (_, i) =>
			failedCall(i % 2 ? 'noToken' : 'transient'),
		);
		const { calls, ask, asked } = setUp(replying(...failures), { maxTries });
		expect(await runAllTimers(ask(1))).toEqual(found(1));
		expect(asked).toHaveLength(maxTries);
		expect(calls.runFailure).toBeUndefined();
	});
});

test.each<FailureName>(['failed', 'fatal', 'badNumber', 'badParameter'])(
	'does not retry %s',
	async (name) => {
		const { ask, asked } = setUp(() => failedCall(name), { maxTries: 5 });
		await runAllTimers(ask(1));
		expect(asked).toHaveLength(1);
	},
);

test('retries a rejected token at once, without counting the attempt', async () => {
	const play = replying(failedCall('tokenRejected'), failedCall('tokenRejected'));
	const { ask, times } = setUp(play, { maxTries: 1 });
	expect(await runAllTimers(ask(1))).toEqual(found(1));
	expect(gaps(times)).toEqual([0, 0]);
});

/** The bounds of full jitter, and its middle. */
const DRAWS = [0, 0.5, 1];
const BACKOFFS_MS = [0.5, 1, 2, 4, 8, 16, 30, 30].map((seconds) => seconds * SECOND_MS);

describe.each(DRAWS)('with a jitter of %d', (draw) => {
	beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(draw));

	test('backs off exponentially from 0.5 s, up to 30 s', () => {
		expect(BACKOFFS_MS.map((_, i) => backoffMs(i + 1))).toEqual(
			BACKOFFS_MS.map((step) => step * draw),
		);
	});

	test('waits for the backoff between two attempts', async () => {
		const maxTries = BACKOFFS_MS.length + 1;
		const { ask, times } = setUp(() => failedCall('transient'), { maxTries });
		await runAllTimers(ask(1));
		expect(gaps(times)).toEqual(BACKOFFS_MS.map((step) => step * draw));
	});
});

describe('a rate-limited call', () => {
	test('is retried after the wait that Feishu asks for, at most 60 s, without counting the attempts', async () => {
		const waits = [2, 5, 1, 60, 3_600].map((seconds) => seconds * SECOND_MS);
		const failures = waits.map((retryAfterMs) => failedCall('rateLimited', { retryAfterMs }));
		const { ask, times } = setUp(replying(...failures), { limiter: newLimiter(), maxTries: 1 });
		expect(await runAllTimers(ask(1))).toEqual(found(1));
		expect(gaps(times)).toEqual([2, 5, 1, 60, 60].map((seconds) => seconds * SECOND_MS));
	});

	test('keeps the count of the attempts before it', async () => {
		const limited = failedCall('rateLimited', { retryAfterMs: 0 });
		const transient = failedCall('transient');
		const play = replying(limited, transient, limited, limited, transient, limited, transient);
		const { ask, asked } = setUp(play, { limiter: newLimiter(), maxTries: 3 });
		expect(await runAllTimers(ask(1))).toEqual({ 1: 'failed: transient' });
		expect(asked).toHaveLength(7);
	});

	/** What the limiter is passed of a call's replies. */
	async function rateLimitsOf(...replies: Array<Reply<Talent[]>>) {
		const schedule = jest.spyOn(noLimiter, 'schedule');
		await setUp(talents).ask(1);
		return schedule.mock.calls.flatMap(([, rateLimitOf]) => replies.map(rateLimitOf));
	}

	test('passes the wait that Feishu asks for to the limiter, capped at 60 s', async () => {
		expect(
			await rateLimitsOf(
				failedCall('rateLimited', { retryAfterMs: 7 }),
				failedCall('rateLimited', { retryAfterMs: MINUTE_MS + 1 }),
			),
		).toEqual([
			{ waitMs: 7, explicit: true },
			{ waitMs: MINUTE_MS, explicit: true },
		]);
	});

	test.each(DRAWS)('passes a backoff where Feishu asks for no wait (jitter %d)', async (draw) => {
		jest.spyOn(Math, 'random').mockReturnValue(draw);
		expect(await rateLimitsOf(...BACKOFFS_MS.map(() => failedCall('rateLimited')))).toEqual(
			BACKOFFS_MS.map((step) => ({ waitMs: step * draw, explicit: false })),
		);
	});

	test('is what the limiter pauses for: other failures and successes are not', async () => {
		const facts = { status: 500, retryAfterMs: 7 };
		const replies = [failedCall('transient', facts), failedCall('failed', facts), []];
		expect(await rateLimitsOf(...replies)).toEqual([undefined, undefined, undefined]);
	});

	test('is told from a call without a response, which may come to the server late', async () => {
		expect(await rateLimitsOf(failedCall('transient'))).toEqual(['noResponse']);
	});

	test('ends the run once Feishu has rejected every call for more than 10 minutes', async () => {
		const start = Date.now();
		const facts = { description: 'what to do', code: 99991400, logId: 'LOG' };
		const play = () => failedCall('rateLimited', { ...facts, retryAfterMs: 5 * SECOND_MS });
		const { calls, ask, times } = setUp(play, { limiter: newLimiter() });
		const message = 'Feishu has rejected every call for 10 minutes';
		expect(await runAllTimers(ask(1))).toEqual({ 1: `failed: ${message}` });
		expect(calls.runFailure).toMatchObject({ message, ...facts });
		expect(times.at(-1)).toBe(start + 10 * MINUTE_MS + 5 * SECOND_MS);
	});

	test('has these 10 minutes from the last success of any call', async () => {
		const start = Date.now();
		const answeredAfter = [0, 19, 9.5].map((minutes) => start + minutes * MINUTE_MS);
		const { ask } = setUp(
			(numbers) =>
				numbers.every((number) => Date.now() >= (answeredAfter[number] ?? 0))
					? talents(numbers)
					: failedCall('rateLimited', { retryAfterMs: 5 * SECOND_MS }),
			{ limiter: newLimiter() },
		);
		expect(await runAllTimers(Promise.all([ask(1), ask(2)]))).toEqual([found(1), found(2)]);
		expect(Date.now() - start).toBeGreaterThan(19 * MINUTE_MS);
	});
});
