/** Bisection: what becomes of a batch that Feishu rejects, or whose reply is ambiguous. */
import fc from 'fast-check';

import {
	all,
	combination,
	failedCall,
	found,
	range,
	rejecting,
	setUp,
	talents,
} from '../../../../support/resolverHarness';

afterEach(() => jest.restoreAllMocks());

/** As if Feishu hid the digits of the number. */
const masked = (numbers: number[]) =>
	talents(numbers).map((talent) => ({ ...talent, mobile_number: '138****0000' }));

describe('a batch that Feishu rejects for a value', () => {
	test('is bisected until the value is alone: each combination has its own answer', async () => {
		const { ask, asked } = setUp(rejecting([3]));
		expect(await ask(1, 2, 3, 4, 5)).toEqual({ ...found(1, 2, 4, 5), 3: 'rejected: badNumber' });
		expect(asked).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [4, 5], [1, 2], [3]]);
	});

	test('takes at most min(2n−1, 1+2k·⌈log₂ n⌉) calls for n values with k bad', async () => {
		const cases = fc
			.integer({ min: 1, max: 128 })
			.chain((n) =>
				fc.tuple(fc.constant(range(1, n)), fc.uniqueArray(fc.integer({ min: 1, max: n }))),
			);
		await fc.assert(
			fc.asyncProperty(
				cases,
				fc.constantFrom('badNumber' as const, 'badParameter' as const),
				async ([numbers, bad], name) => {
					const { calls, ask } = setUp(rejecting(bad, name));
					expect(await ask(...numbers)).toEqual({
						...found(...numbers),
						...all(`rejected: ${name}`, bad),
					});
					const depth = Math.ceil(Math.log2(numbers.length));
					expect(calls.made).toBeLessThanOrEqual(
						Math.min(2 * numbers.length - 1, 1 + 2 * bad.length * depth),
					);
				},
			),
		);
	});
});

describe('a number that Feishu has rejected', () => {
	test('is not asked again: later batches go without it, or not at all', async () => {
		const { ask, asked } = setUp(rejecting([2]));
		await ask(1, 2);
		asked.length = 0;
		expect(await ask(2, 3)).toEqual({ ...found(3), 2: 'rejected: badNumber' });
		expect(await ask(2)).toEqual({ 2: 'rejected: badNumber' });
		expect(asked).toEqual([[3]]);
	});

	test('is removed from the batches that wait for their turn already', async () => {
		const { ask, asked } = setUp(rejecting([1]));
		const answers = await Promise.all([
			...range(1, 50).map(async (number) => await ask(number)),
			ask(1, 99),
		]);
		expect(answers.at(-1)).toEqual({ ...found(99), 1: 'rejected: badNumber' });
		expect(asked.slice(50)).toEqual([[99]]);
	});

	test('is asked again with another country code', async () => {
		const { resolver, ask, asked } = setUp(rejecting([1]));
		await ask(1);
		await resolver.resolve([{ group: '852', combinations: [combination(1, '852')] }]);
		expect(asked).toEqual([[1], [1]]);
	});

	test('does not shift the talents of the others in its batch', async () => {
		const { ask, asked } = setUp(rejecting([1]));
		await ask(1);
		expect(await ask(1, 2, 3)).toEqual({ 1: 'rejected: badNumber', ...found(2, 3) });
		expect(asked).toEqual([[1], [2, 3]]);
	});

	test('does not count in its batch: a single other combination takes whatever Feishu returns', async () => {
		const { ask, asked } = setUp((numbers) =>
			numbers.includes(1) ? failedCall('badNumber') : masked(numbers),
		);
		await ask(1);
		expect(await ask(1, 2)).toEqual({ 1: 'rejected: badNumber', ...found(2) });
		expect(asked).toEqual([[1], [2]]);
	});
});

