/** The end of a run, by Feishu, by a failed item or by a cancel; and how many calls are in flight at once. */
import { sleep } from 'n8n-workflow';

import type { Reply } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import type { TalentEntry } from '../../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { noLimiter } from '../../../../support/pipeline';
import { runAllTimers } from '../../../../support/fakeTimers';
import {
	all,
	failedCall,
	found,
	range,
	setUp,
	talents,
	valuesOf,
} from '../../../../support/resolverHarness';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const limiterOf = (requestsPerSecond: number) =>
	new RateLimiter({ requestsPerSecond, requestsPerMinute: 1_000 });

/** Feishu, answering a call after 10 ms for each unit of its first number. */
const slowly =
	(play: (first: number) => Reply<TalentEntry[]> | undefined) =>
	async (numbers: number[]): Promise<Reply<TalentEntry[]>> => {
		const [first = 0] = numbers;
		await sleep(first * 10);
		return play(first) ?? talents(numbers);
	};

describe('a failure after which no call can succeed', () => {
	const fatal = slowly((first) => (first === 1 ? failedCall('fatal') : undefined));
	const FATAL = 'failed: fatal';

	test.each([false, true])(
		'ends the run: calls in flight are waited for, all others fail with it (shouldStop: %s)',
		async (stops) => {
			const settings = { limiter: limiterOf(2), shouldStop: () => stops };
			const { calls, ask, asked } = setUp(fatal, settings);
			const answers = await runAllTimers(Promise.all([ask(1, 9), ask(2, 3), ask(4), ask(5, 6)]));
			expect(answers).toEqual([all(FATAL, [1, 9]), found(2, 3), { 4: FATAL }, all(FATAL, [5, 6])]);
			expect(await runAllTimers(ask(7))).toEqual({ 7: FATAL });
			expect(asked).toEqual([
				[1, 9],
				[2, 3],
			]);
			expect(calls.runFailure).toMatchObject({ failure: 'run', message: 'fatal' });
		},
	);

	test('ends the backoff of other calls', async () => {
		const play = slowly((first) => failedCall(first === 1 ? 'fatal' : 'transient'));
		const { ask, asked } = setUp(play, { maxTries: 5 });
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const fatalLater = sleep(100).then(async () => await ask(1));
		expect(await runAllTimers(Promise.all([ask(2), fatalLater]))).toEqual([
			{ 2: FATAL },
			{ 1: FATAL },
		]);
		expect(asked).toEqual([[2], [1]]);
	});

	test('ends the bisection of batches that Feishu rejects meanwhile', async () => {
		const play = slowly((first) => failedCall(first === 1 ? 'fatal' : 'badNumber'));
		const { ask, asked } = setUp(play, { limiter: limiterOf(2) });
		expect(await runAllTimers(Promise.all([ask(1), ask(2, 3)]))).toEqual([
			{ 1: FATAL },
			all(FATAL, [2, 3]),
		]);
		expect(asked).toEqual([[1], [2, 3]]);
	});

	test('counts only the first time: later ones fail their own calls', async () => {
		const play = slowly((first) => failedCall('fatal', { message: `no ${first}` }));
		const { calls, ask } = setUp(play, { limiter: limiterOf(2) });
		expect(await runAllTimers(Promise.all([ask(2), ask(1), ask(3)]))).toEqual([
			{ 2: 'failed: no 2' },
			{ 1: 'failed: no 1' },
			{ 3: 'failed: no 1' },
		]);
		expect(calls.runFailure?.message).toBe('no 1');
	});
});

test('ends the run where shouldStop says so: calls in flight are waited for, all others are skipped', async () => {
	const play = slowly((first) => (first === 1 || first === 3 ? failedCall('failed') : undefined));
	const answered: string[] = [];
	const { calls, ask, asked } = setUp(play, {
		limiter: limiterOf(3),
		shouldStop: (combination, { status }) => {
			const number = valuesOf(combination).slice(-1);
			answered.push(`${number} ${status}`);
			return number === '8';
		},
	});
	const answers = await runAllTimers(Promise.all([ask(1, 8), ask(2), ask(3), ask(4, 5)]));
	expect(answers).toEqual([
		all('failed: failed', [1, 8]),
		found(2),
		{ 3: 'failed: failed' },
		all('skipped', [4, 5]),
	]);
	expect(await runAllTimers(ask(6))).toEqual({ 6: 'skipped' });
	expect(asked).toEqual([[1, 8], [2], [3]]);
	expect(answered).toEqual(['1 failed', '8 failed', '2 answered', '3 failed']);
	expect(calls.runFailure).toBeUndefined();
});

