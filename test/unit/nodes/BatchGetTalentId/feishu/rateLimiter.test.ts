/** Invariant 4: what the server sees never exceeds either window, whatever the delays. */
import Bottleneck from 'bottleneck';

import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import type { Rate, RateLimit } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { passTime } from '../../../../support/fakeTimers';
import { peak } from '../../../../support/feishu/windows';
import { seeded } from '../../../../support/random';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** As many calls of one execution are under way or queued at a time. */
const CALLS_IN_PROGRESS = 50;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const jittered = (seed: number, min: number, max: number) => {
	const random = seeded(seed);
	return () => min + random() * (max - min);
};

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A server that accepts all calls, some way off. */
class Server {
	/** When each call came to it. */
	readonly times: number[] = [];

	constructor(
		private readonly oneWayMs: () => number,
		private readonly rateLimit: (call: number) => RateLimit | undefined = () => undefined,
	) {}

	call = async () => {
		await sleep(this.oneWayMs());
		this.times.push(performance.now());
		const rateLimit = this.rateLimit(this.times.length);
		await sleep(this.oneWayMs());
		return rateLimit;
	};

	get peaks() {
		return { second: peak(this.times, SECOND_MS), minute: peak(this.times, MINUTE_MS) };
	}
}

interface ExecutionSettings extends Partial<Rate> {
	signal?: AbortSignal;
}

/** One execution that makes so many calls. */
async function execute(
	limiter: RateLimiter,
	server: Server,
	calls: number,
	{ requestsPerSecond = 50, requestsPerMinute = 1_000, signal }: ExecutionSettings = {},
) {
	const rate = { requestsPerSecond, requestsPerMinute };
	limiter.acquire(rate);
	let left = calls;
	const work = async () => {
		while (left-- > 0) await limiter.schedule(server.call, (rateLimit) => rateLimit, signal);
	};
	try {
		await Promise.all(Array.from({ length: CALLS_IN_PROGRESS }, work));
	} finally {
		limiter.release(rate);
	}
}

const newLimiter = () => new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });

test.each([
	['no delay', () => 0],
	['round trips of 20 ms', () => 10],
	['round trips of 20 to 600 ms', jittered(1, 10, 300)],
	['delays of one way only', jittered(2, 0, 600)],
])('1,200 calls at once, %s: full speed and never above', async (_, oneWayMs) => {
	const server = new Server(oneWayMs);
	const limiter = newLimiter();
	const start = performance.now();
	await passTime(Promise.all([1, 2].map(async () => await execute(limiter, server, 600))), 5_000);
	expect(server.times).toHaveLength(1_200);
	expect(server.peaks).toEqual({ second: 50, minute: 1_000 });
	expect(Math.max(...server.times) - start).toBeLessThan(1.2 * 63 * SECOND_MS);
});

test('bursts after pauses stay within both windows', async () => {
	const server = new Server(jittered(3, 10, 300));
	const limiter = newLimiter();
	await jest.advanceTimersByTimeAsync(40 * SECOND_MS);
	for (const pauseMs of [200, 3_000, 40_000, 61_000]) {
		await passTime(execute(limiter, server, 600));
		await jest.advanceTimersByTimeAsync(pauseMs);
	}
	expect(server.peaks).toEqual({ second: 50, minute: 1_000 });
});

test('the lower rate holds while executions overlap, and rises when it ends', async () => {
	const server = new Server(() => 10);
	const limiter = newLimiter();
	let lowEnd = 0;
	const low = execute(limiter, server, 30, { requestsPerSecond: 5 }).then(() => {
		lowEnd = performance.now();
	});
	await passTime(Promise.all([low, execute(limiter, server, 300)]));
	expect(
		peak(
			server.times.filter((at) => at <= lowEnd),
			SECOND_MS,
		),
	).toBe(5);
	expect(
		peak(
			server.times.filter((at) => at > lowEnd),
			SECOND_MS,
		),
	).toBe(50);
});

test('a lower rate per minute counts the calls made before', async () => {
	const server = new Server(() => 10);
	const limiter = newLimiter();
	const start = performance.now();
	await passTime(execute(limiter, server, 100));
	await passTime(execute(limiter, server, 50, { requestsPerMinute: 120 }));
	expect(server.times.filter((at) => at < start + MINUTE_MS)).toHaveLength(120);
	expect(server.times).toHaveLength(150);
});

test('a single call behind an execution of 3,000 calls is sent within the next 100', async () => {
	const server = new Server(jittered(6, 10, 150));
	const limiter = newLimiter();
	void execute(limiter, server, 3_000);
	await jest.advanceTimersByTimeAsync(5 * SECOND_MS);
	const sent = server.times.length;
	await passTime(execute(limiter, server, 1), 20);
	expect(server.times.length - sent).toBeLessThan(100);
});

test('leaves no timer pending after an execution', async () => {
	const server = new Server(() => 10);
	await passTime(execute(newLimiter(), server, 1_200));
	await jest.advanceTimersByTimeAsync(2 * SECOND_MS);
	expect(jest.getTimerCount()).toBe(0);
});

