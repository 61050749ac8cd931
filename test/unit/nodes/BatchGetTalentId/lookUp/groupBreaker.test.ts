/** The circuit breaker of a group: when it opens, when it closes, and what it costs. */
import { sleep } from 'n8n-workflow';

import {
	all,
	failedCall,
	found,
	range,
	rejecting,
	setUp,
	talents,
} from '../../../../support/resolverHarness';

const OPEN = 'failed: Feishu rejected every value of a call like this one: badParameter';

test('bisects the first rejected batch before all others, and the others where it has a good value', async () => {
	const { ask, asked } = setUp(rejecting([2, 6], 'badParameter'));
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

test('opens when Feishu rejects every value of that batch: no call of the group is bisected, or made', async () => {
	const { resolver, ask, asked } = setUp(rejecting(range(1, 3), 'badParameter'));
	const [first, second] = await Promise.all([ask(1, 2, 3), ask(3, 4, 5)]);
	expect(first).toEqual(all('rejected: badParameter', [1, 2, 3]));
	expect(second).toEqual(all(OPEN, [3, 4, 5]));
	expect(asked).toEqual([[1, 2, 3], [3, 4, 5], [1, 2], [3], [1], [2]]);
	expect(await ask(6)).toEqual({ 6: OPEN });
	expect(asked).toHaveLength(6);
	expect(resolver.runFailure).toBeUndefined();
});

test('leaves other groups closed', async () => {
	const { ask, askInGroup } = setUp(rejecting([1, 2, 11], 'badParameter'));
	await ask(1, 2);
	expect(await askInGroup('other', 11, 12)).toEqual({ ...found(12), 11: 'rejected: badParameter' });
	expect(await ask(3)).toEqual({ 3: OPEN });
});

describe('an answered call of the group', () => {
	test('keeps it closed for good: rejected batches are bisected side by side', async () => {
		const { ask, asked } = setUp(rejecting(range(1, 8), 'badParameter'));
		await ask(9);
		expect(await Promise.all([ask(...range(1, 4)), ask(...range(5, 8))])).toEqual([
			all('rejected: badParameter', range(1, 4)),
			all('rejected: badParameter', range(5, 8)),
		]);
		const lengths = asked.slice(1).map(({ length }) => length);
		expect(lengths).toEqual([4, 4, 2, 2, 2, 2, ...Array<number>(8).fill(1)]);
	});

	test('keeps it closed when it comes while the first rejected batch is bisected', async () => {
		const feishu = rejecting([1, 2, 3], 'badParameter');
		const { ask } = setUp(async (numbers) => {
			if (numbers.length === 1 && numbers[0] === 2) await ask(9);
			return feishu(numbers);
		});
		await ask(1, 2);
		expect(await ask(3, 4)).toEqual({ ...found(4), 3: 'rejected: badParameter' });
	});

	test('closes it again when it comes late', async () => {
		let answerLate: () => void = () => undefined;
		const late = new Promise<void>((resolve) => (answerLate = resolve));
		const feishu = rejecting([1, 2], 'badParameter');
		const { ask } = setUp(async (numbers) => {
			if (numbers.includes(9)) await late;
			return feishu(numbers);
		});
		const lateAnswer = ask(9);
		await ask(1, 2);
		expect(await ask(3)).toEqual({ 3: OPEN });
		answerLate();
		expect(await lateAnswer).toEqual(found(9));
		expect(await ask(3)).toEqual(found(3));
	});
});

describe('stays closed', () => {
	test('after a batch with a bad number, whose other values Feishu all rejects', async () => {
		const { ask } = setUp(async (numbers) => {
			// After all that needs no timer.
			if (numbers.includes(4)) await sleep(0);
			if (numbers.includes(3)) return failedCall('badNumber');
			return rejecting([1, 2], 'badParameter')(numbers);
		});
		expect(await Promise.all([ask(1, 2, 3, 4), ask(5, 6)])).toEqual([
			{ ...all('rejected: badParameter', [1, 2]), 3: 'rejected: badNumber', ...found(4) },
			found(5, 6),
		]);
	});

	test('after a second batch without any good value', async () => {
		const { ask } = setUp(rejecting([2, 3, 4], 'badParameter'));
		await ask(1, 2);
		expect(await ask(3, 4)).toEqual(all('rejected: badParameter', [3, 4]));
		expect(await ask(5)).toEqual(found(5));
	});

	test('after batches of one combination: only a larger batch is the probe', async () => {
		const { ask } = setUp(rejecting([1, 2, 3], 'badParameter'));
		expect(await ask(1)).toEqual({ 1: 'rejected: badParameter' });
		expect(await ask(2)).toEqual({ 2: 'rejected: badParameter' });
		expect(await ask(3, 4)).toEqual({ ...found(4), 3: 'rejected: badParameter' });
	});

	test.each([
		['badNumber', 'rejected: badNumber'],
		['failed', 'failed: failed'],
	] as const)('when one value of the batch comes to %s instead', async (name, answer) => {
		const { ask } = setUp((numbers) => {
			if (!numbers.some((number) => number < 3)) return talents(numbers);
			return failedCall(numbers.length === 1 && numbers.includes(2) ? name : 'badParameter');
		});
		expect(await ask(1, 2)).toEqual({ 1: 'rejected: badParameter', 2: answer });
		expect(await ask(3)).toEqual(found(3));
	});
});

test('takes the first batch rejected for a parameter as its probe, not one rejected for a number', async () => {
	const { ask } = setUp((numbers) => {
		if (numbers.some((number) => number < 10)) return failedCall('badNumber');
		return numbers.some((number) => number < 20) ? failedCall('badParameter') : talents(numbers);
	});
	expect(await ask(1, 2)).toEqual(all('rejected: badNumber', [1, 2]));
	await ask(10, 11);
	expect(await ask(20)).toEqual({ 20: OPEN });
});