describe('a reply with a talent that cannot be assigned', () => {
	test('bisects its batch until every talent can', async () => {
		const { ask, asked } = setUp(masked);
		expect(await ask(1, 2, 3)).toEqual(found(1, 2, 3));
		expect(asked).toEqual([[1, 2, 3], [1, 2], [3], [1], [2]]);
	});

	test('is reported for good once two such replies came in a row', async () => {
		const { resolver, ask } = setUp(masked);
		await ask(1, 2);
		await ask(3, 4);
		expect(resolver.hasAmbiguousReplies).toBe(false);
		await ask(5, 6, 7);
		expect(resolver.hasAmbiguousReplies).toBe(true);
		await ask(8);
		expect(resolver.hasAmbiguousReplies).toBe(true);
	});
});

test('a failed call fails its own batch only', async () => {
	const { ask } = setUp(rejecting([1], 'failed'));
	expect(await Promise.all([ask(1, 2), ask(3)])).toEqual([all('failed: failed', [1, 2]), found(3)]);
});

test('counts every attempt as a call: retries of each kind, and bisection', async () => {
	const replies = [
		failedCall('transient'),
		failedCall('tokenRejected'),
		failedCall('rateLimited', { retryAfterMs: 0 }),
		failedCall('badNumber'),
	];
	jest.spyOn(Math, 'random').mockReturnValue(0);
	const { calls, ask, asked } = setUp((numbers) => replies.shift() ?? talents(numbers), {
		maxTries: 2,
	});
	expect(await ask(1, 2)).toEqual(found(1, 2));
	expect(asked).toEqual([[1, 2], [1, 2], [1, 2], [1, 2], [1], [2]]);
	expect(calls.made).toBe(6);
});

describe('a talent without an ID in text', () => {
	const withoutId = ([first, ...others]: number[]) => [
		...talents(first === undefined ? [] : [first]).map((talent) => ({ ...talent, talent_id: 69 })),
		...talents(others),
	];

	test('fails the combination that it belongs to, and no other', async () => {
		const { ask } = setUp(withoutId);
		expect(await ask(1, 2)).toEqual({
			1: expect.stringMatching(/^failed: Feishu returned a talent without an ID/),
			...found(2),
		});
	});

	test('fails it though another talent with an ID belongs to it too', async () => {
		const { ask } = setUp((numbers) => [...talents(numbers), ...withoutId(numbers)]);
		expect(await ask(1)).toEqual({
			1: expect.stringMatching(/^failed: Feishu returned a talent without an ID/),
		});
	});
});

test('counts the talents that came back with another identifier than asked, of a single combination', async () => {
	const { resolver, ask } = setUp(() => talents([9]));
	expect(await ask(1)).toEqual({ 1: 't9' });
	expect(await ask(9)).toEqual(found(9));
	expect([...resolver.otherIdentifiers]).toEqual(['t9']);
	const { resolver: other, ask: askMasked } = setUp(masked);
	await askMasked(1);
	expect(other.otherIdentifiers.size).toBe(0);
	const { resolver: several, ask: askSeveral } = setUp(talents);
	await askSeveral(1, 2);
	expect(several.otherIdentifiers.size).toBe(0);
});

test('fails only its own rows where something else than Feishu replies, once Feishu has answered', async () => {
	const foreign = () => failedCall('fatal', { status: 404 });
	const { calls, ask } = setUp((numbers) => (numbers.includes(2) ? foreign() : talents(numbers)));
	await ask(1);
	expect(await ask(2)).toEqual({
		2: 'failed: fatal',
	});
	expect(await ask(3)).toEqual(found(3));
	expect(calls.runFailure).toBeUndefined();
});

test.each([
	['a code of Feishu', { status: 400, code: 99991672 }],
	['HTTP 429, which holds for every call', { status: 429 }],
	['no response at all', {}],
])('ends the run at a failure of it with %s, though Feishu has answered', async (_, facts) => {
	const { calls, ask } = setUp((numbers) =>
		numbers.includes(2) ? failedCall('fatal', facts) : talents(numbers),
	);
	await ask(1);
	expect(await ask(2)).toEqual({ 2: 'failed: fatal' });
	expect(calls.runFailure?.message).toBe('fatal');
});
