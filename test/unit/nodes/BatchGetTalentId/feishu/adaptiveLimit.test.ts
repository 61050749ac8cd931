/** Other programs on the same app: what limiters that know nothing of each other make of it, in virtual time. */
import { sleep } from 'n8n-workflow';

import { AdaptiveLimit } from '../../../../../nodes/BatchGetTalentId/feishu/adaptiveLimit';
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { FEISHU_WINDOWS, SlidingWindows, peak } from '../../../../support/feishu/windows';
import type { Window } from '../../../../support/feishu/windows';
import { seeded } from '../../../../support/random';
import { VirtualClock } from '../../../../support/virtualClock';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const RECOVERY_MS = 20_000;
/** As many calls of one execution are under way or queued at a time. */
const CALLS_IN_PROGRESS = 50;

/** Counts a call that comes now; returns 0, or the milliseconds to wait where it is rejected. */
type Admit = (now: number) => number;

interface Process {
	/** Of each job. */
	calls: number;
	/** Executions at once; 1 by default. */
	jobs?: number;
	/** When it starts. */
	delayMs?: number;
}

interface RunSettings {
	admit: Admit;
	seed: number;
	/** Bounds of a call's round trip. */
	roundTripMs?: [min: number, max: number];
	/** No more calls are made after this. */
	untilMs?: number;
}

/** Runs processes that share nothing but the app; times are in milliseconds from the start. */
async function run(
	{ admit, seed, roundTripMs: [min, max] = [40, 160], untilMs = Infinity }: RunSettings,
	...processes: Process[]
) {
	const arrivals: Array<{ at: number; process: number; accepted: boolean }> = [];
	const ends: number[] = [];
	const runProcess = async ({ calls, jobs = 1, delayMs = 0 }: Process, process: number) => {
		await sleep(delayMs);
		const random = seeded(seed * 100 + process);
		const oneWay = () => (min + random() * (max - min)) / 2;
		const limiter = new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });
		const send = async () => {
			await sleep(oneWay());
			const at = performance.now();
			const waitMs = admit(at);
			arrivals.push({ at, process, accepted: waitMs === 0 });
			await sleep(oneWay());
			return waitMs === 0 ? undefined : { waitMs, explicit: true };
		};
		const runJob = async () => {
			let left = calls;
			const work = async () => {
				while (left-- > 0 && performance.now() < untilMs)
					while (await limiter.schedule(send, (rateLimit) => rateLimit));
			};
			await Promise.all(Array.from({ length: CALLS_IN_PROGRESS }, work));
		};
		await Promise.all(Array.from({ length: jobs }, runJob));
		ends[process] = performance.now();
	};
	await new VirtualClock(0).run(seed, async () => await Promise.all(processes.map(runProcess)));
	const from = (ms: number) => arrivals.filter(({ at }) => at >= ms);
	return {
		arrivals,
		/** When each process had all its calls answered. */
		ends,
		/** The calls of a process since a time that were accepted. */
		accepted: (process: number, fromMs: number) =>
			from(fromMs).filter((call) => call.accepted && call.process === process).length,
		/** What part of all calls since a time was rejected. */
		rejectedShare: (fromMs = 0) =>
			from(fromMs).filter(({ accepted }) => !accepted).length / from(fromMs).length,
	};
}

/** What is left when another program takes half of both windows. */
const [SECOND, MINUTE] = FEISHU_WINDOWS;
const HALF: typeof FEISHU_WINDOWS = [
	{ ...SECOND, limit: SECOND.limit / 2 },
	{ ...MINUTE, limit: MINUTE.limit / 2 },
];

function slidingWindows(limits = FEISHU_WINDOWS): Admit {
	const windows = new SlidingWindows(limits);
	return (now) => windows.admit(now);
}

/** Windows that begin anew all at once, as counters with an expiry do. */
function fixedWindows(phaseMs: number): Admit {
	const counts = new Map<Window, { index: number; calls: number }>();
	return (now) => {
		const current = FEISHU_WINDOWS.map((window) => {
			const index = Math.floor((now + phaseMs) / window.length);
			const stored = counts.get(window);
			const count = stored?.index === index ? stored : { index, calls: 0 };
			counts.set(window, count);
			const restMs = (index + 1) * window.length - phaseMs - now;
			return { count, waitMs: count.calls < window.limit ? 0 : restMs };
		});
		const waitMs = Math.max(...current.map((window) => window.waitMs));
		if (waitMs === 0) for (const { count } of current) count.calls++;
		return waitMs;
	};
}

describe('the limit of a second', () => {
	test('is the full one until a call is rejected', () => {
		expect(new AdaptiveLimit().limitAt(50, 0)).toBe(50);
	});

	test('falls by one with each rejected call, grows slowly, and is full again after the recovery', () => {
		const limit = new AdaptiveLimit();
		for (let i = 0; i < 30; i++) limit.onRateLimited(50, 1_000);
		const after = (ms: number) => limit.limitAt(50, 1_000 + ms);
		expect([0, 0.2, 0.5, 0.8, 1, 9].map((part) => after(part * RECOVERY_MS))).toEqual([
			20, 20, 23, 35, 50, 50,
		]);
		expect(limit.limitAt(10, 1_000)).toBe(10);
	});

	test('does not grow while no call is made', () => {
		const limit = new AdaptiveLimit();
		for (let i = 0; i < 30; i++) limit.onRateLimited(50, 0);
		limit.onPause(40 * SECOND_MS);
		expect(limit.limitAt(50, 40 * SECOND_MS)).toBe(20);
		expect(limit.limitAt(50, 40 * SECOND_MS + RECOVERY_MS)).toBe(50);
	});

	test.each([
		[50, 5],
		[5, 1],
	])('of %i is never less than a tenth', (max, tenth) => {
		const limit = new AdaptiveLimit();
		for (let i = 0; i < 99; i++) limit.onRateLimited(max, 0);
		expect(limit.limitAt(max, 0)).toBe(tenth);
	});
});

