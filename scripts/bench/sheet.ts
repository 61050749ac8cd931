/** The sheet that all contenders look up, and the Hire it is looked up in. */
import type { INodeExecutionData } from 'n8n-workflow';

import { Dice } from '../../test/support/random';
import type { Person } from '../../test/support/feishu/store';

/** Of all random draws. */
export const SEED = 1;

/** The cells of a row; one that the candidate did not give is empty. */
export interface Row {
	mobile: string;
	email: string;
	id: string;
}

export interface Sheet {
	rows: Row[];
	people: Person[];
	/** The talent of each row, if it is in Hire: the truth. */
	talents: Array<string | undefined>;
}

/** How the node is told to read it. */
export const REFERENCES = {
	mobileNumber: '={{ $json.mobile }}',
	email: '={{ $json.email }}',
	identificationNumber: '={{ $json.id }}',
};

const WITH_EMAIL = 0.5;
const WITH_ID = 0.2;
const REPEATED = 0.1;
const IN_HIRE = 0.6;
const SWAPPED = 0.02;

interface Candidate {
	row: Row;
	/** As Hire has them. */
	person?: Person;
}

function makeCandidate(i: number, dice: Dice): Candidate {
	const digits = String(i).padStart(8, '0');
	const row = {
		mobile: `138${digits}`,
		email: dice.chance(WITH_EMAIL) ? `row${i}@example.com` : '',
		id: dice.chance(WITH_ID) ? `1101011990${digits}` : '',
	};
	if (!dice.chance(IN_HIRE)) return { row };
	const person: Person = {
		talentId: `70000000000${digits}`,
		mobile: { code: '86', number: row.mobile },
		...(row.email && { email: row.email }),
		...(row.id && { identification: { type: 1, number: row.id } }),
	};
	return { row, person };
}

/** Gives some pairs of people each other's email. */
function swapEmails(people: Person[], dice: Dice): void {
	const chosen = people.filter(({ email }) => email && dice.chance(SWAPPED));
	for (let i = 0; i + 1 < chosen.length; i += 2) {
		const [one, other] = chosen.slice(i, i + 2) as [Person, Person];
		[one.email, other.email] = [other.email, one.email];
	}
}

/**
 * Each row gives a mobile number, half an email, a fifth an identification number, and a tenth repeat
 * an earlier row. Three of five are in Hire. Of those with an email two in a hundred have each
 * other's there, as after a column was sorted alone: a call for both finds two talents of which
 * neither fits its row.
 */
export function makeSheet(count: number): Sheet {
	const dice = new Dice(SEED);
	const candidates: Candidate[] = [];
	for (let i = 0; i < count; i++) {
		const isRepeated = i > 0 && dice.chance(REPEATED);
		candidates.push(isRepeated ? dice.pick(candidates) : makeCandidate(i, dice));
	}
	const people = [...new Set(candidates)].flatMap(({ person }) => person ?? []);
	swapEmails(people, dice);
	return {
		rows: candidates.map(({ row }) => row),
		people,
		talents: candidates.map(({ row, person }) =>
			person && (row.email === '' || row.email === person.email) ? person.talentId : undefined,
		),
	};
}

export const toItems = ({ rows }: Pick<Sheet, 'rows'>): INodeExecutionData[] =>
	rows.map((row) => ({ json: { ...row } }));
