/** The end of a run, by Feishu, by a failed item or by a cancel; and how many calls are under way at once. */
import { sleep } from 'n8n-workflow';

import {
	all,
	found,
	range,
	refusal,
	setUp,
	settle,
	talents,
} from '../../../../support/resolverHarness';
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import type { Reply } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';
import { noLimiter } from '../../../../support/pipeline';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const limiterOf = (requestsPerSecond: number) =>
	new RateLimiter({ requestsPerSecond, requestsPerMinute: 1_000 });

/** Feishu, answering a call after 10 ms for each unit of its first number. */
const slowly =
	(play: (first: number) => Reply | undefined) =>
	async (numbers: number[]): Promise<Reply> => {
		const [first = 0] = numbers;
		await sleep(first * 10);
		return play(first) ?? talents(numbers);
	};

describe('an answer after which no call can succeed', () => {
	const hopeless = slowly((first) => (first === 1 ? refusal('hopeless') : undefined));
	const HOPELESS = 'failed: hopeless';

	test.each([false, true])(
		'ends the run: what is under way is awaited, the rest gets that failure (ends by itself: %s)',
		async (ends) => {
			const settings = { limiter: limiterOf(2), endsRun: () => ends };
			const { client, ask, asked } = setUp(hopeless, settings);
			const answers = await settle(Promise.all([ask(1, 9), ask(2, 3), ask(4), ask(5, 6)]));
			expect(answers).toEqual([
				all(HOPELESS, [1, 9]),
				found(2, 3),
				{ 4: HOPELESS },
				all(HOPELESS, [5, 6]),
			]);
			expect(await settle(ask(7))).toEqual({ 7: HOPELESS });
			expect(asked).toEqual([
				[1, 9],
				[2, 3],
			]);
			expect(client.hopeless).toMatchObject({ verdict: 'hopeless', message: 'hopeless' });
		},
	);

	test('ends the waiting for the next try', async () => {
		const play = slowly((first) => refusal(first === 1 ? 'hopeless' : 'transient'));
		const { ask, asked } = setUp(play, { maxTries: 5 });
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const hopelessLater = sleep(100).then(async () => await ask(1));
		expect(await settle(Promise.all([ask(2), hopelessLater]))).toEqual([
			{ 2: HOPELESS },
			{ 1: HOPELESS },
		]);
		expect(asked).toEqual([[2], [1]]);
	});

	test('ends the halves of what Feishu refused under way', async () => {
		const play = slowly((first) => refusal(first === 1 ? 'hopeless' : 'badNumber'));
		const { ask, asked } = setUp(play, { limiter: limiterOf(2) });
		expect(await settle(Promise.all([ask(1), ask(2, 3)]))).toEqual([
			{ 1: HOPELESS },
			all(HOPELESS, [2, 3]),
		]);
		expect(asked).toEqual([[1], [2, 3]]);
	});

	test('of two such answers the first one counts', async () => {
		const play = slowly((first) => refusal('hopeless', { message: `no ${first}` }));
		const { client, ask } = setUp(play, { limiter: limiterOf(2) });
		expect(await settle(Promise.all([ask(2), ask(1), ask(3)]))).toEqual([
			{ 2: 'failed: no 2' },
			{ 1: 'failed: no 1' },
			{ 3: 'failed: no 1' },
		]);
		expect(client.hopeless?.message).toBe('no 1');
	});
});

test('an answer that ends the run: what is under way is awaited, the rest is skipped', async () => {
	const play = slowly((first) => (first === 1 || first === 3 ? refusal('failed') : undefined));
	const judged: string[] = [];
	const { client, ask, asked } = setUp(play, {
		limiter: limiterOf(3),
		endsRun: ({ key }, { status }) => {
			judged.push(`${key.slice(-1)} ${status}`);
			return key.endsWith('8');
		},
	});
	const answers = await settle(Promise.all([ask(1, 8), ask(2), ask(3), ask(4, 5)]));
	expect(answers).toEqual([
		all('failed: failed', [1, 8]),
		found(2),
		{ 3: 'failed: failed' },
		all('skipped', [4, 5]),
	]);
	expect(await settle(ask(6))).toEqual({ 6: 'skipped' });
	expect(asked).toEqual([[1, 8], [2], [3]]);
	expect(judged).toEqual(['1 failed', '8 failed', '2 answered', '3 failed']);
	expect(client.hopeless).toBeUndefined();
});