describe('a single rejection', () => {
	const took = async (calls: number, rejected = 0) => {
		const windows = slidingWindows();
		let made = 0;
		const admit: Admit = (now) => (++made === rejected ? 2 * SECOND_MS : windows(now));
		const { ends } = await run({ admit, seed: 1, roundTripMs: [50, 150] }, { calls });
		return Math.max(...ends);
	};

	test.each([3, 60, 150, 300])('of call %i is waited out, not learnt from', async (call) => {
		const withIt = await took(400, call);
		const without = await took(400);
		expect(withIt).toBeGreaterThan(without);
		expect(withIt).toBeLessThan(1.3 * without + 3 * SECOND_MS);
	});
});

describe.each<[string, (seed: number) => Admit]>([
	['sliding', () => slidingWindows()],
	['fixed', (seed) => fixedWindows(seeded(seed)() * MINUTE_MS)],
])('%s windows, two processes', (_, newWindows) => {
	test.each<[seed: number, roundTripMs: [number, number]]>([
		[1, [50, 60]],
		[2, [100, 200]],
		[3, [50, 300]],
	])('1,000 calls each, seed %i, %j ms: fast and fair', async (seed, roundTripMs) => {
		const process = { calls: 1_000 };
		const settings = { admit: newWindows(seed), seed, roundTripMs };
		const { ends, rejectedShare } = await run(settings, process, process);
		expect(rejectedShare()).toBeLessThan(0.04);
		// As many calls as both windows allow at each moment take 79 s.
		expect(Math.max(...ends)).toBeLessThan(1.25 * 79 * SECOND_MS);
		// Chance decides whose calls are rejected: mostly within 1.15, at widely varying delays up to 1.2.
		expect(Math.max(...ends) / Math.min(...ends)).toBeLessThan(1.25);
	});

	test('short jobs: little is rejected, all done within 1.6 of the optimum', async () => {
		const process = { calls: 20, jobs: 10 };
		const settings = { admit: newWindows(4), seed: 4 };
		const { ends, rejectedShare } = await run(settings, process, process);
		expect(rejectedShare()).toBeGreaterThan(0);
		expect(rejectedShare()).toBeLessThan(0.2);
		expect(Math.max(...ends)).toBeLessThan(1.6 * (400 / 50 - 1) * SECOND_MS);
	});
});

describe('in saturated minutes', () => {
	const LATE_MS = 2 * MINUTE_MS;

	test('two processes divide the quota equally, the second though it started 100 s later', async () => {
		const { accepted, rejectedShare } = await run(
			{ admit: slidingWindows(), seed: 5, untilMs: 6 * MINUTE_MS },
			{ calls: 12_000 },
			{ calls: 12_000, delayMs: 100 * SECOND_MS },
		);
		const [one = 0, other = 0] = [0, 1].map((process) => accepted(process, LATE_MS) / 4);
		expect(one + other).toBeGreaterThan(990);
		expect(Math.min(one, other)).toBeGreaterThan(400);
		expect(rejectedShare(LATE_MS)).toBeLessThan(0.05);
	});

	test('with half of the quota taken by another program, what is left is used', async () => {
		const settings = { admit: slidingWindows(HALF), seed: 6, untilMs: 5 * MINUTE_MS };
		const { accepted, rejectedShare } = await run(settings, { calls: 8_000 });
		expect(accepted(0, LATE_MS) / 3).toBeGreaterThan(0.98 * 500);
		expect(rejectedShare(LATE_MS)).toBeLessThan(0.05);
	});

	test('when the other program stops, the full rate comes back', async () => {
		const [before, after] = [slidingWindows(HALF), slidingWindows()];
		const admit: Admit = (now) => (now < 2 * MINUTE_MS ? before : after)(now);
		const settings = { admit, seed: 7, untilMs: 5 * MINUTE_MS };
		const { accepted, arrivals } = await run(settings, { calls: 8_000 });
		expect(accepted(0, 3 * MINUTE_MS) / 2).toBeGreaterThan(980);
		const times = arrivals.map(({ at }) => at);
		expect(peak(times, MINUTE_MS)).toBeLessThanOrEqual(1_000);
	});
});

test('a restarted process waits out the calls that its forerunner made within the minute', async () => {
	const admit = slidingWindows();
	for (let call = 0; call < 1_000; call++) admit(call * 20);
	const process = { calls: 1_500, delayMs: 25 * SECOND_MS };
	const { ends, rejectedShare } = await run({ admit, seed: 8 }, process);
	expect(rejectedShare()).toBeGreaterThan(0);
	expect(rejectedShare()).toBeLessThan(0.05);
	// 1,000 calls from 60 s on, and 500 a minute later.
	expect(Math.max(...ends)).toBeLessThan(1.1 * (120 + 10) * SECOND_MS);
});
