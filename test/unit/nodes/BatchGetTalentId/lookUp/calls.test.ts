/** The calls of one execution: how they are counted, and when they end the run. */
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { Calls } from '../../../../../nodes/BatchGetTalentId/lookUp/calls';
import type { CallOptions } from '../../../../../nodes/BatchGetTalentId/lookUp/calls';
import { noLimiter } from '../../../../support/pipeline';
import { failedCall } from '../../../../support/resolverHarness';

const BODY = { email_list: ['a@x.com'] };

type Play = (call: number) => ReturnType<typeof failedCall> | never[];

function setUp(play: Play, options: Partial<CallOptions> = {}) {
	let made = 0;
	const send = async () => play(++made);
	return new Calls({ limiter: noLimiter, send, maxTries: 1, ...options });
}

async function makeAll(calls: Calls, amount: number) {
	for (let i = 0; i < amount; i++) await calls.make(BODY);
}

test('makes no call once the run has ended', async () => {
	const calls = setUp(() => []);
	expect(await calls.make(BODY)).toEqual([]);
	calls.endRun({ status: 'skipped' });
	expect(await calls.make(BODY)).toBeUndefined();
	expect(calls.made).toBe(1);
});

test('keeps the first answer that ended the run', () => {
	const calls = setUp(() => []);
	const [first, second] = [failedCall('fatal', { message: 'first' }), failedCall('fatal')];
	calls.endRun({ status: 'failed', failure: first });
	calls.endRun({ status: 'failed', failure: second });
	expect(calls.runFailure).toBe(first);
});

test('has no failure of the run before its end, nor where an item ended it', () => {
	const calls = setUp(() => []);
	expect(calls.runFailure).toBeUndefined();
	calls.endRun({ status: 'skipped' });
	expect(calls.runFailure).toBeUndefined();
});

describe('a call that backs off', () => {
	const cancelled = new Error('cancelled');

	/** A call whose next attempt is due in half a second, and its end by either means. */
	async function backOff() {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const controller = new AbortController();
		const { signal } = controller;
		const calls = setUp(() => failedCall('transient'), { maxTries: 2, signal });
		const reply = calls.make(BODY);
		await new Promise(setImmediate);
		return { calls, reply, cancel: () => controller.abort(cancelled) };
	}

	afterEach(() => jest.restoreAllMocks());

	test('ends without a reply where the run ends', async () => {
		const { calls, reply } = await backOff();
		calls.endRun({ status: 'skipped' });
		expect(await reply).toBeUndefined();
		expect(calls.made).toBe(1);
	});

	test('rejects where the execution is cancelled, though the run ends too', async () => {
		const { calls, reply, cancel } = await backOff();
		cancel();
		calls.endRun({ status: 'skipped' });
		await expect(reply).rejects.toBe(cancelled);
		expect(calls.made).toBe(1);
	});
});

test('rejects with the reason of a cancel', async () => {
	const cancelled = new Error('cancelled');
	const send = jest.fn();
	const limiter = new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });
	const calls = new Calls({ limiter, send, maxTries: 1, signal: AbortSignal.abort(cancelled) });
	await expect(calls.make(BODY)).rejects.toBe(cancelled);
	expect(send).not.toHaveBeenCalled();
});

describe('200 calls in a row without a reply of Feishu', () => {
	const lost = () => failedCall('transient', { message: 'connection closed' });

	test('end the run', async () => {
		const calls = setUp(lost);
		await makeAll(calls, 199);
		expect(calls.end).toBeUndefined();
		await calls.make(BODY);
		expect(calls.runFailure?.message).toBe(
			'Feishu has not answered 200 calls in a row: connection closed',
		);
	});

	test.each<[string, Play]>([
		['a success', () => []],
		['an error with a code of Feishu', () => failedCall('failed', { code: 9499 })],
	])('are counted from %s on', async (_, reply) => {
		const calls = setUp((call) => (call === 150 ? reply(call) : lost()));
		await makeAll(calls, 349);
		expect(calls.end).toBeUndefined();
		await calls.make(BODY);
		expect(calls.runFailure).toBeDefined();
	});

	test('do not include calls that were rate-limited', async () => {
		let limited = 0;
		const calls = setUp(() => (limited++ % 2 === 0 ? failedCall('rateLimited') : lost()));
		await makeAll(calls, 199);
		expect(calls.made).toBe(398);
		expect(calls.end).toBeUndefined();
	});
});

test('knows whether Feishu has answered, be it with an error', async () => {
	let reply: ReturnType<Play> = failedCall('fatal', { status: 502 });
	const calls = setUp(() => reply);
	await calls.make(BODY);
	expect(calls.hasFeishuAnswered).toBe(false);
	reply = failedCall('fatal', { status: 400, code: 99991672 });
	await calls.make(BODY);
	expect(calls.hasFeishuAnswered).toBe(true);
});
