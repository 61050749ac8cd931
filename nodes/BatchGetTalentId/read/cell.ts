/** What is common to cells of every kind: wrapping, separators and places where there is nothing. */
import { unwrapLinks } from './links';
import { CHINA, findCountryCode } from './phoneNumbers';
import { problem } from './problems';
import { PLACEHOLDERS, SPREADSHEET_ERRORS } from './words';
import type { Identifier, IdentifierKind, Problem } from '../types';

/** A value read from a cell. */
export type Reading = Identifier | Problem;

/** Longer ones are no single value with words around it; so judging a cell takes bounded time. */
export const MAX_WORDY_CHARS = 1_000;
/** No value with all that may stand around it is longer. */
const MAX_PART_CHARS = 500;

const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
/** Soft hyphen, zero-width characters, direction marks, variation selectors and the byte order mark. */
const INVISIBLE =
	/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\u034f|\ufe0e|\ufe0f/g;
/** Blanks of every width, but tabs and line breaks. */
const BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const QUOTES = /[“”„‟‘’‚‛′＇´「」『』《》«»]/g;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
/** Japanese keyboards give the mark of a long vowel where a hyphen was meant. */
const LONG_VOWEL_AS_HYPHEN = /(\d\s?)[ーｰ](?=\s?\d)/g;
/** They number the values of a cell. */
const CIRCLED_DIGIT = /[①-⑳]/g;
/** Signs that stand for a label. */
const PICTURES = /[\u260e\u2706\u{1f4de}\u{1f4f1}\u{1f4f2}\u2709\u{1f4e7}\u{1f4e9}\u{1f194}]/gu;
/** Every script has its digits in one row; those of mathematics stand in five rows behind each other. */
const MATHEMATICAL_DIGITS = 0x1d7ce;

function toAsciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	if (code >= MATHEMATICAL_DIGITS && code < MATHEMATICAL_DIGITS + 50) {
		return String((code - MATHEMATICAL_DIGITS) % 10);
	}
	let value = 0;
	while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
	return String(value);
}

/** Full-width forms and other scripts' digits to ASCII, invisible marks out, outer blanks out. */
export function clean(text: string): string {
	if (PLAIN_ASCII.test(text)) return text.trim();
	return text
		.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_OFFSET))
		.replace(BLANK, ' ')
		.replace(LINE_BREAK, '\n')
		.replace(INVISIBLE, '')
		.replace(PICTURES, ' ')
		.replace(OTHER_DIGIT, toAsciiDigit)
		.replace(LONG_VOWEL_AS_HYPHEN, '$1-')
		.replace(CIRCLED_DIGIT, '\n')
		.replace(QUOTES, "'")
		.replace(/[｡。]/g, '。')
		.replace(/[【〔［〖]/g, '[')
		.replace(/[】〕］〗]/g, ']')
		.trim();
}

/** A cell's text in the forms that are read: cleaned, and out of links, tags and formulas. */
export function unwrap(text: string): string {
	const cleaned = clean(text);
	return cleaned.length > MAX_WORDY_CHARS ? cleaned : unwrapLinks(cleaned).trim();
}

const SEPARATOR = /[,;、\n]|\s{2,}/;

/** A cell's parts at the separators that always part values; blank ones left out. */
export const splitParts = (text: string, separator = SEPARATOR): string[] =>
	separator.test(text)
		? text
				.split(separator)
				.map((part) => part.trim())
				.filter((part) => part !== '')
		: text === ''
			? []
			: [text];

const ONLY_PUNCTUATION = /^[^\p{L}\p{N}*•●○■×█]*$/u;
/** What Excel shows of a number in a column too narrow for it. */
const OVERFLOWN = /^#{2,}$/;

/** Whether a text says that there is nothing: blank, punctuation or a placeholder as the whole of it. */
export function isNothing(text: string): boolean {
	if (text.length > MAX_PART_CHARS) return false;
	if (ONLY_PUNCTUATION.test(text)) return !OVERFLOWN.test(text.trim());
	const bare = text.toLowerCase().replace(/[\p{P}\p{S}\s]/gu, '');
	return PLACEHOLDERS.has(bare) || SPREADSHEET_ERRORS.has(text.trim().toUpperCase());
}

/** A part without those sides of a stroke that say that there is nothing: `无 / 138…`. */
export function dropNothing(part: string): string {
	if (!/[/|]/.test(part)) return part;
	const sides = part.split(/[/|]/);
	return sides.some(isNothing) ? sides.filter((side) => !isNothing(side)).join('/') : part;
}

const OBJECT_AS_TEXT = /\[object \w+\]/;

/** What is wrong with a text as such, whatever it is to be read as. */
export function textProblem(text: string): Problem | undefined {
	if (OBJECT_AS_TEXT.test(text)) return problem('object', text);
	return text.length > MAX_PART_CHARS ? problem('tooMuch', text) : undefined;
}

/** A whole number that a spreadsheet wrote as a decimal: `13800138000.0`. */
export const ZERO_FRACTION = /^([+-]?\d+)\.0{1,2}$/;
/** A number in groups of three: `14,212,345,678`. */
export const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.0+)?$/;

/** Reads a number of a cell as text, unless JSON or a spreadsheet already lost digits of it. */
export const numberToText = (value: number): string | Problem =>
	Number.isSafeInteger(value) ? String(value) : problem('rounded', String(value));

/** What a mobile number is written with besides digits, in every script. */
export const MOBILE_PUNCTUATION = /[\s\-‐-―−﹣⁃~∼〜～ーｰ.。․()[\]{}_·•・‧∙⋅ᐧ'"`:!<>\\]/g;

const PLAIN_CHINESE_MOBILE = /^1[3-9]\d{9}$/;

function mobileKey(value: string, code: string): string {
	const compact = value.replace(ZERO_FRACTION, '$1').replace(MOBILE_PUNCTUATION, '');
	const international = /^(?:\+|00)(.*)$/s.exec(compact)?.[1];
	const number =
		international === undefined
			? compact
			: international.slice((findCountryCode(international) ?? '').length);
	return code === CHINA ? number.replace(/^86(?=1[3-9]\d{9}$)/, '') : number;
}

/**
 * What two spellings of one value have in common; for values of a reply as well as for those asked.
 * @param qualifier the country code of a mobile number
 */
export function comparisonKey(kind: IdentifierKind, value: string, qualifier: string): string {
	switch (kind) {
		case 'mobile_number':
			return PLAIN_CHINESE_MOBILE.test(value) ? value : mobileKey(clean(value), qualifier);
		case 'email':
			return clean(value).toLowerCase();
		case 'identification_number':
			return clean(value)
				.toLowerCase()
				.replace(/[\s\-‐-―()]/g, '');
	}
}