test('a cancelled execution ends at once, holds nobody up, and leaves no timer', async () => {
	const server = new Server(() => 10);
	const limiter = newLimiter();
	const controller = new AbortController();
	const { signal } = controller;
	const cancelled = execute(limiter, server, 40, { requestsPerMinute: 20, signal });
	const outcome = expect(cancelled).rejects.toThrow('cancelled');
	await jest.advanceTimersByTimeAsync(5 * SECOND_MS);
	expect(server.times).toHaveLength(20);
	const other = execute(limiter, server, 10);
	await jest.advanceTimersByTimeAsync(SECOND_MS);
	expect(server.times).toHaveLength(20);
	controller.abort(new Error('cancelled'));
	await outcome;
	const cancelledAt = performance.now();
	await passTime(other, 50);
	expect(performance.now() - cancelledAt).toBeLessThan(SECOND_MS);
	expect(server.times).toHaveLength(30);
	await jest.advanceTimersByTimeAsync(2 * SECOND_MS);
	expect(jest.getTimerCount()).toBe(0);
});

test('a cancelled call that waits out a pause is never made', async () => {
	const server = new Server(
		() => 10,
		() => ({ waitMs: 30 * SECOND_MS, explicit: true }),
	);
	const limiter = newLimiter();
	await passTime(execute(limiter, server, 1));
	const controller = new AbortController();
	const cancelled = execute(limiter, server, 1, { signal: controller.signal });
	const outcome = expect(cancelled).rejects.toThrow('cancelled');
	await jest.advanceTimersByTimeAsync(SECOND_MS);
	controller.abort(new Error('cancelled'));
	await outcome;
	await jest.advanceTimersByTimeAsync(MINUTE_MS);
	expect(server.times).toHaveLength(1);
});

describe('a rate-limited call', () => {
	// Set back, it stops Bottleneck as it is published, but not the bundle: test/unit/build/bundle.test.ts
	test.each([
		['left alone', 0],
		['set forward by 61 s', 61 * SECOND_MS],
	])('holds all calls back until the wait is over, the wall clock %s', async (_, stepMs) => {
		const server = new Server(
			() => 10,
			(call) => (call === 1 ? { waitMs: 5_000, explicit: true } : undefined),
		);
		const limiter = newLimiter();
		const start = performance.now();
		await passTime(execute(limiter, server, 1));
		jest.setSystemTime(Date.now() + stepMs);
		void limiter.schedule(server.call, () => undefined);
		await jest.advanceTimersByTimeAsync(10 * SECOND_MS);
		expect(server.times).toHaveLength(2);
		expect(Math.max(...server.times) - start).toBeGreaterThanOrEqual(5 * SECOND_MS);
	});

	test('makes the calls after it start one by one, over a second', async () => {
		const server = new Server(
			() => 10,
			(call) => (call === 1 ? { waitMs: 5_000, explicit: true } : undefined),
		);
		const limiter = newLimiter();
		await passTime(execute(limiter, server, 1), 20);
		await passTime(execute(limiter, server, 200));
		expect(peak(server.times.slice(1), 100)).toBeLessThanOrEqual(6);
		expect(peak(server.times.slice(1), SECOND_MS)).toBeGreaterThan(40);
	});

	test('counts for how long none has succeeded, by a monotonic clock', async () => {
		let rateLimit: RateLimit | undefined = { waitMs: 100, explicit: true };
		const server = new Server(
			() => 10,
			() => rateLimit,
		);
		const limiter = newLimiter();
		expect(limiter.rejectedForMs).toBe(0);
		await passTime(execute(limiter, server, 1));
		jest.setSystemTime(Date.now() + 20 * MINUTE_MS);
		await passTime(execute(limiter, server, 1));
		expect(limiter.rejectedForMs).toBeLessThan(5 * SECOND_MS);
		rateLimit = undefined;
		await passTime(limiter.schedule(server.call, (result) => result));
		expect(limiter.rejectedForMs).toBe(0);
	});

	test('of an execution that has ended does not count for the next one', async () => {
		const server = new Server(
			() => 10,
			() => ({ waitMs: 100, explicit: true }),
		);
		const limiter = newLimiter();
		await passTime(execute(limiter, server, 1));
		await jest.advanceTimersByTimeAsync(11 * MINUTE_MS);
		void execute(limiter, server, 1);
		expect(limiter.rejectedForMs).toBe(0);
	});
});

test('calls that were given up at their deadline may come half a second late: never above', async () => {
	const limiter = newLimiter();
	const times: number[] = [];
	const giveUp = async () => {
		times.push(performance.now() + (times.length < 50 ? 500 : 0));
		await sleep(50);
	};
	const calls = Array.from(
		{ length: 200 },
		async () => await limiter.schedule(giveUp, () => 'noResponse'),
	);
	await passTime(Promise.all(calls), 10);
	expect(peak(times, SECOND_MS)).toBe(50);
});

test('this check catches a limiter that refreshes its reservoir', async () => {
	const server = new Server(jittered(7, 25, 75));
	const limiter = new Bottleneck({
		minTime: 20,
		reservoir: 1_000,
		reservoirRefreshAmount: 1_000,
		reservoirRefreshInterval: MINUTE_MS,
	});
	await jest.advanceTimersByTimeAsync(40 * SECOND_MS);
	const calls = Array.from({ length: 1_200 }, async () => await limiter.schedule(server.call));
	await passTime(Promise.all(calls));
	expect(server.peaks.second).toBeGreaterThan(50);
	expect(server.peaks.minute).toBeGreaterThan(1_000);
});
