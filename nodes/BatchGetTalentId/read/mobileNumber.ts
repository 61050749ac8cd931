/** From the text of a cell to mobile numbers, each with the other ways to write it. */
import {
	MASK_CHARACTERS,
	MAX_WORDY_CHARS,
	THOUSANDS,
	THOUSANDS_INSIDE,
	dropNothing,
	isLabelOfNothing,
	isNothing,
	splitParts,
	textProblem,
	unwrap,
} from './cell';
import type { Reading } from './cell';
import {
	CONJUNCTION_MARK,
	EXTENSION_MARK,
	WORD_MARK,
	WordJudge,
	joinCompounds,
} from './judgeWords';
import { MobileReader } from './mobileReader';
import type { DefaultCode } from './mobileReader';
import { CHINA, CHINESE_MOBILE } from './phoneNumbers';
import { SCIENTIFIC, areGroups, joinCodes } from './pieces';
import { isProblem, problem } from './problems';
import { WORDS } from './words';
import type { Identifier, Problem } from '../types';

/** Digits in groups, which need no unwrapping. */
const GROUPED = /^\+?\d{1,15}(?:[ -]\d{1,15}){1,6}$/;
const PLAIN = /^\+?\d{1,20}$/;
const NO_DIGIT = /^[^\p{N}*#]*$/u;
const WHOLLY_MASKED = new RegExp(`[${MASK_CHARACTERS}]{2}`);
const saysNothing = (part: string) => NO_DIGIT.test(part) && !WHOLLY_MASKED.test(part);

/** An extension behind a digit: `转8001`, `x45`, `;ext=45`, `#45`. Extensions have up to 7 digits. */
const EXTENSION =
	/(\d\)?)\s?[;,(-]?\s?(?:转分机|转接|转|轉|分机号|分机|分機|内线|內線|내선|доб\.?|extension|extn?\.?|durchwahl|poste|ramal|x|#|,,|p(?=\d))\s?[:.=#]{0,2}\s?\d{1,7}(?!\d)#?\)?/gi;
/** A place in a list: `1. 138…`, `(2) 138…`, `①138…`; the last group is what behind it looks North American. */
const ORDINAL =
	/(^|[\s;,、'"[<(/|&或者和])\(?([1-9])[.、):]\)?(?:\s|(?=\+|\(\+|\d{7}))(?=(\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d))?)/g;
/** The places of a list begin before all numbers; behind them the same form ends a group of digits: `912 345 1、…`. */
const FIRST_ORDINAL = new RegExp(`^\\D*?(?:${ORDINAL.source})`);

/** Takes places of a list off; but a 1 before ten digits only where these are a number of the default country. */
function withoutOrdinals(text: string, reader: MobileReader, defaultCode: DefaultCode): string {
	if (!FIRST_ORDINAL.test(text)) return text;
	return text.replace(
		ORDINAL,
		(ordinal: string, before: string, place: string, american?: string) => {
			if (american === undefined || place !== '1') return before;
			return reader.readWholeNumber(american)?.qualifier === defaultCode() ? before : ordinal;
		},
	);
}

/** What labels of a second and third number have behind them: `手机2：`, `电话2 142…`. */
const NUMBERED_LABEL = new RegExp(
	`([${WORD_MARK}${CONJUNCTION_MARK}])\\s?[1-9](?=\\s?[:).]|\\s(?:1[3-9]\\d{9}(?!\\d)|\\+))`,
	'g',
);

/** A formula that gives a Chinese number, or one of North America. */
const FORMULA_PLUS = /^\s*=\s*\+\s*1[3-9]\d{9}\s*$/;
/** Marks that a system could not write and made question marks, or doubts of a whole number: `?14212345678?`. */
const QUESTION_MARKS =
	/(?<![\d?])\?{0,2}((?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})\?{0,2}(?![\d?])/g;

const SEPARATOR = /[,;、\n]/;
const CONJUNCTIONS = /[/|&\t]|:{2,}|(?<![•●])[•●](?![•●])/;
/** A plus begins another number. */
const toMarks = (text: string) =>
	text.replace(new RegExp(CONJUNCTIONS, 'g'), CONJUNCTION_MARK).replace(/\s?\+(?=\s?\(?\d)/g, ' +');

const plainChinese = (value: string): Identifier => ({
	kind: 'mobile_number',
	value,
	key: value,
	qualifier: CHINA,
	suspect: false,
});

const isLabel = (label: string) => WORDS.mobile_number.has(label);

const NO_COUNTRIES: ReadonlySet<string> = new Set();

/**
 * Reads a cell.
 * @param text as it stands in the sheet
 * @param defaultCode called only for numbers that carry no country code
 */
export function readMobileNumbers(text: string, defaultCode: DefaultCode): Reading[] {
	if (CHINESE_MOBILE.test(text) && defaultCode() === CHINA) return [plainChinese(text)];
	if (PLAIN.test(text)) {
		const one = new MobileReader(text, defaultCode, NO_COUNTRIES).readCompact(text);
		return one ? [one] : [];
	}
	if (GROUPED.test(text)) {
		const one = new MobileReader(text, defaultCode, NO_COUNTRIES).readWholeNumber(text);
		if (one) return [one];
	}
	const cell = unwrap(text).replace(QUESTION_MARKS, '$1');
	if (FORMULA_PLUS.test(text)) return [problem('formulaPlus', text)];
	if (SCIENTIFIC.test(cell)) return [problem('rounded', text)];
	if (THOUSANDS.test(cell)) return readThousands(cell, text, defaultCode);
	const reader = new MobileReader(text, defaultCode, NO_COUNTRIES);
	const joined = cell.replace(THOUSANDS_INSIDE, (group) => joinThousands(group, reader));
	const parts = splitNumbers(
		withoutOrdinals(joined.replace(EXTENSION, `$1${EXTENSION_MARK}`), reader, defaultCode),
		reader,
	);
	// Groups of which none is a number, and all of them together are none either.
	const isTorn = areGroups(parts) && !parts.some((part) => reader.readWholeNumber(part));
	return isTorn ? [problem('thousands', text)] : readParts(parts, text, defaultCode);
}

function joinThousands(group: string, reader: MobileReader): string {
	const digits = group.replaceAll(',', '');
	return reader.readWholeNumber(digits) ? digits : group;
}

/** The parts of a cell; groups of digits of one number can have wide gaps between them. */
function splitNumbers(text: string, reader: MobileReader): string[] {
	const parts = splitParts(text, SEPARATOR);
	const joined = parts.join(' ');
	if (areGroups(parts) && reader.readWholeNumber(joined)) return [joined];
	return parts
		.flatMap((part) => (reader.isOneWhole(part) ? [part.replace(/\s+/g, ' ')] : splitParts(part)))
		.filter((part) => !isNothing(part) && !isLabelOfNothing(part, isLabel))
		.map(dropNothing);
}

function readThousands(cell: string, text: string, defaultCode: DefaultCode): Reading[] {
	const digits = cell.replace(/\..*/, '').replaceAll(',', '');
	const one = new MobileReader(text, defaultCode, NO_COUNTRIES).readCompact(digits);
	if (!one) return [];
	return [isProblem(one) || !one.invalid ? one : problem('thousands', text)];
}

/** A part in which marks stand for words, and the calling codes of the countries that these named. */
interface MarkedPart {
	part: string;
	countries: ReadonlySet<string>;
}

/** Strokes, and blanks before the words of a second number: `内地手机 142… 香港手机 5123…`. */
const SIDES = /[/|]|(?<=\d)\s(?=\p{L}[^\d]*\d)/u;
/** A side with a number. */
const SIDE = /\d{4}/;

function markWords(part: string, judge: WordJudge): MarkedPart {
	const { marked, countries } = judge.takeOff(part);
	return { part: marked.replace(NUMBERED_LABEL, '$1'), countries };
}

/** Whether one side of a stroke names its country, and all of it can be read: `香港 5123 4567 / 内地 142…`. */
function isWhole(side: MarkedPart, read: (side: MarkedPart) => Reading[]): boolean {
	if (side.countries.size !== 1) return false;
	const readings = read(side);
	return readings.length > 0 && readings.every((one) => !isProblem(one) && !one.invalid);
}

/** A country code in a part of its own is that of the next: `+852, 5123 4567`. */
function joinCodeParts(parts: MarkedPart[]): MarkedPart[] {
	const joined = joinCodes(parts.map(({ part }) => part));
	if (joined.length === parts.length) return parts;
	return joined.map((part) => ({ part, countries: NO_COUNTRIES }));
}

function readParts(parts: string[], text: string, defaultCode: DefaultCode): Reading[] {
	const judge = new WordJudge('mobile_number');
	const problems: Problem[] = [];
	const marked: MarkedPart[] = [];
	const read = ({ part, countries }: MarkedPart) =>
		new MobileReader(text, defaultCode, countries).readPart(toMarks(part));
	let wordyChars = 0;
	for (const part of parts) {
		const wrong = textProblem(part);
		if (wrong) {
			problems.push(wrong);
		} else if (!/\p{L}/u.test(part)) {
			marked.push({ part, countries: NO_COUNTRIES });
		} else if ((wordyChars += part.length) > MAX_WORDY_CHARS) {
			return [problem('tooMuch', text)];
		} else {
			const words = joinCompounds(part);
			const sides = words.split(SIDES);
			const mayBeApart = sides.length > 1 && sides.every((side) => SIDE.test(side));
			const own = mayBeApart ? sides.map((side) => markWords(side, judge)) : [];
			const areOfTheirOwn = mayBeApart && own.every((side) => isWhole(side, read));
			marked.push(...(areOfTheirOwn ? own : [markWords(words, judge)]));
		}
	}
	if (parts.every(saysNothing)) return problems;
	const readings = joinCodeParts(marked).flatMap(({ part, countries }) =>
		// A country that is named beside one number is not that of the others.
		read({ part, countries: countries.size > 0 ? countries : judge.countries }),
	);
	const wrong = judge.problem(text, readings.length);
	return wrong ? [wrong] : [...readings, ...problems];
}
