/**
 * Cells as people write them, from public reports, and the people of an imagined Feishu Hire: what each
 * cell must be read as. Every person and number is invented.
 */
import file from './fieldCases.json';
import found from './foundCases.json';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { IdentifierKind, MatchBy } from '../../nodes/BatchGetTalentId/types';

/** A value as it stands in Feishu: the code of a mobile number, the type of a document, else none. */
export interface StoredValue {
	kind: IdentifierKind;
	qualifier: string;
	value: string;
}

export interface FieldCase {
	id: string;
	parameters: Partial<Record<ItemParameter, unknown>>;
	matchBy: MatchBy;
	/** The ways in which the row may end; one of them must come true. */
	outcomes: FieldOutcome[];
}

export type FieldOutcome = 'fails' | 'unmatched' | { people: string[] };

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

const withQualifier = (kind: IdentifierKind, text: string): StoredValue => {
	const [qualifier = '', ...value] = text.split(' ');
	return { kind, qualifier, value: value.join(' ') };
};

const storedValues = ({ mobile, email, identification }: RawPerson): StoredValue[] => [
	...(mobile ? [withQualifier('mobile_number', mobile)] : []),
	...(email ? [{ kind: 'email' as const, qualifier: '', value: email }] : []),
	...(identification ? [withQualifier('identification_number', identification)] : []),
];

const groups = [file.people, found.people].map((people) => people as unknown as RawPeople);

/** The values of each person that a cell may be about, by name. */
export const FIELD_PEOPLE = new Map(
	groups.flatMap((people) =>
		Object.entries(people)
			.filter(([name]) => name !== 'strangers')
			.map(([name, person]) => [name, storedValues(person)] as const),
	),
);

/** Values of people that a wrong reading would ask for. */
export const FIELD_STRANGERS: StoredValue[] = groups
	.flatMap(({ strangers }) => Object.values(strangers))
	.flatMap((text) => storedValues(text.includes('@') ? { email: text } : { mobile: text }));

const readOutcome = (want: string): FieldOutcome =>
	want === 'fails' || want === 'unmatched' ? want : { people: want.split(',') };

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
		outcomes: want.split('|').map((one) => readOutcome(one.trim())),
	}),
);
