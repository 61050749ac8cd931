/** Waits come to an end: each call by a deadline of the node's own, and all of them by a cancel. */
import { answered, answers, runSheetInVirtualTime } from '../support/knownSheet';
import type { Fault } from '../support/feishu/replies';

const TIMEOUT_MS = 30_000;
const EXCHANGE_TIMEOUT_MS = 30_000;
/** For backoff and the calls behind it. */
const SLACK_MS = 5_000;

/** A piece every 25 s: never idle for as long as the time-out of the helper, which counts idle time only. */
const TRICKLE: Fault = { kind: 'trickle', pause: 25_000 };

test('50 replies that trickle end at the timeout, and their slots come free for the calls that wait', async () => {
	const result = await runSheetInVirtualTime(
		{ fault: (call) => (call < 50 ? TRICKLE : undefined) },
		{ parameters: { options: { batchSize: 5 } } },
	);
	expect(answered(result)).toEqual(answers());
	expect(result.model.calls.length).toBeGreaterThan(100);
	expect(result.took).toBeGreaterThanOrEqual(TIMEOUT_MS);
	expect(result.took).toBeLessThanOrEqual(TIMEOUT_MS + SLACK_MS);
});

test('a token exchange that trickles ends after 30 s, and is made once more', async () => {
	const result = await runSheetInVirtualTime({
		exchangeFault: (exchange) => (exchange === 0 ? TRICKLE : undefined),
	});
	expect(answered(result)).toEqual(answers());
	expect(result.model.exchanges).toHaveLength(2);
	expect(result.took).toBeLessThanOrEqual(EXCHANGE_TIMEOUT_MS + SLACK_MS);
});

test('a call has its whole timeout behind an exchange that takes longer', async () => {
	const result = await runSheetInVirtualTime(
		{
			exchangeFault: () => ({ kind: 'trickle', pause: 1_000 }),
			fault: () => ({ kind: 'trickle', pause: 500 }),
		},
		{ parameters: { options: { timeout: 5_000, maxTries: 1 } } },
	);
	expect(answered(result)).toEqual(answers());
});

describe('after a cancel no call starts', () => {
	const LIMITED: Fault = {
		kind: 'reply',
		status: 429,
		body: { code: 99991400 },
		headers: { 'x-ogw-ratelimit-reset': '1' },
	};

	/** The exchange takes 20 ms, and so does a call. */
	test.each<[string, Fault | undefined, number]>([
		['with calls under way', undefined, 35],
		['while a rate limit is waited out', LIMITED, 700],
		['during a backoff', { kind: 'reply', status: 502, body: '' }, 60],
	])('%s', async (_, fault, cancelAfter) => {
		const result = await runSheetInVirtualTime(
			{ fault: () => fault },
			{
				oneWay: () => 10,
				cancelAfter,
				parameters: { options: { batchSize: 1, maxTries: 20 } },
			},
		);
		expect(result.error?.message).toBe('The execution was canceled');
		expect(result.took).toBe(cancelAfter);
		// The clock has run until no timer was left.
		expect(result.model.calls.length).toBeGreaterThan(0);
		const cancelledAt = result.startedAt + cancelAfter;
		expect(result.requestedAt.filter((at) => at > cancelledAt)).toEqual([]);
	});
});
