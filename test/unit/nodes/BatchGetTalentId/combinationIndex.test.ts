/** A combination is found again by its values, and only by all of them. */
import { CombinationIndex, joinKeys } from '../../../../nodes/BatchGetTalentId/combinationIndex';
import type { Combination, Identifier } from '../../../../nodes/BatchGetTalentId/types';
import { defined } from '../../../support/defined';

const KINDS = ['mobile_number', 'email', 'identification_number'] as const;

/** `1 a X`: a mobile number, an email and an identification number. */
const identifiersOf = (values: string): Identifier[] =>
	values.split(' ').map((value, index) => {
		const kind = defined(KINDS[index], 'kind');
		return { kind, value, key: value, qualifier: '', suspect: false };
	});

let combinations = 0;
const combinationOf = (values: string): Combination => ({
	identifiers: identifiersOf(values),
	itemIndex: 0,
	isShared: false,
	id: combinations++,
});

test.each([
	['of one kind', ['1', '2', '3']],
	['that differ in their first value', ['1 a', '2 a', '3 b']],
	['two of which have their first value in common', ['1 a', '1 b', '2 a']],
	['all of which have their first value in common', ['1 a', '1 b', '1 c', '1 d']],
	['that differ in their last value only', ['1 a X', '1 a Y', '1 b X', '2 a X']],
])('tells combinations %s apart, and finds each by its values, each time', (_, all) => {
	const index = new CombinationIndex();
	const added = all.map(combinationOf);
	for (const combination of added) expect(index.add(combination)).toBe(combination);
	for (const [place, values] of [...all.entries(), ...all.entries()]) {
		expect(index.add(combinationOf(values))).toBe(added[place]);
	}
});

test('the joined keys of different values differ', () => {
	expect(joinKeys(['a', 'bc'])).not.toBe(joinKeys(['ab', 'c']));
});
