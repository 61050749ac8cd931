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

/** How the mobile numbers of a sheet are written. */
export type MobileStyle = 'plain' | 'library';

/**
 * Numbers that the Chinese rule says nothing of, so that each must be read with libphonenumber: bare, in
 * groups, with a trunk zero (which makes another spelling of it), and behind a label.
 */
const LIBRARY_CELLS = [
	(number: string) => `+44${number}`,
	(number: string) => `+44 ${number.slice(0, 4)} ${number.slice(4)}`,
	(number: string) => `+44 (0)${number.slice(0, 4)} ${number.slice(4)}`,
	(number: string) => `手机：+44${number}`,
];

function makeMobile(i: number, digits: string, style: MobileStyle) {
	if (style === 'plain') return { cell: `138${digits}`, code: '86', number: `138${digits}` };
	const number = `74${digits}`;
	const cell = LIBRARY_CELLS[i % LIBRARY_CELLS.length]?.(number) ?? number;
	return { cell, code: '44', number };
}

function makeCandidate(i: number, dice: Dice, style: MobileStyle): Candidate {
	const digits = String(i).padStart(8, '0');
	const { cell, code, number } = makeMobile(i, digits, style);
	const row = {
		mobile: cell,
		email: dice.chance(WITH_EMAIL) ? `row${i}@example.com` : '',
		id: dice.chance(WITH_ID) ? `1101011990${digits}` : '',
	};
	if (!dice.chance(IN_HIRE)) return { row };
	const person: Person = {
		talentId: `70000000000${digits}`,
		mobile: { code, number },
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
export function makeSheet(count: number, style: MobileStyle = 'plain'): Sheet {
	const dice = new Dice(SEED);
	const candidates: Candidate[] = [];
	for (let i = 0; i < count; i++) {
		const isRepeated = i > 0 && dice.chance(REPEATED);
		candidates.push(isRepeated ? dice.pick(candidates) : makeCandidate(i, dice, style));
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
