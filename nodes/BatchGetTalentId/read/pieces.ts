/** Finds which pieces of a cell belong to one number: a code that stands apart, groups of digits, several numbers. */
import { MOBILE_PUNCTUATION } from './cell';
import { findCountryCode } from './phoneNumbers';

const compact = (text: string) => text.replace(MOBILE_PUNCTUATION, '');
const isCode = (digits: string) => findCountryCode(digits) === digits;

const CODE_ONLY = /^(?:\+|00)(\d{1,3})$/;
const codeAlone = (piece: string) =>
	/\p{L}/u.test(piece) ? undefined : CODE_ONLY.exec(piece.replace(/[^\d+]/g, ''))?.[1];

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
const MAX_GROUPS = 4;

/** Groups of digits of one number, each too short for one: `142,1234,5678`. */
export function areGroups(parts: string[]): boolean {
	if (parts.length > MAX_GROUPS) return false;
	const digits = parts.map(compact);
	return digits.every((one) => one.length <= MAX_GROUP_DIGITS) || isCode(digits[0] ?? '');
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