test('asks shouldStop about a value that was rejected before too, without a call', async () => {
	const statuses: string[] = [];
	const { ask, asked } = setUp(
		slowly(() => failedCall('badNumber')),
		{ shouldStop: (_, { status }) => statuses.push(status) > 2 },
	);
	await runAllTimers(ask(1, 2));
	asked.length = 0;
	await runAllTimers(ask(1));
	expect(statuses).toEqual(['rejected', 'rejected', 'rejected']);
	expect(await runAllTimers(ask(3))).toEqual({ 3: 'skipped' });
	expect(asked).toEqual([]);
});

test('has at most 50 calls in flight, and handles a reply before the next of them starts', async () => {
	let inFlight = 0;
	let peak = 0;
	const play = async (numbers: number[]) => {
		peak = Math.max(peak, ++inFlight);
		await sleep(10);
		inFlight--;
		return numbers.includes(60) ? failedCall('fatal') : talents(numbers);
	};
	const { ask, asked } = setUp(play);
	await runAllTimers(Promise.all(range(1, 120).map(async (number) => await ask(number))));
	expect(peak).toBe(50);
	// The first 50, then a call for each reply; the sixtieth's ends the run within the second 50.
	expect(asked).toHaveLength(109);
});

describe('a cancel', () => {
	const cancelled = new Error('cancelled');

	/** Cancels at a time, and returns what came of two batches asked at once. */
	async function cancelAt(
		ms: number,
		play: (first: number) => Reply<TalentEntry[]> | undefined,
		limiter = limiterOf(50),
	) {
		const controller = new AbortController();
		const { signal } = controller;
		const { ask, asked } = setUp(slowly(play), { limiter, signal, maxTries: 5 });
		if (ms === 0) controller.abort(cancelled);
		else void sleep(ms).then(() => controller.abort(cancelled));
		const outcomes = Promise.allSettled([ask(1, 2), ask(3)]);
		return { outcomes: await runAllTimers(outcomes), asked };
	}

	const rejected = { status: 'rejected', reason: cancelled };

	test('before the first call rejects with its reason: no call is made', async () => {
		const { outcomes, asked } = await cancelAt(0, () => undefined);
		expect(outcomes).toEqual([rejected, rejected]);
		expect(asked).toEqual([]);
	});

	test('while a call waits for its slot: the call is never made', async () => {
		const { outcomes, asked } = await cancelAt(500, () => undefined, limiterOf(1));
		expect(outcomes).toEqual([{ status: 'fulfilled', value: found(1, 2) }, rejected]);
		expect(asked).toEqual([[1, 2]]);
	});

	test('while a call backs off: it is not retried', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const play = (first: number) => (first === 1 ? failedCall('transient') : undefined);
		const { outcomes, asked } = await cancelAt(100, play, noLimiter);
		expect(outcomes).toEqual([rejected, { status: 'fulfilled', value: found(3) }]);
		expect(asked).toEqual([[1, 2], [3]]);
	});

	test.each(['badNumber', 'badParameter'] as const)(
		'while a call is in flight that Feishu then rejects (%s): its batch is not bisected',
		async (name) => {
			const { outcomes, asked } = await cancelAt(5, () => failedCall(name));
			expect(outcomes[0]).toEqual(rejected);
			expect(asked).toEqual([[1, 2], [3]]);
		},
	);

	test('after the end of the run still rejects what is in flight', async () => {
		const controller = new AbortController();
		const play = slowly((first) => failedCall(first === 1 ? 'fatal' : 'transient'));
		const { ask } = setUp(play, { signal: controller.signal, maxTries: 5 });
		void sleep(15).then(() => controller.abort(cancelled));
		expect(await runAllTimers(Promise.allSettled([ask(1), ask(2)]))).toEqual([
			{ status: 'fulfilled', value: { 1: 'failed: fatal' } },
			rejected,
		]);
	});
});
