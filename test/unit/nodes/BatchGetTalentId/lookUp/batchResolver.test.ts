/** What becomes of a batch that Feishu refuses, or answers unclearly: splits, and what they teach. */
import fc from 'fast-check';
import { sleep } from 'n8n-workflow';

import {
	all,
	combination,
	found,
	range,
	refusal,
	refusing,
	setUp,
	talents,
} from '../../../../support/resolverHarness';

/** As if Feishu hid the digits of the number. */
const masked = (numbers: number[]) =>
	talents(numbers).map((talent) => ({ ...talent, mobile_number: '138****0000' }));

describe('a batch with bad values', () => {
	test('is asked in halves: each combination has its own answer', async () => {
		const { ask, asked } = setUp(refusing([3]));
		expect(await ask(1, 2, 3, 4, 5)).toEqual({ ...found(1, 2, 4, 5), 3: 'rejected: badNumber' });
		expect(asked).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [4, 5], [1, 2], [3]]);
	});

	test('k bad of n take at most min(2n−1, 1+2k·⌈log₂ n⌉) calls, and all others are answered', async () => {
		const cases = fc
			.integer({ min: 1, max: 128 })
			.chain((n) =>
				fc.tuple(fc.constant(range(1, n)), fc.uniqueArray(fc.integer({ min: 1, max: n }))),
			);
		await fc.assert(
			fc.asyncProperty(
				cases,
				fc.constantFrom('badNumber' as const, 'badParameter' as const),
				async ([numbers, bad], verdict) => {
					const { client, ask } = setUp(refusing(bad, verdict));
					expect(await ask(...numbers)).toEqual({
						...found(...numbers),
						...all(`rejected: ${verdict}`, bad),
					});
					const depth = Math.ceil(Math.log2(numbers.length));
					expect(client.calls).toBeLessThanOrEqual(
						Math.min(2 * numbers.length - 1, 1 + 2 * bad.length * depth),
					);
				},
			),
		);
	});
});

describe('a number found bad', () => {
	test('leaves the later batches, with the same answer; a batch of it alone is not asked', async () => {
		const { ask, asked } = setUp(refusing([2]));
		await ask(1, 2);
		asked.length = 0;
		expect(await ask(2, 3)).toEqual({ ...found(3), 2: 'rejected: badNumber' });
		expect(await ask(2)).toEqual({ 2: 'rejected: badNumber' });
		expect(asked).toEqual([[3]]);
	});

	test('leaves also the batches that wait for their turn already', async () => {
		const { ask, asked } = setUp(refusing([1]));
		const answers = await Promise.all([
			...range(1, 50).map(async (number) => await ask(number)),
			ask(1, 99),
		]);
		expect(answers.at(-1)).toEqual({ ...found(99), 1: 'rejected: badNumber' });
		expect(asked.slice(50)).toEqual([[99]]);
	});

	test('is bad with its country code only', async () => {
		const { client, ask, asked } = setUp(refusing([1]));
		await ask(1);
		await client.ask({ group: '852', combinations: [combination(1, '852')] });
		expect(asked).toEqual([[1], [1]]);
	});

	test('is found by a refusal of numbers only: another parameter says nothing of it', async () => {
		const { ask, asked } = setUp(refusing([1], 'badParameter'));
		await ask(1);
		await ask(1);
		expect(asked).toEqual([[1], [1]]);
	});
});