test.each([
	['a number found bad before', 'badNumber', 'rejected'],
	['a value like those that Feishu refused', 'badParameter', 'failed'],
] as const)('%s can end the run, without a call', async (_, verdict, status) => {
	const ends: string[] = [];
	const { ask, asked } = setUp(
		slowly(() => refusal(verdict)),
		{
			endsRun: (__, answer) => ends.push(answer.status) > 2,
		},
	);
	await settle(ask(1, 2));
	asked.length = 0;
	await settle(ask(1));
	expect(ends).toEqual(['rejected', 'rejected', status]);
	expect(await settle(ask(3))).toEqual({
		3: verdict === 'badNumber' ? 'skipped' : expect.any(String),
	});
	expect(asked).toEqual([]);
});

test('a failed call fails its own batch only', async () => {
	const { ask } = setUp(slowly((first) => (first === 1 ? refusal('failed') : undefined)));
	expect(await settle(Promise.all([ask(1, 2), ask(3)]))).toEqual([
		all('failed: failed', [1, 2]),
		found(3),
	]);
});

test('at most 50 calls are under way, and a reply is judged before the next of them starts', async () => {
	let underWay = 0;
	let most = 0;
	const play = async (numbers: number[]) => {
		most = Math.max(most, ++underWay);
		await sleep(10);
		underWay--;
		return numbers.includes(60) ? refusal('hopeless') : talents(numbers);
	};
	const { ask, asked } = setUp(play);
	await settle(Promise.all(range(1, 120).map(async (number) => await ask(number))));
	expect(most).toBe(50);
	// The first 50, then a call for each reply; the sixtieth's ends the run within the second 50.
	expect(asked).toHaveLength(109);
});

describe('a cancel', () => {
	const cancelled = new Error('cancelled');

	/** Cancels at a time, and tells what came of batches asked at once. */
	async function cancelAt(
		ms: number,
		play: (first: number) => Reply | undefined,
		limiter = limiterOf(50),
	) {
		const controller = new AbortController();
		const { signal } = controller;
		const { ask, asked } = setUp(slowly(play), { limiter, signal, maxTries: 5 });
		if (ms === 0) controller.abort(cancelled);
		else void sleep(ms).then(() => controller.abort(cancelled));
		const outcomes = Promise.allSettled([ask(1, 2), ask(3)]);
		return { outcomes: await settle(outcomes), asked };
	}

	const rejected = { status: 'rejected', reason: cancelled };

	test('before the first call: none is made, and asking rejects with its reason', async () => {
		const { outcomes, asked } = await cancelAt(0, () => undefined);
		expect(outcomes).toEqual([rejected, rejected]);
		expect(asked).toEqual([]);
	});

	test('while a call waits for its slot: it is never made', async () => {
		const { outcomes, asked } = await cancelAt(500, () => undefined, limiterOf(1));
		expect(outcomes).toEqual([{ status: 'fulfilled', value: found(1, 2) }, rejected]);
		expect(asked).toEqual([[1, 2]]);
	});

	test('while a call waits for its next try: there is none', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const play = (first: number) => (first === 1 ? refusal('transient') : undefined);
		const { outcomes, asked } = await cancelAt(100, play, noLimiter);
		expect(outcomes).toEqual([rejected, { status: 'fulfilled', value: found(3) }]);
		expect(asked).toEqual([[1, 2], [3]]);
	});

	test.each(['badNumber', 'badParameter'] as const)(
		'while a call is under way that Feishu then refuses (%s): its halves are not asked',
		async (verdict) => {
			const { outcomes, asked } = await cancelAt(5, () => refusal(verdict));
			expect(outcomes[0]).toEqual(rejected);
			expect(asked).toEqual([[1, 2], [3]]);
		},
	);

	test('after the end of the run: a call under way rejects all the same', async () => {
		const controller = new AbortController();
		const play = slowly((first) => refusal(first === 1 ? 'hopeless' : 'transient'));
		const { ask } = setUp(play, { signal: controller.signal, maxTries: 5 });
		void sleep(15).then(() => controller.abort(cancelled));
		expect(await settle(Promise.allSettled([ask(1), ask(2)]))).toEqual([
			{ status: 'fulfilled', value: { 1: 'failed: hopeless' } },
			rejected,
		]);
	});
});
