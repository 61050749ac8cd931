/** The pieces of a cell: what in them is no number, and which belong to one: a code that stands apart, groups of digits. */
import { MASK_CHARACTERS, MOBILE_PUNCTUATION } from './cell';
import { EXTENSION_MARK } from './judgeWords';
import { CHINESE_MOBILE, findCountryCode } from './phoneNumbers';
import type { ProblemName } from './problems';

const compact = (text: string) => text.replace(MOBILE_PUNCTUATION, '');
const isCode = (digits: string) => findCountryCode(digits) === digits;

const CODE_ONLY = /^(?:\+|00)(\d{1,3})$/;
const codeAlone = (piece: string) =>
	/\p{L}/u.test(piece) ? undefined : CODE_ONLY.exec(piece.replace(/[^\d+]/g, ''))?.[1];

export const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?\s?e\s?[+-]?\d+$/i;
const MASK = new RegExp(`[#?×${MASK_CHARACTERS}]|x{2,}|[._-]{3,}|([·・~])\\1{2}`, 'i');
/** Digits and what numbers are written with besides. */
const NUMBER = /^[\d+\s\-‐-―−﹣⁃~∼〜～ーｰ.。․()[\]{}_·•・‧∙⋅ᐧ'"`:!<>\\]*$/;
/** Two Chinese numbers, or a Chinese one and one of North America: `142… +143…`. */
const PLUS_BETWEEN = /(?<![\d+])1[3-9]\d{9}\s?\+\s?1[3-9]\d{9}(?!\d)/;

/** What in a piece speaks against its being a number. */
export function findWrong(piece: string): ProblemName | undefined {
	if (SCIENTIFIC.test(piece)) return 'rounded';
	if (MASK.test(piece)) return 'masked';
	if (/\p{L}/u.test(piece)) return 'letter';
	if (PLUS_BETWEEN.test(piece)) return 'strayPlus';
	return NUMBER.test(piece.replaceAll(EXTENSION_MARK, '')) ? undefined : 'strangeCharacter';
}

const EDGES = /^[\s\-‐-―~.。:'"`!<>=\\]+|[\s\-‐-―~.。:'"`!<>=\\]+$/g;
export const withoutEdges = (piece: string): string => piece.replace(EDGES, '');

/** `0151 2345678/9` is two numbers with one beginning. */
const OTHER_ENDING = /^\D*\d{1,2}\D*$/;
/** `06/12/34/56/78` is one. */
const SHORT_GROUP = /^\+?\d{1,3}$/;

/** Whether pieces between strokes can be the groups of one number: `142/1234/5678`. */
export const mayBeOne = (pieces: string[]): boolean =>
	!OTHER_ENDING.test(pieces.at(-1) ?? '') || pieces.every((piece) => SHORT_GROUP.test(piece));

/** Puts a country code that stands by itself before the number behind it: `+86（中国）142…`. */
export function joinCodes(pieces: string[]): string[] {
	const joined: string[] = [];
	for (const piece of pieces) {
		const before = joined.at(-1);
		const code = before === undefined ? undefined : codeAlone(before);
		if (code !== undefined && isCode(code) && /^[^+]*\d[^+]*$/.test(piece))
			joined.splice(-1, 1, `+${code} ${piece}`);
		else joined.push(piece);
	}
	return joined;
}

const CODE_BEHIND = /^([^+]*\d)[\s([-]*(?:\+\s?(\d{1,3})|\((\d{2,3}))[()[\]\s]*$/;
const PLUS_BEHIND = /^([^+]*\d)\s?\+$/;

/** The number with its code in front, where the cell has that behind: `5123 4567 (+852)`, `85251234567+`. */
export function codeToFront(piece: string): string | undefined {
	const digits = PLUS_BEHIND.exec(piece)?.[1];
	if (digits !== undefined) return `+${compact(digits)}`;
	const [, number = '', code = '', bracketed = ''] = CODE_BEHIND.exec(piece) ?? [];
	const behind = code || bracketed;
	return isCode(behind) && !number.startsWith('00') ? `+${behind}${number}` : undefined;
}

/** More digits than this can be a number of their own. */
const MAX_GROUP_DIGITS = 6;
const MAX_GROUPS = 11;
const GROUP = /^[\d\s()-]*$/;

/** Groups of digits of one number, each too short for one: `142,1234,5678`. */
export function areGroups(parts: string[]): boolean {
	if (parts.length < 2 || parts.length > MAX_GROUPS) return false;
	const digits = parts.map((part) => (GROUP.test(part) ? compact(part) : ''));
	if (digits.includes('')) return false;
	const areShort = digits.every((one) => one.length <= MAX_GROUP_DIGITS);
	// No local number of China begins with 1.
	const isChinese = CHINESE_MOBILE.test(digits.join(''));
	return areShort || isChinese || (digits.length === 2 && isCode(digits[0] ?? ''));
}

/** The one way to part words into runs of which each is a number. */
export function onlyWay<T>(
	words: string[],
	read: (text: string) => T | undefined,
): T[] | undefined {
	/** The ways to part the words from a place on, as far as it takes to know whether there is one. */
	const ways: T[][][] = [];
	ways[words.length] = [[]];
	for (let start = words.length - 1; start >= 0; start--) {
		const found: T[][] = [];
		for (let end = start + 1; end <= words.length && found.length < 2; end++) {
			const rests = ways[end] ?? [];
			if (rests.length === 0) continue;
			const number = read(words.slice(start, end).join(' '));
			if (number) found.push(...rests.map((rest) => [number, ...rest]));
		}
		ways[start] = found;
	}
	const [only, ...others] = ways[0] ?? [];
	return others.length === 0 ? only : undefined;
}
