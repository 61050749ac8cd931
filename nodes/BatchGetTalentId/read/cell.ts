/**
 * From what a cell holds to identifiers as Feishu takes them. Pure text, no n8n.
 * What is known of the formats that Feishu itself accepts: docs/feishu-platform.md, "The endpoint".
 */
import countryCodes from '../countryCodes.json';
import type { Identifier, IdentifierKind, Problem } from '../types';

/** A value read from a cell: an identifier, a problem, or nothing at all. */
export type Reading = Identifier | Problem | undefined;

const COUNTRY_CODES = new Set(countryCodes);
const LONGEST_COUNTRY_CODE = 3;

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const IDEOGRAPHIC_SPACE = /\u3000/g;
/** Soft hyphen, zero-width characters, direction marks and the byte order mark. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

const SEPARATORS: Record<IdentifierKind, RegExp> = {
	mobile_number: /[,;\n\r、/]/,
	email: /[,;\n\r、]/,
	identification_number: /[,;\n\r、]/,
};

/** A whole number that a spreadsheet wrote as a decimal: `13800138000.0`. */
const ZERO_FRACTION = /^([+-]?\d+)\.0+$/;
const SCIENTIFIC_MOBILE = /^[+-]?\d+(\.\d+)?e[+-]?\d+$/i;
/** Narrower than for mobiles: `12E45678` can be a passport. */
const SCIENTIFIC_IDENTIFICATION = /^\d(\.\d+)?e\+?\d{1,3}$/i;
const MOBILE_PUNCTUATION = /[\s\-‐-―−.()[\]{}]/g;
/** As most numbers are; nothing in them is to be taken out. */
const PLAIN_NUMBER = /^\d+$/;
const CHINESE_MOBILE_WITH_CODE = /^86(1[3-9]\d{9})$/;
const CHINA = '86';
const RESIDENT_IDENTITY_CARD = '1';

/** Feishu's numbers have 11 digits in China, 7 or more elsewhere: a shorter one is asked alone. */
const SHORTEST_PLAUSIBLE_MOBILE = 5;

const LONGEST_SHOWN_VALUE = 100;

/** Shortens a value for an error text. */
export function shorten(value: string): string {
	return value.length > LONGEST_SHOWN_VALUE ? `${value.slice(0, LONGEST_SHOWN_VALUE)}…` : value;
}

/** Full-width forms to ASCII, invisible marks out, outer blanks out. */
export function clean(text: string): string {
	if (PLAIN_ASCII.test(text)) return text.trim();
	return text
		.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_OFFSET))
		.replace(IDEOGRAPHIC_SPACE, ' ')
		.replace(INVISIBLE, '')
		.trim();
}

/** The values of one cell's text, cleaned; blank ones left out. */
export function splitValues(kind: IdentifierKind, text: string): string[] {
	const cleaned = clean(text);
	if (!SEPARATORS[kind].test(cleaned)) return cleaned === '' ? [] : [cleaned];
	return cleaned
		.split(SEPARATORS[kind])
		.map((value) => value.trim())
		.filter((value) => value !== '');
}

const rounded = (value: string): Problem => ({
	message: 'The spreadsheet rounded this number',
	description:
		'Format the column as text in the spreadsheet, enter the number again, and read the sheet again.',
	identifier: shorten(value),
});

/** Reads a number of a cell as text, unless JSON or a spreadsheet already lost digits of it. */
export function numberToText(value: number): string | Problem {
	return Number.isSafeInteger(value) ? String(value) : rounded(String(value));
}

/**
 * Reads a country code: 1 to 4 digits after an optional `+` or `00`; blank means 86.
 * @returns its digits, or nothing if it is not one
 */
export function parseMobileCode(text: string): string | undefined {
	const cleaned = clean(text);
	return cleaned === '' ? CHINA : /^(?:\+|00)?(\d{1,4})$/.exec(cleaned)?.[1];
}

/** The country code in front of an international number, if it is one in use. */
function findCountryCode(digits: string): string | undefined {
	for (let length = 1; length <= LONGEST_COUNTRY_CODE; length++) {
		const code = digits.slice(0, length);
		if (COUNTRY_CODES.has(code)) return code;
	}
	return undefined;
}

const withoutChinaCode = (number: string, code: string) =>
	(code === CHINA && CHINESE_MOBILE_WITH_CODE.exec(number)?.[1]) || number;

/** A mobile number without punctuation and, where it carries one, without its country code. */
function splitMobile(value: string, defaultCode: () => string): { code?: string; number: string } {
	const compact = PLAIN_NUMBER.test(value)
		? value
		: value.replace(ZERO_FRACTION, '$1').replace(MOBILE_PUNCTUATION, '');
	const international = /^(?:\+|00)(.*)$/s.exec(compact)?.[1];
	if (international === undefined) {
		const code = defaultCode();
		return { code, number: withoutChinaCode(compact, code) };
	}
	const code = findCountryCode(international);
	if (code === undefined) return { number: international };
	return { code, number: withoutChinaCode(international.slice(code.length), code) };
}

/**
 * What two spellings of one value have in common; for values of a reply as well as for those asked.
 * @param qualifier the country code of a mobile number
 */
export function comparisonKey(kind: IdentifierKind, value: string, qualifier: string): string {
	return kind === 'mobile_number'
		? splitMobile(clean(value), () => qualifier).number
		: clean(value).toLowerCase();
}

/** One key of several values' keys; no value holds a line break, for cells are split at them. */
export const joinKeys = (keys: string[]): string => keys.join('\n');

function readMobile(value: string, defaultCode: () => string): Reading {
	if (!/\d/.test(value)) return undefined;
	if (SCIENTIFIC_MOBILE.test(value)) return rounded(value);
	const { code, number } = splitMobile(value, defaultCode);
	if (code === undefined || number === '') {
		return {
			message: 'This mobile number has no known country code behind its + or 00',
			description: 'Write it as +, country code and number, e.g. +85291234567.',
			identifier: shorten(value),
		};
	}
	const suspect = number.length < SHORTEST_PLAUSIBLE_MOBILE || /\D/.test(number);
	return { kind: 'mobile_number', value: number, key: number, qualifier: code, suspect };
}

function readEmail(value: string): Reading {
	return { kind: 'email', value, key: value.toLowerCase(), qualifier: '', suspect: false };
}

function readIdentificationNumber(value: string, type: string): Reading {
	if (SCIENTIFIC_IDENTIFICATION.test(value)) return rounded(value);
	const whole = value.replace(ZERO_FRACTION, '$1');
	return {
		kind: 'identification_number',
		value: type === RESIDENT_IDENTITY_CARD ? whole.toUpperCase() : whole,
		key: whole.toLowerCase(),
		qualifier: type,
		suspect: false,
	};
}

/**
 * Reads one value as it comes from `splitValues`.
 * @param qualifier gives the country code for mobile numbers that carry none, or the identification
 * type; called only where it is needed
 */
export function readValue(kind: IdentifierKind, value: string, qualifier: () => string): Reading {
	switch (kind) {
		case 'mobile_number':
			return readMobile(value, qualifier);
		case 'email':
			return readEmail(value);
		case 'identification_number':
			return readIdentificationNumber(value, qualifier());
	}
}
