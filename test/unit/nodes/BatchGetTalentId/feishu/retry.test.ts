/** The tries of one call: what counts as one, how long the wait before the next is, and when none is left. */
import { found, refusal, setUp, settle, talents } from '../../../../support/resolverHarness';
import type { Verdict } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import { RateLimiter } from '../../../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import type { Reply } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';
import { noLimiter } from '../../../../support/pipeline';

const SECOND = 1_000;
const MINUTE = 60_000;

const newLimiter = () => new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });

/** The first calls get these replies, those after them the last again, or a talent. */
const replying = (...replies: Reply[]) => {
	const left = [...replies];
	return (numbers: number[]) => left.shift() ?? talents(numbers);
};

const gaps = (times: number[]) => times.slice(1).map((time, i) => time - (times[i] ?? NaN));

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

describe.each([1, 2, 5])('with %i tries', (maxTries) => {
	test.each<[Verdict, string]>([
		['transient', 'a call that fails each time fails its own batch'],
		['noToken', 'without a token to the last the run is hopeless'],
	])('%s: %s, after exactly so many', async (verdict) => {
		const { client, ask, asked } = setUp(() => refusal(verdict), { maxTries });
		expect(await settle(ask(1))).toEqual({ 1: `failed: ${verdict}` });
		expect(asked).toHaveLength(maxTries);
		expect(client.hopeless?.message).toBe(verdict === 'noToken' ? verdict : undefined);
	});

	test('one that succeeds with the last is answered', async () => {
		const failures = Array.from({ length: maxTries - 1 }, (_, i) =>
			refusal(i % 2 ? 'noToken' : 'transient'),
		);
		const { client, ask, asked } = setUp(replying(...failures), { maxTries });
		expect(await settle(ask(1))).toEqual(found(1));
		expect(asked).toHaveLength(maxTries);
		expect(client.hopeless).toBeUndefined();
	});
});

test.each<Verdict>(['failed', 'hopeless', 'badNumber', 'badParameter'])(
	'%s is final: no second try',
	async (verdict) => {
		const { ask, asked } = setUp(() => refusal(verdict), { maxTries: 5 });
		await settle(ask(1));
		expect(asked).toHaveLength(1);
	},
);

test('a refused token is no try, and nothing is waited for', async () => {
	const { ask, times } = setUp(replying(refusal('token'), refusal('token')));
	expect(await settle(ask(1))).toEqual(found(1));
	expect(gaps(times)).toEqual([0, 0]);
});

/** The bounds of full jitter, and its middle. */
const draws = [0, 0.5, 1];
const STEPS = [0.5, 1, 2, 4, 8, 16, 30, 30].map((seconds) => seconds * SECOND);

test.each(draws)('each try waits up to twice as long, at most 30 s: at %d of it', async (draw) => {
	jest.spyOn(Math, 'random').mockReturnValue(draw);
	const { ask, times } = setUp(() => refusal('transient'), { maxTries: STEPS.length + 1 });
	await settle(ask(1));
	expect(gaps(times)).toEqual(STEPS.map((step) => step * draw));
});

describe('a call refused for its rate', () => {
	test('is no try, however often; it is made again when the wait that Feishu names is over', async () => {
		const waits = [2, 5, 0, 60, 3_600].map((seconds) => seconds * SECOND);
		const refusals = waits.map((retryAfter) => refusal('rateLimited', { retryAfter }));
		const { ask, times } = setUp(replying(...refusals), { limiter: newLimiter() });
		expect(await settle(ask(1))).toEqual(found(1));
		expect(gaps(times)).toEqual([2, 5, 0, 60, 60].map((seconds) => seconds * SECOND));
	});

	test('leaves the tries of the call as they were', async () => {
		const [limited, transient] = [refusal('rateLimited', { retryAfter: 0 }), refusal('transient')];
		const play = replying(limited, transient, limited, limited, transient, limited, transient);
		const { ask, asked } = setUp(play, { limiter: newLimiter(), maxTries: 3 });
		expect(await settle(ask(1))).toEqual({ 1: 'failed: transient' });
		expect(asked).toHaveLength(7);
	});

	/** What the client tells the limiter of a call's replies. */
	async function told(...replies: Reply[]) {
		const schedule = jest.spyOn(noLimiter, 'schedule');
		await setUp(talents).ask(1);
		return schedule.mock.calls.flatMap(([, rateLimitOf]) => replies.map(rateLimitOf));
	}

	test('is told of to the limiter with the wait that Feishu names, at most a minute; nothing else is', async () => {
		expect(
			await told(
				refusal('rateLimited', { retryAfter: 7 }),
				refusal('rateLimited', { retryAfter: MINUTE + 1 }),
				refusal('transient', { retryAfter: 7 }),
				[],
			),
		).toEqual([
			{ waitMs: 7, explicit: true },
			{ waitMs: MINUTE, explicit: true },
			undefined,
			undefined,
		]);
	});

	test.each(draws)('waits as a try does where Feishu names no time: at %d of it', async (draw) => {
		jest.spyOn(Math, 'random').mockReturnValue(draw);
		expect(await told(...STEPS.map(() => refusal('rateLimited')))).toEqual(
			STEPS.map((step) => ({ waitMs: step * draw, explicit: false })),
		);
	});

	test('ends the run when Feishu has refused every call for more than 10 minutes', async () => {
		const start = Date.now();
		const facts = { description: 'what to do', code: 99991400, logId: 'LOG' };
		const play = () => refusal('rateLimited', { ...facts, retryAfter: 5 * SECOND });
		const { client, ask, times } = setUp(play, { limiter: newLimiter() });
		const message = 'Feishu has refused every call for 10 minutes';
		expect(await settle(ask(1))).toEqual({ 1: `failed: ${message}` });
		expect(client.hopeless).toMatchObject({
			verdict: 'hopeless',
			message,
			...facts,
		});
		expect(times.at(-1)).toBe(start + 10 * MINUTE + 5 * SECOND);
	});

	test('starts these 10 minutes anew with each success of another', async () => {
		const start = Date.now();
		const answeredAfter = [0, 19, 9.5].map((minutes) => start + minutes * MINUTE);
		const { ask } = setUp(
			(numbers) =>
				numbers.every((number) => Date.now() >= (answeredAfter[number] ?? 0))
					? talents(numbers)
					: refusal('rateLimited', { retryAfter: 5 * SECOND }),
			{ limiter: newLimiter() },
		);
		expect(await settle(Promise.all([ask(1), ask(2)]))).toEqual([found(1), found(2)]);
		expect(Date.now() - start).toBeGreaterThan(19 * MINUTE);
	});
});

test('every attempt is counted: tries, repeats after a refused token or for the rate, and halves', async () => {
	const play = replying(
		refusal('transient'),
		refusal('token'),
		refusal('rateLimited', { retryAfter: 0 }),
		refusal('badNumber'),
	);
	const { client, ask, asked } = setUp(play, { limiter: newLimiter(), maxTries: 2 });
	expect(await settle(ask(1, 2))).toEqual(found(1, 2));
	expect(asked).toEqual([[1, 2], [1, 2], [1, 2], [1, 2], [1], [2]]);
	expect(client.calls).toBe(6);
});
