/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Other programs on the same app, as a model in virtual time, on the build. */
import { AdaptiveLimit } from '../../../../../nodes/BatchGetTalentId/feishu/adaptiveLimit';
import { FEISHU_WINDOWS, SlidingWindows, peak } from '../../../../support/simulator/windows';
import { builtNode } from '../../../../support/engine/engine';
import { defined } from '../../../../support/defined';
import {
	VirtualServer,
	execute,
	nothingFound,
	reply,
	seeded,
	settle,
} from '../../../../support/virtual';

const SECOND = 1_000;
const MINUTE = 60_000;

describe('a share of a window', () => {
	test('is the whole limit until a refusal', () => {
		expect(new AdaptiveLimit(20 * SECOND).limitAt(50, 0)).toBe(50);
	});

	test('is what was let through, then grows slowly, and is whole again after the recovery', () => {
		const limit = new AdaptiveLimit(20 * SECOND);
		limit.onRateLimited(20, 1_000);
		expect(limit.limitAt(50, 1_000)).toBe(20);
		expect(limit.limitAt(50, 4_000)).toBe(20);
		expect(limit.limitAt(50, 11_000)).toBe(26);
		expect(limit.limitAt(50, 21_000)).toBe(50);
		expect(limit.limitAt(10, 21_000)).toBe(10);
	});

	test('is never less than a tenth', () => {
		const limit = new AdaptiveLimit(20 * SECOND);
		limit.onRateLimited(0, 0);
		expect(limit.limitAt(50, 0)).toBe(5);
		expect(limit.limitAt(5, 0)).toBe(1);
	});
});

describe('in virtual time', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	/** A server whose windows others fill too; it tells by its reset header how long to wait. */
	function sharedServer(windows: () => SlidingWindows, seed: number) {
		const random = seeded(seed);
		const refusedAt: number[] = [];
		const server = new VirtualServer(
			() => 20 + random() * 60,
			() => {
				const wait = windows().admit(Date.now());
				if (wait === 0) return nothingFound();
				refusedAt.push(Date.now());
				return reply(429, { code: 99991400 }, { 'x-ogw-ratelimit-reset': String(wait / 1000) });
			},
		);
		return { server, refusedAt };
	}

	type Shared = ReturnType<typeof sharedServer>;

	/** The share of refused calls, and the calls let through per minute, after minute 2 of 10. */
	function saturated({ server, refusedAt }: Shared, start: number) {
		const late = (times: number[]) =>
			times.filter((at) => at >= start + 2 * MINUTE && at < start + 10 * MINUTE);
		const calls = late(server.times).length;
		const refused = late(refusedAt).length;
		return { refused: refused / calls, perMinute: (calls - refused) / 8 };
	}

	/** The node of an n8n process of its own: it shares no limiter. */
	function newProcess() {
		let node: ReturnType<typeof builtNode> | undefined;
		jest.isolateModules(() => {
			node = builtNode();
		});
		return defined(node, 'node');
	}

	const untilMinute10 = async (work: Promise<unknown>, controller: AbortController) => {
		const ended = work.catch(() => undefined);
		await jest.advanceTimersByTimeAsync(10 * MINUTE);
		controller.abort(new Error('enough'));
		await settle(ended);
	};

	/** What is left when another program takes half of both windows. */
	const half = () =>
		new SlidingWindows(FEISHU_WINDOWS.map((one) => ({ ...one, limit: one.limit / 2 })));

	test('half of the quota taken by another program: what is left is used, little is refused', async () => {
		const windows = half();
		const shared = sharedServer(() => windows, 1);
		const controller = new AbortController();
		const start = Date.now();
		const run = execute(shared.server, 8_000, { appId: 'half', signal: controller.signal });
		await untilMinute10(run, controller);
		const { refused, perMinute } = saturated(shared, start);
		expect(shared.refusedAt.length).toBeGreaterThan(0);
		expect(refused).toBeLessThan(0.05);
		expect(perMinute).toBeGreaterThan(0.9 * 500);
	});

	test('two processes that know nothing of each other share the quota', async () => {
		const windows = new SlidingWindows();
		const all = [sharedServer(() => windows, 2), sharedServer(() => windows, 3)];
		const controller = new AbortController();
		const start = Date.now();
		const { signal } = controller;
		const runs = all.map(
			async ({ server }) =>
				await execute(server, 12_000, { appId: 'two', signal, node: newProcess() }),
		);
		await untilMinute10(Promise.all(runs), controller);
		const measured = all.map((shared) => saturated(shared, start));
		const used = measured.reduce((sum, { perMinute }) => sum + perMinute, 0);
		for (const { refused, perMinute } of measured) {
			expect(refused).toBeLessThan(0.05);
			expect(perMinute).toBeGreaterThan(200);
		}
		expect(used).toBeGreaterThan(0.9 * 1_000);
	});

	test('short jobs of two processes: little refused, all done within 1.6 of the optimum', async () => {
		const windows = new SlidingWindows();
		const all = [sharedServer(() => windows, 4), sharedServer(() => windows, 5)];
		const start = Date.now();
		// Twenty executions of 2,000 rows are twenty calls each, ten executions a process.
		const runs = all.map(async ({ server }) => {
			const settings = { appId: 'short', node: newProcess() };
			const jobs = Array.from({ length: 10 }, async () => await execute(server, 20, settings));
			return await Promise.all(jobs);
		});
		await settle(Promise.all(runs), 100);
		const times = all.flatMap(({ server }) => server.times);
		const refused = all.flatMap(({ refusedAt }) => refusedAt).length;
		expect(refused).toBeGreaterThan(0);
		expect(times.length - refused).toBe(400);
		expect(refused / times.length).toBeLessThan(0.2);
		const optimum = (400 / 50 - 1) * SECOND + 100;
		expect(Math.max(...times) - start).toBeLessThan(1.6 * optimum);
	});

	test('when the other program leaves, the full rate comes back', async () => {
		let windows = half();
		const shared = sharedServer(() => windows, 6);
		const controller = new AbortController();
		const start = Date.now();
		const run = execute(shared.server, 10_000, { appId: 'back', signal: controller.signal });
		setTimeout(() => {
			windows = new SlidingWindows();
		}, 3 * MINUTE);
		await untilMinute10(run, controller);
		const last = shared.server.times.filter((at) => at >= start + 8 * MINUTE);
		expect(last.length / 2).toBeGreaterThan(950);
		expect(peak(shared.server.times, MINUTE)).toBeLessThanOrEqual(1_000);
	});

	test('a restarted process waits out the refusals of its forerunner’s calls', async () => {
		const windows = new SlidingWindows();
		const shared = sharedServer(() => windows, 7);
		const controller = new AbortController();
		const { signal } = controller;
		const first = execute(shared.server, 1_500, { appId: 'dies', signal, node: newProcess() });
		const died = first.catch(() => undefined);
		await jest.advanceTimersByTimeAsync(25 * SECOND);
		controller.abort(new Error('killed'));
		await settle(died);
		const before = shared.server.times.length;
		const outputs = await settle(
			execute(shared.server, 1_500, { appId: 'dies', prefix: '199', node: newProcess() }),
		);
		expect(shared.refusedAt.length).toBeGreaterThan(0);
		expect(outputs).toMatchObject([{ length: 0 }, { length: 1_500 }]);
		expect(shared.refusedAt.length / (shared.server.times.length - before)).toBeLessThan(0.2);
	});
});
