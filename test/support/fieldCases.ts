/**
 * Cells as people write them, from public reports, and the people of an imagined Feishu Hire: what each
 * cell must be read as. Every person and number is invented.
 */
import file from './fieldCases.json';
import found from './foundCases.json';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { MatchBy } from '../../nodes/BatchGetTalentId/types';
import type { Person } from './feishu/store';

export interface FieldCase {
	id: string;
	parameters: Partial<Record<ItemParameter, unknown>>;
	matchBy: MatchBy;
	/** How the row may end: `fails`, `unmatched`, or the people it is matched with, in order: `CN1,HK1`. */
	ends: string[];
}

/** A case as the file holds it; see its `about`. */
interface RawCase {
	id: string;
	m?: unknown;
	e?: unknown;
	i?: unknown;
	c?: string;
	t?: unknown;
	by?: string;
	want: string;
}

interface RawPerson {
	mobile?: string;
	email?: string;
	identification?: string;
}

type RawPeople = Record<string, RawPerson> & { strangers: Record<string, string> };

/** What stands before the first blank, and behind it. */
function split(text: string): [qualifier: string, value: string] {
	const [qualifier = '', ...value] = text.split(' ');
	return [qualifier, value.join(' ')];
}

function personOf(name: string, { mobile, email, identification }: RawPerson): Person {
	const [code, number] = split(mobile ?? '');
	const [type, card] = split(identification ?? '');
	return {
		talentId: name,
		email,
		...(mobile && { mobile: { code, number } }),
		...(identification && { identification: { type: Number(type), number: card } }),
	};
}

const groups = [file.people, found.people].map((people) => people as unknown as RawPeople);

/** The people that a cell may be about, each with a name as talent ID. */
export const FIELD_PEOPLE: Person[] = groups.flatMap((people) =>
	Object.entries(people)
		.filter(([name]) => name !== 'strangers')
		.map(([name, person]) => personOf(name, person)),
);

/** People that a wrong reading would ask for. */
export const FIELD_STRANGERS: Person[] = groups
	.flatMap(({ strangers }) => Object.values(strangers))
	.map((text, i) =>
		personOf(`stranger ${i}`, text.includes('@') ? { email: text } : { mobile: text }),
	);

/** Names in their order. */
export const inOrder = (names: string[]): string => names.toSorted().join();

/** The shared cases, and those of `foundCases.json`. */
export const FIELD_CASES = [...(file.cases as RawCase[]), ...(found.cases as RawCase[])].map(
	({ id, m = '', e = '', i = '', c = '86', t = 1, by, want }): FieldCase => ({
		id,
		parameters: {
			mobileNumber: m,
			mobileCode: c,
			email: e,
			identificationNumber: i,
			identificationType: t,
		},
		matchBy: by === 'any' ? 'any' : 'all',
		ends: want.split('|').map((one) => inOrder(one.trim().split(','))),
	}),
);
