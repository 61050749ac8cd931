/** The circuit breaker of a group: when it opens, when it closes, and what it costs. */
import { GroupBreaker } from '../../../../../nodes/BatchGetTalentId/lookUp/groupBreaker';
import { Answers } from '../../../../../nodes/BatchGetTalentId/types';
import type { Combination } from '../../../../../nodes/BatchGetTalentId/types';
import { Hire } from '../../../../support/feishu/hire';
import { withDefaults } from '../../../../support/feishu/settings';
import { runPipeline, sendTo } from '../../../../support/pipeline';
import {
	all,
	combination,
	failedCall,
	found,
	range,
	rejecting,
	setUp,
} from '../../../../support/resolverHarness';

const REJECTED = 'rejected: badParameter';

/** Several values, each a batch of its own. */
const alone = (...numbers: number[]) => numbers.map((number) => [number]);

describe.each(['badParameter', 'badNumber'] as const)('with batches rejected as %s', (name) => {
	test('bisects the first before all others, and the others where it has a good value', async () => {
		const { askBatches, asked } = setUp(rejecting([2, 6], name));
		expect(await askBatches(range(1, 4), range(5, 8))).toEqual([
			{ ...found(1, 3, 4), 2: `rejected: ${name}` },
			{ ...found(5, 7, 8), 6: `rejected: ${name}` },
		]);
		expect(asked).toEqual([
			...[range(1, 4), range(5, 8)],
			...[[1, 2], [3, 4], [1], [2]],
			...[[5, 6], [7, 8], [5], [6]],
		]);
	});

	test('opens when Feishu rejects every value of it and one value of each of three others', async () => {
		const lists = [range(1, 2), range(3, 4), range(5, 6), range(7, 8), range(9, 10)];
		const { calls, askBatches, asked } = setUp(rejecting(range(1, 10), name));
		const answers = await askBatches(...lists);
		const open = `rejected: Feishu rejected every value of a call like this one: ${name}`;
		const rejected = `rejected: ${name}`;
		expect(answers).toEqual([
			all(rejected, [1, 2]),
			...[3, 5, 7].map((first) => ({ [first]: rejected, [first + 1]: open })),
			all(open, [9, 10]),
		]);
		expect(asked).toEqual([...lists, ...alone(1, 2), ...alone(3, 5, 7)]);
		expect(calls.runFailure).toBeUndefined();
	});
});

