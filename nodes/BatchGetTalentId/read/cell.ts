/** What is common to cells of every kind: wrapping, separators and places where there is nothing. */
import { clean } from './characters';
import { unwrapLinks } from './links';
import { CHINA, CHINESE_MOBILE, findCountryCode } from './phoneNumbers';
import { problem } from './problems';
import { PLACEHOLDERS, SPREADSHEET_ERRORS } from './words';
import type { Identifier, IdentifierKind, Problem } from '../types';

/** A value read from a cell. */
export type Reading = Identifier | Problem;

/** Longer ones are no single value with words around it; so judging a cell takes bounded time. */
export const MAX_WORDY_CHARS = 1_000;
/** No value with all that may stand around it is longer. */
const MAX_PART_CHARS = 500;

/** That of a rounded number: `1,38E+10`. */
const DECIMAL_COMMA = /(?<!\d)(\d),(?=\d+\s?e\s?\+?\d{1,3}(?!\d))/gi;

/** A cell's text in the forms that are read: cleaned, and out of links, tags and formulas. */
export function unwrap(text: string): string {
	const cleaned = clean(text);
	if (cleaned.length > MAX_WORDY_CHARS) return cleaned;
	return clean(unwrapLinks(cleaned)).replace(DECIMAL_COMMA, '$1.');
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

/** What a part of a value is hidden behind. */
export const MASK_CHARACTERS = '*•●○◯█…';
const ONLY_PUNCTUATION = /^[^\p{L}\p{N}*•●○◯█×]*$/u;
/** What Excel shows of a number in a column too narrow for it. */
const OVERFLOWN = /^#{2,}$/;

/** Whether a text says that there is nothing: blank, punctuation or a placeholder as the whole of it. */
export function isNothing(text: string): boolean {
	if (text.length > MAX_PART_CHARS) return false;
	if (ONLY_PUNCTUATION.test(text)) return !OVERFLOWN.test(text.trim());
	const bare = text.toLowerCase().replace(/[\p{P}\p{S}\s]/gu, '');
	return PLACEHOLDERS.has(bare) || SPREADSHEET_ERRORS.has(text.trim().toUpperCase());
}

const ONLY_ZEROS = new RegExp(
	`^[^\\p{L}\\p{N}${MASK_CHARACTERS}]*0+(?:\\.0+)?[^\\p{L}\\p{N}${MASK_CHARACTERS}]*$`,
	'u',
);

/** Whether a text is only zeros: what a spreadsheet shows of a reference to an empty cell. */
export const isZero = (text: string): boolean =>
	text.length <= MAX_PART_CHARS && ONLY_ZEROS.test(text);

/** A label, with or without a colon, and what stands behind it. */
const LABELLED = /^(\P{N}{1,20}?)(?:\s?[:#]\s?|\s)([^1-9]*)$/u;

/** Whether there is nothing behind a label: `邮箱：无`, `Email:`. */
export function isLabelOfNothing(text: string, isLabel: (label: string) => boolean): boolean {
	const [, label = '', value = ''] = LABELLED.exec(text) ?? [];
	if (label === '' || !(isNothing(value) || isZero(value))) return false;
	return isLabel(label.toLowerCase().replace(/\P{L}/gu, ''));
}

const NOT_AVAILABLE = /(?<![\p{L}\p{N}])n\s?[/\\]\s?a(?![\p{L}\p{N}])/giu;

/** A part without those sides of a stroke that say that there is nothing: `无 / 138…`. */
export function dropNothing(part: string): string {
	if (!/[/|]/.test(part)) return part;
	const sides = part.replace(NOT_AVAILABLE, '').split(/[/|]/);
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
const IN_GROUPS = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})`;
/** A number in groups of three, or as in India of two: `14,212,345,678`, `14,21,23,45,678`. */
export const THOUSANDS = new RegExp(String.raw`^${IN_GROUPS}(?:\.0+)?$`);
/** Such a number among other text. */
export const THOUSANDS_INSIDE = new RegExp(String.raw`(?<![\d,.])${IN_GROUPS}(?![\d,.])`, 'g');

/** Reads a number of a cell as text, unless JSON or a spreadsheet already lost digits of it. */
export const numberToText = (value: number): string | Problem =>
	Number.isSafeInteger(value) ? String(value) : problem('rounded', String(value));

/** What a mobile number is written with besides digits, in every script. */
export const MOBILE_PUNCTUATION = /[\s\-‐-―−﹣⁃~∼〜～ーｰ.。․()[\]{}_·•・‧∙⋅ᐧ'"`:!<>\\]/g;

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
			return CHINESE_MOBILE.test(value) ? value : mobileKey(clean(value), qualifier);
		case 'email':
			return clean(value).toLowerCase();
		case 'identification_number':
			return clean(value)
				.toLowerCase()
				.replace(/[\s\-‐-―()]/g, '');
	}
}
