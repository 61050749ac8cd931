/** What is wrong with a value. Messages hold no value of the item, for n8n logs them. */
import type { Problem } from '../types';

const MAX_SHOWN_CHARS = 100;

/** Shortens a value for an error text. */
export const shorten = (value: string): string =>
	value.length > MAX_SHOWN_CHARS ? `${value.slice(0, MAX_SHOWN_CHARS)}…` : value;

/** A value that is no text, as JSON for an error text. */
export function showObject(value: unknown): string | undefined {
	try {
		return shorten(JSON.stringify(value));
	} catch {
		// A circle or a bigint, which no item of n8n holds.
		return undefined;
	}
}

const AS_TEXT =
	'Format the column as text in the spreadsheet, enter the number again, and read the sheet again.';
const ONE_NUMBER = 'Leave only the number in the cell; several are parted by a comma each.';
const ONE_EMAIL = 'Leave only the address in the cell; several are parted by a comma each.';
const ONE_PERSON =
	"Leave only the candidate's own numbers and addresses in the cell: the node never asks for what may be somebody else's.";
const INTERNATIONAL = 'Write it as +, country code and number, e.g. +85291234567.';

/** Each with its message and what can be done. */
export const PROBLEMS = {
	rounded: ['The spreadsheet rounded this number', AS_TEXT],
	masked: ['The value is masked', 'Export the sheet without masking, or enter the whole value.'],
	severalNumbers: ['The cell holds more than one number, run together', ONE_NUMBER],
	severalEmails: ['The cell holds more than one email, run together', ONE_EMAIL],
	thousands: ['The cell holds groups of digits that are no single number', ONE_NUMBER],
	digitsLeft: ['The cell holds digits besides the number', ONE_NUMBER],
	letter: ['A letter touches the number', ONE_NUMBER],
	strangeCharacter: ['The cell holds a character that no number has', ONE_NUMBER],
	extension: [
		'The number has an extension, but is no whole mobile number before it',
		'Give the mobile number instead of that of a switchboard.',
	],
	otherPerson: ['A word in the cell may name another person', ONE_PERSON],
	severalPeople: ['The cell names more than one person', ONE_PERSON],
	otherMedium: ['The cell holds a number or name of another medium', ONE_PERSON],
	unknownWord: ['The cell holds a word besides the value', ONE_PERSON],
	tooMuch: ['The cell holds more text than a value', ONE_PERSON],
	noCountryCode: ['This mobile number has no known country code behind its + or 00', INTERNATIONAL],
	strayPlus: ['This mobile number has a + in the middle', INTERNATIONAL],
	formulaPlus: [
		'The cell is a formula whose + may be that of a country code or not',
		INTERNATIONAL,
	],
	severalCountries: ['The cell names more than one country', INTERNATIONAL],
	americanOrChinese: [
		'This number is written as a North American one, but is none; it may be a Chinese one',
		INTERNATIONAL,
	],
	bracketedZero: [
		'With and without its (0) this number is of two different subscribers',
		INTERNATIONAL,
	],
	noEmail: ['This is no email address', 'Write it as name@example.com, or leave the cell empty.'],
	noDigit: [
		'This is no identification number: it has no digit',
		'Enter the number of the document, or leave the cell empty.',
	],
	otherDocument: [
		'The cell names another document than Identification Type',
		"Set Identification Type by an expression that gives each row's type.",
	],
	object: [
		'The cell holds an object that was turned into text',
		'Read the field itself, e.g. {{ $json.mobile.text }}.',
	],
} satisfies Record<string, [message: string, description: string]>;

export type ProblemName = keyof typeof PROBLEMS;

/** @param value the value as it stands in the sheet */
export function problem(name: ProblemName, value: string): Problem {
	const [message, description] = PROBLEMS[name];
	return { message, description, identifier: shorten(value.trim()) };
}

export const isProblem = (reading: object): reading is Problem => 'message' in reading;