describe('stays closed', () => {
	test('where there are fewer than three other batches: one bad value says nothing of the rest', async () => {
		const { askBatches } = setUp(rejecting([1, 5, 6], 'badParameter'));
		expect(await askBatches([5, 6], range(1, 4))).toEqual([
			all(REJECTED, [5, 6]),
			{ 1: REJECTED, ...found(2, 3, 4) },
		]);
	});

	test('where the first rejected batch is the only one of its group', async () => {
		const { ask, asked } = setUp(rejecting([1, 2], 'badParameter'));
		expect(await ask(1, 2)).toEqual(all(REJECTED, [1, 2]));
		expect(asked).toEqual([[1, 2], [1], [2]]);
	});

	test('where one of the three values of other batches is good', async () => {
		const { askBatches } = setUp(rejecting([...range(1, 6), 8], 'badParameter'));
		expect(await askBatches([1, 2], [3, 4], [5, 6], [7, 8])).toEqual([
			all(REJECTED, [1, 2]),
			all(REJECTED, [3, 4]),
			all(REJECTED, [5, 6]),
			{ ...found(7), 8: REJECTED },
		]);
	});

	test('where one of the three values of other batches fails for another reason', async () => {
		const { askBatches } = setUp((numbers) =>
			failedCall(numbers.length === 1 && numbers.includes(5) ? 'failed' : 'badParameter'),
		);
		expect(await askBatches([1, 2], [3, 4], [5, 6], [7, 8])).toEqual([
			all(REJECTED, [1, 2]),
			all(REJECTED, [3, 4]),
			{ 5: 'failed: failed', 6: REJECTED },
			all(REJECTED, [7, 8]),
		]);
	});

	test('where a value of the first rejected batch fails for another reason', async () => {
		const { askBatches } = setUp((numbers) =>
			failedCall(numbers.length === 1 && numbers.includes(2) ? 'failed' : 'badParameter'),
		);
		expect(await askBatches([1, 2], [3, 4])).toEqual([
			{ 1: REJECTED, 2: 'failed: failed' },
			all(REJECTED, [3, 4]),
		]);
	});

	test('where the same rejected value stands in all other batches', async () => {
		const cells = (number: string, names: string) =>
			[...names].map((name) => ({ json: { m: number, e: `${name}@example.com` } }));
		const items = [...cells('13900000666', 'abc'), ...cells('13800000001', 'e')];
		const { unmatched } = await runPipeline(items, {
			matchBy: 'all',
			batchSize: 2,
			output: 'talent',
			includeInputFields: false,
			isTool: false,
			send: sendTo(new Hire([], withDefaults({ badNumbers: new Set(['13900000666']) }))),
		});
		expect(unmatched.map(({ json }) => json.e)).toEqual(['e@example.com']);
	});

	test('after an answered call of the group: rejected batches are bisected side by side', async () => {
		const feishu = rejecting(range(1, 8), 'badParameter');
		const { askBatches, asked } = setUp(feishu);
		expect(await askBatches([9], range(1, 4), range(5, 8))).toEqual([
			found(9),
			all(REJECTED, range(1, 4)),
			all(REJECTED, range(5, 8)),
		]);
		const lengths = asked.slice(1).map(({ length }) => length);
		expect(lengths).toEqual([4, 4, 2, 2, 2, 2, ...Array<number>(8).fill(1)]);
	});
});

describe('once a call of the group is answered', () => {
	let answers: Answers;
	const batches = [1, 3, 5, 7].map((first) => ({
		group: 'group',
		combinations: [combination(first), combination(first + 1)],
	}));
	const [first = []] = batches.map(({ combinations }) => combinations);
	const rejection = failedCall('badParameter');
	const reject = (one: Combination) =>
		void answers.set(one, { status: 'rejected', failure: rejection });
	const lookUpAlone = async (one: Combination) => reject(one);
	const isKnownRejected = () => false;

	beforeEach(() => void (answers = new Answers()));

	test('closes again, for good', async () => {
		const bisect = jest.fn(async () => first.forEach(reject));
		const breaker = new GroupBreaker(batches, answers);
		await breaker.handleRejection(first, rejection, { bisect, lookUpAlone, isKnownRejected });
		expect(breaker.open).toMatchObject({ status: 'rejected', isUnasked: true });
		expect(bisect).toHaveBeenCalledTimes(1);
		breaker.onAnswer();
		expect(breaker.open).toBeUndefined();
		await breaker.handleRejection(first, rejection, { bisect, lookUpAlone, isKnownRejected });
		expect(breaker.open).toBeUndefined();
	});

	test('bisects a rejected batch beside the first, whose bisection is under way', async () => {
		const breaker = new GroupBreaker(batches, answers);
		const never = async () => await new Promise<void>(() => undefined);
		void breaker.handleRejection(first, rejection, { bisect: never, lookUpAlone, isKnownRejected });
		const bisect = jest.fn(async () => undefined);
		void breaker.handleRejection(first, rejection, { bisect, lookUpAlone, isKnownRejected });
		await new Promise(setImmediate);
		expect(bisect).not.toHaveBeenCalled();
		breaker.onAnswer();
		void breaker.handleRejection(first, rejection, { bisect, lookUpAlone, isKnownRejected });
		await new Promise(setImmediate);
		expect(bisect).toHaveBeenCalledTimes(1);
	});
});

test('leaves other groups closed', async () => {
	const { ask, askBatches } = setUp(rejecting(range(1, 4), 'badParameter'));
	await askBatches([1, 2], [3, 4]);
	expect(await ask(5)).toEqual(found(5));
});
