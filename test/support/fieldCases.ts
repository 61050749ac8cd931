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

type RawPerson = Partial<Record<'mobile' | 'email' | 'identification', string>>;

function splitQualifier(text: string): [qualifier: string, value: string] {
	const [qualifier = '', ...rest] = text.split(' ');
	return [qualifier, rest.join(' ')];
}

function storedValues({ mobile, email, identification }: RawPerson): StoredValue[] {
	const values: StoredValue[] = [];
	if (mobile) {
		const [qualifier, value] = splitQualifier(mobile);
		values.push({ kind: 'mobile_number', qualifier, value });
	}
	if (email) values.push({ kind: 'email', qualifier: '', value: email });
	if (identification) {
		const [qualifier, value] = splitQualifier(identification);
		values.push({ kind: 'identification_number', qualifier, value });
	}
	return values;
}

type RawPeople = Record<string, RawPerson> & { strangers: Record<string, string> };

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
export const FIELD_CASES: FieldCase[] = [
	...(file.cases as RawCase[]),
	...(found.cases as RawCase[]),
].map(({ id, m, e, i, c, t, by, want }) => ({
	id,
	parameters: {
		mobileNumber: m ?? '',
		mobileCode: c ?? '86',
		email: e ?? '',
		identificationNumber: i ?? '',
		identificationType: t ?? 1,
	},
	matchBy: by === 'any' ? 'any' : 'all',
	outcomes: want.split('|').map((one) => readOutcome(one.trim())),
}));
