/** Other programs on the same app: what limiters that know nothing of each other make of it, in virtual time. */
import { AdaptiveLimit } from '../../../../../nodes/BatchGetTalentId/feishu/adaptiveLimit';
import { seeded } from '../../../../support/random';
import { SharedApp } from '../../../../support/sharedApp';
import type { Windows } from '../../../../support/sharedApp';
import { FEISHU_WINDOWS, SlidingWindows, peak } from '../../../../support/feishu/windows';
import type { Window } from '../../../../support/feishu/windows';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const RECOVERY_MS = 20_000;

/** What is left when another program takes half of both windows. */
const half = FEISHU_WINDOWS.map((window) => ({ ...window, limit: window.limit / 2 }));

/** Windows that begin anew all at once, as counters with an expiry do. */
class FixedWindows implements Windows {
	private readonly counts = new Map<Window, { index: number; calls: number }>();

	constructor(
		private readonly windows: Window[],
		private readonly phaseMs: number,
	) {}

	admit(now: number): number {
		const current = this.windows.map((window) => {
			const index = Math.floor((now + this.phaseMs) / window.length);
			const stored = this.counts.get(window);
			const count = stored?.index === index ? stored : { index, calls: 0 };
			this.counts.set(window, count);
			const restMs = (index + 1) * window.length - this.phaseMs - now;
			return { count, waitMs: count.calls < window.limit ? 0 : restMs };
		});
		const waitMs = Math.max(...current.map((window) => window.waitMs));
		if (waitMs === 0) for (const { count } of current) count.calls++;
		return waitMs;
	}
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
		const windows = new SlidingWindows();
		let made = 0;
		const admit = (now: number) => (++made === rejected ? 2 * SECOND_MS : windows.admit(now));
		const app = new SharedApp({ admit }, { seed: 1, roundTripMs: [50, 150] });
		await app.run([{ calls }]);
		return app.endOf(0);
	};

	test.each([3, 60, 150, 300])('of call %i is waited out, not learnt from', async (call) => {
		const withIt = await took(400, call);
		const without = await took(400);
		expect(withIt).toBeGreaterThan(without);
		expect(withIt).toBeLessThan(1.3 * without + 3 * SECOND_MS);
	});
});

describe.each<[string, (seed: number) => Windows]>([
	['sliding', () => new SlidingWindows()],
	['fixed', (seed: number) => new FixedWindows(FEISHU_WINDOWS, seeded(seed)() * MINUTE_MS)],
])('%s windows, two processes', (_, newWindows) => {
	test.each<[seed: number, roundTripMs: [number, number]]>([
		[1, [50, 60]],
		[2, [100, 200]],
		[3, [50, 300]],
	])('1,000 calls each, seed %i, %j ms: fast and fair', async (seed, roundTripMs) => {
		const app = new SharedApp(newWindows(seed), { seed, roundTripMs });
		await app.run([{ calls: 1_000 }, { calls: 1_000 }]);
		const ends = [app.endOf(0), app.endOf(1)];
		expect(app.rejectedShare()).toBeLessThan(0.04);
		// As many calls as both windows allow at each moment take 79 s.
		expect(Math.max(...ends)).toBeLessThan(1.25 * 79 * SECOND_MS);
		// Chance decides whose calls are rejected: mostly within 1.15, at widely varying delays up to 1.2.
		expect(Math.max(...ends) / Math.min(...ends)).toBeLessThan(1.25);
	});

	test('short jobs: little is rejected, all done within 1.6 of the optimum', async () => {
		const app = new SharedApp(newWindows(4), { seed: 4, roundTripMs: [40, 160] });
		await app.run([
			{ calls: 20, jobs: 10 },
			{ calls: 20, jobs: 10 },
		]);
		expect(app.rejectedShare()).toBeGreaterThan(0);
		expect(app.rejectedShare()).toBeLessThan(0.2);
		expect(Math.max(app.endOf(0), app.endOf(1))).toBeLessThan(1.6 * (400 / 50 - 1) * SECOND_MS);
	});
});

describe('in saturated minutes', () => {
	const LATE = { fromMs: 2 * MINUTE_MS };

	test('two processes divide the quota equally, the second though it started 100 s later', async () => {
		const app = new SharedApp(new SlidingWindows(), { seed: 5, roundTripMs: [40, 160] });
		await app.run([{ calls: 12_000 }, { calls: 12_000, delayMs: 100_000 }], 6 * MINUTE_MS);
		const [one = 0, other = 0] = [0, 1].map((process) => app.acceptedBy(process, LATE) / 4);
		expect(one + other).toBeGreaterThan(990);
		expect(Math.min(one, other)).toBeGreaterThan(400);
		expect(app.rejectedShare(LATE)).toBeLessThan(0.05);
	});

	test('with half of the quota taken by another program, what is left is used', async () => {
		const app = new SharedApp(new SlidingWindows(half), { seed: 6, roundTripMs: [40, 160] });
		await app.run([{ calls: 8_000 }], 5 * MINUTE_MS);
		expect(app.acceptedBy(0, LATE) / 3).toBeGreaterThan(0.98 * 500);
		expect(app.rejectedShare(LATE)).toBeLessThan(0.05);
	});

	test('when the other program stops, the full rate comes back', async () => {
		const [before, after] = [new SlidingWindows(half), new SlidingWindows()];
		const admit = (now: number) => (now < 2 * MINUTE_MS ? before : after).admit(now);
		const app = new SharedApp({ admit }, { seed: 7, roundTripMs: [40, 160] });
		await app.run([{ calls: 8_000 }], 5 * MINUTE_MS);
		expect(app.acceptedBy(0, { fromMs: 3 * MINUTE_MS }) / 2).toBeGreaterThan(980);
		const times = app.arrivals.map(({ at }) => at);
		expect(peak(times, MINUTE_MS)).toBeLessThanOrEqual(1_000);
	});
});

test('a restarted process waits out the calls that its forerunner made within the minute', async () => {
	const windows = new SlidingWindows();
	for (let call = 0; call < 1_000; call++) windows.admit(call * 20);
	const app = new SharedApp(windows, { seed: 8, roundTripMs: [40, 160] });
	await app.run([{ calls: 1_500, delayMs: 25 * SECOND_MS }]);
	expect(app.rejectedShare()).toBeGreaterThan(0);
	expect(app.rejectedShare()).toBeLessThan(0.05);
	// 1,000 calls from 60 s on, and 500 a minute later.
	expect(app.endOf(0)).toBeLessThan(1.1 * (120 + 10) * SECOND_MS);
});
