/** Large clean sheets, and who of them is in Hire; what must be found is the oracle's to say. */
import type { Person } from './feishu/store';
import type { Case, Value } from './oracle';

export const PARAMETERS = {
	mobileNumber: '={{ $json.m }}',
	mobileCode: '={{ $json.code }}',
	email: '={{ $json.e }}',
	identificationNumber: '={{ $json.i }}',
	identificationType: '={{ $json.type }}',
};

const digitsOf = (i: number) => String(i).padStart(8, '0');

export const numberOf = (i: number) => `138${digitsOf(i)}`;
export const emailOf = (i: number) => `row${i}@example.com`;
export const talentIdOf = (i: number) => `7${String(i).padStart(18, '0')}`;

/** A resident identity card of 18 places: the standard's check digit (GB 11643), not by the table of weights in the code. */
export function withCheckDigit(first17: string): string {
	let weight = 1;
	let sum = 0;
	for (const digit of [...first17].reverse()) {
		weight = (weight * 2) % 11;
		sum += Number(digit) * weight;
	}
	return `${first17}${'10X98765432'.charAt(sum % 11)}`;
}

/** Of a region that there is not. */
const cardOf = (i: number) => withCheckDigit(`99010119${digitsOf(i)}0`);

/** Whether a row's person is in Hire: two of three are. */
export const isInHire = (i: number) => i % 3 !== 2;

/** The people of some rows who are in Hire. */
export const peopleInHire = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		talentId: talentIdOf(i),
		mobile: { code: '86', number: numberOf(i) },
		email: emailOf(i),
	})).filter((_, i) => isInHire(i));

/** A mobile number, and the cell that holds it. */
interface Mobile {
	code: string;
	number: string;
	cell: string;
}

const chineseMobile = (i: number): Mobile => ({
	code: '86',
	number: numberOf(i),
	cell: numberOf(i),
});

/** British numbers: bare, in groups, with a trunk zero (which makes another spelling), behind a label. */
export function britishMobile(i: number): Mobile {
	const number = `74${digitsOf(i)}`;
	const groups = `${number.slice(0, 4)} ${number.slice(4)}`;
	const cells = [`+44${number}`, `+44 ${groups}`, `+44 (0)${groups}`, `手机：+44${number}`];
	return { code: '44', number, cell: cells[i % cells.length] ?? number };
}

export interface SheetSettings {
	/** Every fifth row gives an identification number too. */
	hasDocuments?: boolean;
	mobileOf?: (i: number) => Mobile;
}

/** Each other's in every hundredth of two rows, as after a column was sorted alone; another one in every seventh. */
function emailInHire(i: number): string {
	if (i % 50 === 0) return emailOf(i % 100 === 0 ? i + 50 : i - 50);
	return i % 7 === 0 || i % 2 === 1 ? `other${i}@example.com` : emailOf(i);
}

/**
 * Rows with a number, every other one with an email too, every tenth a repetition of the row before; two
 * of three are in Hire.
 */
export function makeSheet(
	count: number,
	{ hasDocuments = false, mobileOf = chineseMobile }: SheetSettings = {},
): { cases: Case[]; people: Person[] } {
	const cases: Case[] = [];
	const people: Person[] = [];
	for (let i = 0; i < count; i++) {
		if (i % 10 === 9) {
			cases.push(...cases.slice(-1));
			continue;
		}
		const { code, number, cell } = mobileOf(i);
		const email = i % 2 === 0 ? emailOf(i) : undefined;
		const card = hasDocuments && i % 5 === 0 ? cardOf(i) : undefined;
		const values: Value[] = [{ kind: 'mobile_number', qualifier: code, spellings: [number] }];
		if (email) values.push({ kind: 'email', spellings: [email] });
		if (card) values.push({ kind: 'identification_number', qualifier: '1', spellings: [card] });
		cases.push({ item: { json: { row: i, m: cell, e: email ?? '', i: card ?? '' } }, values });
		if (!isInHire(i)) continue;
		people.push({
			talentId: talentIdOf(i),
			mobile: { code, number },
			email: emailInHire(i),
			identification: card ? { type: 1, number: card } : undefined,
			isOnboarded: i % 2 === 0,
		});
	}
	return { cases, people };
}