describe('a batch refused for a parameter', () => {
	const REFUSED = 'failed: Feishu refused every value of a call like this one: badParameter';

	test('is split before any other; with a good value in it the others are split too', async () => {
		const { ask, asked } = setUp(refusing([2, 6], 'badParameter'));
		expect(await Promise.all([ask(1, 2, 3, 4), ask(5, 6, 7, 8)])).toEqual([
			{ ...found(1, 3, 4), 2: 'rejected: badParameter' },
			{ ...found(5, 7, 8), 6: 'rejected: badParameter' },
		]);
		expect(asked).toEqual([
			...[
				[1, 2, 3, 4],
				[5, 6, 7, 8],
			],
			...[[1, 2], [3, 4], [1], [2]],
			...[[5, 6], [7, 8], [5], [6]],
		]);
	});

	test('without any good value stands for its group: nothing of it is split, or asked at all', async () => {
		const { client, ask, asked } = setUp(refusing(range(1, 3), 'badParameter'));
		const [first, second] = await Promise.all([ask(1, 2, 3), ask(3, 4, 5)]);
		expect(first).toEqual(all('rejected: badParameter', [1, 2, 3]));
		expect(second).toEqual(all(REFUSED, [3, 4, 5]));
		expect(asked).toEqual([[1, 2, 3], [3, 4, 5], [1, 2], [3], [1], [2]]);
		expect(await ask(6)).toEqual({ 6: REFUSED });
		expect(asked).toHaveLength(6);
		expect(client.hopeless).toBeUndefined();
	});

	test('says nothing of another group', async () => {
		const { ask, askOf } = setUp(refusing([1, 2, 11], 'badParameter'));
		await ask(1, 2);
		expect(await askOf('other', 11, 12)).toEqual({ ...found(12), 11: 'rejected: badParameter' });
		expect(await ask(3)).toEqual({ 3: REFUSED });
	});

	test('says nothing when a call of its group was answered before: none waits for it', async () => {
		const { ask, asked } = setUp(refusing(range(1, 8), 'badParameter'));
		await ask(9);
		expect(await Promise.all([ask(...range(1, 4)), ask(...range(5, 8))])).toEqual([
			all('rejected: badParameter', range(1, 4)),
			all('rejected: badParameter', range(5, 8)),
		]);
		expect(asked.filter(({ length }) => length === 2)).toEqual(asked.slice(3, 7));
	});

	test('says nothing when a call of its group is answered while it is split', async () => {
		const feishu = refusing([1, 2, 3], 'badParameter');
		const { ask } = setUp(async (numbers) => {
			if (numbers.length === 1 && numbers[0] === 2) await ask(9);
			return feishu(numbers);
		});
		await ask(1, 2);
		expect(await ask(3, 4)).toEqual({ ...found(4), 3: 'rejected: badParameter' });
	});

	test('says nothing any longer once a call of its group is answered', async () => {
		let refuse: () => void = () => undefined;
		const refused = new Promise<void>((resolve) => (refuse = resolve));
		const feishu = refusing([1, 2], 'badParameter');
		const { ask } = setUp(async (numbers) => {
			if (numbers.includes(9)) await refused;
			return feishu(numbers);
		});
		const late = ask(9);
		await ask(1, 2);
		expect(await ask(3)).toEqual({ 3: REFUSED });
		refuse();
		expect(await late).toEqual(found(9));
		expect(await ask(3)).toEqual(found(3));
	});

	test('is a whole batch: what is left of one with a bad number stands for nothing', async () => {
		const { ask } = setUp(async (numbers) => {
			// After all that needs no timer.
			if (numbers.includes(4)) await sleep(0);
			if (numbers.includes(3)) return refusal('badNumber');
			return refusing([1, 2], 'badParameter')(numbers);
		});
		expect(await Promise.all([ask(1, 2, 3, 4), ask(5, 6)])).toEqual([
			{ ...all('rejected: badParameter', [1, 2]), 3: 'rejected: badNumber', ...found(4) },
			found(5, 6),
		]);
	});

	test('stands for its group only if it is the first', async () => {
		const { ask } = setUp(refusing([2, 3, 4], 'badParameter'));
		await ask(1, 2);
		expect(await ask(3, 4)).toEqual(all('rejected: badParameter', [3, 4]));
		expect(await ask(5)).toEqual(found(5));
	});

	test('fails by itself when it is of one, and stands for nothing', async () => {
		const { ask } = setUp(refusing([1, 2, 3], 'badParameter'));
		expect(await ask(1)).toEqual({ 1: 'rejected: badParameter' });
		expect(await ask(2)).toEqual({ 2: 'rejected: badParameter' });
		expect(await ask(3, 4)).toEqual({ ...found(4), 3: 'rejected: badParameter' });
	});

	test.each([
		['badNumber', 'rejected: badNumber'],
		['failed', 'failed: failed'],
	] as const)(
		'stands for nothing when a value of it is refused as %s',
		async (verdict, outcome) => {
			const { ask } = setUp((numbers) => {
				if (!numbers.some((number) => number < 3)) return talents(numbers);
				return refusal(numbers.length === 1 && numbers.includes(2) ? verdict : 'badParameter');
			});
			expect(await ask(1, 2)).toEqual({ 1: 'rejected: badParameter', 2: outcome });
			expect(await ask(3)).toEqual(found(3));
		},
	);

	test('is not one refused for its numbers, nor one with an unclear reply', async () => {
		const { ask } = setUp((numbers) => {
			if (numbers.some((number) => number < 10)) return refusal('badNumber');
			return numbers.some((number) => number < 20) ? refusal('badParameter') : talents(numbers);
		});
		expect(await ask(1, 2)).toEqual(all('rejected: badNumber', [1, 2]));
		await ask(10, 11);
		expect(await ask(20)).toEqual({ 20: REFUSED });
	});
});

describe('a reply with a talent that cannot be placed', () => {
	test('splits its batch until it can', async () => {
		const { ask, asked } = setUp(masked);
		expect(await ask(1, 2, 3)).toEqual(found(1, 2, 3));
		expect(asked).toEqual([[1, 2, 3], [1, 2], [3], [1], [2]]);
	});

	test('is told of once two such replies came in a row, and stays told', async () => {
		const { client, ask } = setUp(masked);
		await ask(1, 2);
		await ask(3, 4);
		expect(client.repliesUnclear).toBe(false);
		await ask(5, 6, 7);
		expect(client.repliesUnclear).toBe(true);
		await ask(8);
		expect(client.repliesUnclear).toBe(true);
	});
});

test('what is shared out is what was asked: bad numbers are out of the batch that is placed', async () => {
	const placed: string[][] = [];
	const { ask } = setUp(refusing([1]), {
		place: (combinations, list) => {
			placed.push(combinations.map(({ key }) => key.slice(-1)));
			return combinations.map(() => list);
		},
	});
	await ask(1);
	expect(await ask(1, 2, 3)).toEqual({
		...all('t2 t3', [2, 3]),
		1: 'rejected: badNumber',
	});
	expect(placed).toEqual([['2', '3']]);
});
