/** Cells from public reports: who is asked for, in any spelling, and who never is. */
import { keysOf } from '../../../../support/feishu/store';
import type { Person } from '../../../../support/feishu/store';
import { readQuery } from '../../../../support/readings';
import type { Identifier, TalentQuery } from '../../../../../nodes/BatchGetTalentId/types';
import {
	FIELD_CASES,
	FIELD_PEOPLE,
	FIELD_STRANGERS,
	inOrder,
} from '../../../../support/fieldCases';
import type { FieldCase } from '../../../../support/fieldCases';

const read = ({ parameters, matchBy }: FieldCase) =>
	readQuery(0, (name) => parameters[name], matchBy);

const withSpellings = (identifier: Identifier) => [
	identifier,
	...(identifier.otherSpellings ?? []),
];

/** Whether a person is found by an identifier, as the model of Feishu finds them. */
const isOf = ({ kind, qualifier, value }: Identifier, person: Person) =>
	keysOf(person).includes([kind.charAt(0), qualifier, value].filter(Boolean).join(' '));

/** The people for whom some spelling of a read value is asked. */
const askedPeople = ({ identifiers }: TalentQuery) =>
	FIELD_PEOPLE.filter((person) =>
		identifiers.flatMap(withSpellings).some((one) => isOf(one, person)),
	).map(({ talentId }) => talentId);

/** Whether a query can end so; a row whose kinds are of different people ends unmatched. */
function canEnd(query: TalentQuery, end: string): boolean {
	if (end === 'fails') return query.identifiers.length === 0 && query.problem !== undefined;
	if (query.problem) return false;
	const kinds = new Set(query.identifiers.map(({ kind }) => kind));
	if (end === 'unmatched') return askedPeople(query).length === 0 || kinds.size > 1;
	return inOrder(askedPeople(query)) === end;
}

test.each(FIELD_CASES.map((one) => [one.id, one] as const))('%s is read rightly', (_, one) => {
	const query = read(one);
	const ends = one.ends.filter((end) => canEnd(query, end));
	expect({ query, ends: ends.length }).toEqual({ query, ends: 1 });
	const spellings = query.identifiers.flatMap(withSpellings);
	expect(
		spellings.filter((one) => FIELD_STRANGERS.some((stranger) => isOf(one, stranger))),
	).toEqual([]);
});

test('every case but those of an unmatched row asks for somebody or fails', () => {
	const silent = FIELD_CASES.filter((one) => {
		const { identifiers, problem } = read(one);
		return identifiers.length === 0 && !problem;
	});
	expect(silent.map(({ id }) => id)).toEqual(['one-zero', 'div0']);
});
