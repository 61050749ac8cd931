/** Invariant 4 on the build: what the server sees never exceeds either window. */
import Bottleneck from 'bottleneck';

import { acquireLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/limiterRegistry';
import { defined } from '../../../../support/defined';
import {
	VirtualServer,
	execute,
	nothingFound,
	reply,
	seeded,
	settle,
} from '../../../../support/virtual';
import { peak } from '../../../../support/simulator/windows';

const SECOND = 1_000;
const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const jittered = (seed: number, least: number, most: number) => {
	const random = seeded(seed);
	return () => least + random() * (most - least);
};

const peaks = ({ times }: VirtualServer) => ({
	second: peak(times, SECOND),
	minute: peak(times, MINUTE),
});

/** An app of its own for each test, for limiters outlive executions. */
let app = 0;
const newApp = () => ({ appId: `cli_limiter${++app}` });

test.each([
	['no delay', () => 0],
	['round trips of 20 ms', () => 10],
	['round trips of 20 to 600 ms', jittered(1, 10, 300)],
	['delays of one way only', jittered(2, 0, 600)],
])('3,000 calls at once, %s: full speed and never above', async (_, oneWay) => {
	const server = new VirtualServer(oneWay);
	await settle(execute(server, 3_000, newApp()));
	expect(server.times).toHaveLength(3_000);
	expect(peaks(server)).toEqual({ second: 50, minute: 1_000 });
});

test('idle first, then bursts', async () => {
	const server = new VirtualServer(jittered(3, 10, 300));
	const own = newApp();
	await jest.advanceTimersByTimeAsync(40 * SECOND);
	for (const pause of [200, 3_000, 40_000, 61_000]) {
		await settle(execute(server, 600, own));
		await jest.advanceTimersByTimeAsync(pause);
	}
	await settle(execute(server, 1_500, own));
	expect(peaks(server)).toEqual({ second: 50, minute: 1_000 });
});

test('executions of one app share the limits, other apps have their own', async () => {
	const shared = new VirtualServer(jittered(4, 10, 300));
	const other = new VirtualServer(jittered(5, 10, 300));
	const own = newApp();
	await settle(
		Promise.all([
			...[1, 2, 3, 4, 5].map(async () => await execute(shared, 300, own)),
			execute(other, 300, newApp()),
		]),
	);
	expect(peaks(shared)).toEqual({ second: 50, minute: 1_000 });
	expect(Math.max(...other.times) - Math.min(...other.times)).toBeLessThan(15 * SECOND);
});

test('the lower rate holds while executions overlap, and rises when it ends', async () => {
	const server = new VirtualServer(() => 10);
	const own = newApp();
	const start = Date.now();
	let lowEnd = 0;
	const low = execute(server, 30, { ...own, options: { requestsPerSecond: 5 } }).then(() => {
		lowEnd = Date.now();
	});
	await settle(Promise.all([low, execute(server, 300, own)]));
	const during = server.times.filter((at) => at >= start && at <= lowEnd);
	const after = server.times.filter((at) => at > lowEnd);
	expect(peak(during, SECOND)).toBe(5);
	expect(peak(after, SECOND)).toBe(50);
});

test('a lower rate per minute counts the calls made before', async () => {
	const server = new VirtualServer(() => 10);
	const own = newApp();
	await settle(execute(server, 100, own));
	const before = Date.now();
	await settle(execute(server, 50, { ...own, options: { requestsPerMinute: 120 } }));
	const end = defined(server.times[0], 'first call') + MINUTE;
	expect(server.times.filter((at) => at >= before && at < end)).toHaveLength(20);
});

test('a one-batch execution behind a run of 3,000 calls is sent within the next 100', async () => {
	const server = new VirtualServer(jittered(6, 10, 150));
	const own = newApp();
	const long = execute(server, 3_000, own);
	await jest.advanceTimersByTimeAsync(5 * SECOND);
	const sent = server.times.length;
	await settle(execute(server, 1, { ...own, prefix: '199' }), 20);
	const next = server.arrivals.slice(sent, sent + 100);
	expect(next.flatMap(({ body }) => body.mobile_number_list)).toContain('19900000000');
	await settle(long);
});

test('after a run no timer is left pending', async () => {
	const server = new VirtualServer(() => 10);
	await settle(execute(server, 1_200, newApp()));
	await jest.advanceTimersByTimeAsync(2 * SECOND);
	expect(jest.getTimerCount()).toBe(0);
});

test('a cancelled execution holds nobody up, and leaves no timer', async () => {
	const server = new VirtualServer(() => 10);
	const own = newApp();
	const controller = new AbortController();
	const cancelled = execute(server, 40, {
		...own,
		options: { requestsPerMinute: 20 },
		signal: controller.signal,
	}).catch((error: Error) => error);
	await jest.advanceTimersByTimeAsync(5 * SECOND);
	expect(server.times).toHaveLength(20);
	const other = execute(server, 10, { ...own, prefix: '199' });
	await jest.advanceTimersByTimeAsync(SECOND);
	const cancelledAt = Date.now();
	controller.abort(new Error('cancelled'));

	expect(await settle(cancelled, 10)).toMatchObject({
		message: 'The execution was canceled',
	});
	expect(Date.now() - cancelledAt).toBeLessThan(50);
	await settle(other, 50);
	expect(Date.now() - cancelledAt).toBeLessThan(SECOND);
	expect(server.times).toHaveLength(30);
	await jest.advanceTimersByTimeAsync(2 * SECOND);
	expect(jest.getTimerCount()).toBe(0);
});

test('a limiter is forgotten once it is idle, and not before', async () => {
	const rate = { requestsPerSecond: 50, requestsPerMinute: 1_000 };
	const acquire = (key: string) => {
		const limiter = acquireLimiter(key, rate);
		limiter.release(rate);
		return limiter;
	};
	const used = acquire('used');
	await settle(
		used.schedule(
			async () => await Promise.resolve(),
			() => undefined,
		),
		10,
	);
	acquire('other');
	expect(acquire('used')).toBe(used);
	await jest.advanceTimersByTimeAsync(61 * SECOND);
	acquire('other');
	expect(acquire('used')).not.toBe(used);
});

test('ten minutes of refusals without one success end the run', async () => {
	const refused = () => reply(429, { code: 99991400 }, { 'x-ogw-ratelimit-reset': '5' });
	const server = new VirtualServer(() => 10, refused);
	const start = Date.now();
	const failed = execute(server, 200, newApp()).catch((error: Error) => error);
	expect(await settle(failed)).toMatchObject({
		message: 'Feishu has refused every call for 10 minutes',
	});
	expect(Date.now() - start).toBeGreaterThan(10 * MINUTE);
	expect(Date.now() - start).toBeLessThan(11 * MINUTE);
});

test('what an earlier run was refused does not end a later one', async () => {
	const own = newApp();
	const refuseOnce = new VirtualServer(
		() => 10,
		(_, call) =>
			call === 0
				? reply(429, { code: 99991400 }, { 'x-ogw-ratelimit-reset': '1' })
				: nothingFound(),
	);
	const cancel = new AbortController();
	const cancelled = execute(refuseOnce, 1, { ...own, signal: cancel.signal }).catch(
		() => undefined,
	);
	await jest.advanceTimersByTimeAsync(100);
	cancel.abort();
	await settle(cancelled);
	await jest.advanceTimersByTimeAsync(11 * MINUTE);
	refuseOnce.arrivals.length = 0;
	expect(await settle(execute(refuseOnce, 3, own))).toMatchObject([[], { length: 3 }]);
});

test('this check catches a limiter that refreshes its reservoir', async () => {
	const server = new VirtualServer(jittered(7, 25, 75));
	const limiter = new Bottleneck({
		minTime: 20,
		reservoir: 1_000,
		reservoirRefreshAmount: 1_000,
		reservoirRefreshInterval: MINUTE,
	});
	await jest.advanceTimersByTimeAsync(40 * SECOND);
	await settle(
		Promise.all(
			Array.from(
				{ length: 3_000 },
				async () => await limiter.schedule(async () => await server.call({})),
			),
		),
	);
	expect(peak(server.times, SECOND)).toBeGreaterThan(50);
	expect(peak(server.times, MINUTE)).toBeGreaterThan(1_000);
});
