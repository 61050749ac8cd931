/** What is known of the values that Feishu rejected, and the calls made to know more. */
import { defined } from '../../../../support/defined';
import { failedCall } from '../../../../support/resolverHarness';
import {
	RejectedValues,
	gatherByValue,
} from '../../../../../nodes/BatchGetTalentId/lookUp/rejectedValues';
import type { Combination, Identifier } from '../../../../../nodes/BatchGetTalentId/types';

const KINDS = { m: 'mobile_number', e: 'email', i: 'identification_number' } as const;

/** `m1 e2`: the mobile number 1 with the email 2. */
const combination = (values: string): Combination => ({
	identifiers: values.split(' ').map((name): Identifier => {
		const [kind, value] = [name.charAt(0) as keyof typeof KINDS, name.slice(1)];
		return { kind: KINDS[kind], value, key: value, qualifier: '86', suspect: false };
	}),
	itemIndex: 0,
	isShared: false,
	id: 0,
});

const badNumber = failedCall('badNumber');
const badParameter = failedCall('badParameter', { code: 1002002 });
const by = (failure: typeof badNumber) => ({ status: 'rejected', failure });

/** Rejected values of a Feishu that rejects some; and which were asked alone. */
function setUp(...bad: string[]) {
	const asked: string[] = [];
	const values = new RejectedValues(async ({ kind, value }) => {
		const letter = defined(
			Object.entries(KINDS).find(([, one]) => one === kind),
			'kind',
		)[0];
		asked.push(letter + value);
		return bad.includes(letter + value);
	});
	const find = (name: string) => values.find(combination(name));
	return { values, find, asked };
}

describe('of a rejected combination', () => {
	test('with one value, that value is known, without a call', async () => {
		const { values, find, asked } = setUp();
		await values.note(combination('e1'), badParameter);
		expect(find('e1')).toEqual(by(badParameter));
		expect(find('m2 e1')).toEqual(by(badParameter));
		expect(find('e2')).toBeUndefined();
		expect(find('i1')).toBeUndefined();
		expect(asked).toEqual([]);
	});

	test('by the code for numbers, its number is known, without a call', async () => {
		const { values, find, asked } = setUp();
		await values.note(combination('m1 e1'), badNumber);
		expect(find('m1')).toEqual(by(badNumber));
		expect(find('e1')).toBeUndefined();
		expect(asked).toEqual([]);
	});

	test.each([
		['is known where one call rejects it', ['i1'], badParameter, 'm1 e1 i1'],
		['is not known where one call answers it', [], badParameter, 'm1 e1 i1'],
		['is asked too where the code is for numbers and there is none', ['i1'], badNumber, 'e1 i1'],
	])('by another code, the last value %s', async (_, bad, failure, values) => {
		const { values: rejected, find, asked } = setUp(...bad);
		await rejected.note(combination(values), failure);
		expect(asked).toEqual(['i1']);
		expect(find('i1')).toEqual(bad.length > 0 ? by(failure) : undefined);
		expect(find('m1')).toBeUndefined();
	});

	test('a value that is known is not asked again', async () => {
		const { values, asked } = setUp('e1');
		await values.note(combination('m1 e1'), badParameter);
		await values.note(combination('m2 e1'), badParameter);
		await values.note(combination('m3 e2'), badParameter);
		expect(asked).toEqual(['e1', 'e2']);
	});
});

describe('of several rejected combinations', () => {
	test.each([
		['the value that all have in common', ['m1 e1', 'm2 e1', 'm3 e1'], badParameter, ['e1']],
		['the first of several in common', ['m1 e1', 'm1 e1'], badParameter, ['m1']],
		['none where one has another', ['m1 e1', 'm2 e1', 'm3 e2'], badParameter, []],
		['none of a single combination', ['m1 e1'], badParameter, []],
		['a common number by the code for numbers', ['m1 e1', 'm1 e2'], badNumber, ['m1']],
		['no common email by the code for numbers', ['m1 e1', 'm2 e1'], badNumber, []],
	])('one call asks %s', async (_, combinations, failure, expected) => {
		const { values, find, asked } = setUp('m1', 'e1');
		await values.noteCommonValue(combinations.map(combination), failure);
		expect(asked).toEqual(expected);
		for (const name of expected) expect(find(name)).toEqual(by(failure));
	});
});

describe('combinations to be bisected', () => {
	const gathered = (...values: string[]) =>
		gatherByValue(values.map(combination)).map(({ identifiers }) =>
			identifiers.map(({ kind, value }) => kind.charAt(0) + value).join(' '),
		);

	test('keep their order where no value is common to two', () => {
		expect(gathered('m3 e3', 'm1 e1', 'm2 e2')).toEqual(['m3 e3', 'm1 e1', 'm2 e2']);
	});

	test('are sorted so that those with the commonest value come first, side by side', () => {
		expect(gathered('m1 e2', 'm2 e1', 'm3 e3', 'm4 e1', 'm5 e2', 'm6 e1')).toEqual([
			...['m2 e1', 'm4 e1', 'm6 e1'],
			...['m1 e2', 'm5 e2'],
			'm3 e3',
		]);
	});

	test('are sorted by the commonest of their values, whichever kind that is', () => {
		expect(gathered('m1 e1', 'm2 e2', 'm1 e3')).toEqual(['m1 e1', 'm1 e3', 'm2 e2']);
	});

	test('are sorted by value where two are as common', () => {
		expect(gathered('m1 e2', 'm2 e1', 'm3 e2', 'm4 e1')).toEqual([
			...['m2 e1', 'm4 e1'],
			...['m1 e2', 'm3 e2'],
		]);
	});
});
