/** From the text of a cell to mobile numbers, each with the other ways to write it. */
import {
	MAX_WORDY_CHARS,
	THOUSANDS,
	dropNothing,
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
import { MobileReader, SCIENTIFIC } from './mobileReader';
import type { DefaultCode } from './mobileReader';
import { CHINA } from './phoneNumbers';
import { areGroups, joinCodes } from './pieces';
import { isProblem, problem } from './problems';
import { chineseMobile } from './subscriber';
import type { Identifier, Problem } from '../types';

/** As most numbers are: nothing in them is to be taken off or looked up. */
const PLAIN_CHINESE = /^1[3-9]\d{9}$/;
/** Digits in groups, which need no unwrapping. */
const GROUPED = /^\+?\d{1,15}(?:[ -]\d{1,15}){1,6}$/;
const PLAIN = /^\+?\d{1,20}$/;
const NO_DIGIT = /^[^\p{N}*#]*$/u;

/** An extension behind a digit: `转8001`, `x45`, `;ext=45`, `#45`. Extensions have up to 7 digits. */
const EXTENSION =
	/(\d\)?)\s?[;,(-]?\s?(?:转接|转|轉|分机号|分机|分機|内线|extension|extn?\.?|x|#|,,|p(?=\d))\s?[:.=#]{0,2}\s?\d{1,7}(?!\d)#?\)?/gi;
/** A place in a list: `1. 138…`, `(2) 138…`, `①138…`. */
const ORDINAL =
	/(^|[\s;,、])\(?[1-9][.、):]\)?(?:\s|(?=\+|\(\+|\d{7}))(?!\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d))/g;
/** The places of a list begin before all numbers; behind them the same form ends a group of digits: `912 345 1、…`. */
const FIRST_ORDINAL = new RegExp(`^\\D*?(?:${ORDINAL.source})`);
const withoutOrdinals = (text: string) =>
	FIRST_ORDINAL.test(text) ? text.replace(ORDINAL, '$1') : text;

/** What labels of a second and third number have behind them: `手机2：`, `电话2 142…`. */
const NUMBERED_LABEL = new RegExp(
	`(${WORD_MARK})\\s?[1-9](?=\\s?[:).]|\\s(?:1[3-9]\\d{9}(?!\\d)|\\+))`,
	'g',
);

/** Marks that a system could not write and made question marks: `?14212345678?`. */
const QUESTION_MARKS = /^\?{1,2}|\?{1,2}$/g;

function withoutQuestionMarks(cell: string): string {
	if (!cell.includes('?')) return cell;
	const bare = cell.replace(QUESTION_MARKS, '').trim();
	return chineseMobile(bare.replace(/[+\s-]/g, ''), true) ? bare : cell;
}

const SEPARATOR = /[,;、\n]/;
const CONJUNCTIONS = /[/|&\t]|:{2,}/;
/** A plus begins another number, but not one between two Chinese ones: that is no +1. */
const toMarks = (text: string) =>
	text
		.replace(new RegExp(CONJUNCTIONS, 'g'), CONJUNCTION_MARK)
		.replace(/(?:\s|(?<!\d)|(?!\+1[3-9]\d{9}(?!\d)))\+(?=\s?\(?\d{2})/g, ' +');

const plainChinese = (value: string): Identifier => ({
	kind: 'mobile_number',
	value,
	key: value,
	qualifier: CHINA,
	suspect: false,
});

const NO_COUNTRIES: ReadonlySet<string> = new Set();

/**
 * Reads a cell.
 * @param text as it stands in the sheet
 * @param defaultCode called only for numbers that carry no country code
 */
export function readMobileNumbers(text: string, defaultCode: DefaultCode): Reading[] {
	if (PLAIN_CHINESE.test(text) && defaultCode() === CHINA) return [plainChinese(text)];
	if (PLAIN.test(text)) {
		const one = new MobileReader(text, defaultCode, NO_COUNTRIES).readCompact(text);
		return one ? [one] : [];
	}
	if (GROUPED.test(text)) {
		const one = new MobileReader(text, defaultCode, NO_COUNTRIES).readWholeNumber(text);
		if (one) return [one];
	}
	const cell = withoutQuestionMarks(unwrap(text));
	if (isNothing(cell)) return [];
	if (SCIENTIFIC.test(cell)) return [problem('rounded', text)];
	if (THOUSANDS.test(cell)) return readThousands(cell, text, defaultCode);
	const parts = splitNumbers(
		withoutOrdinals(cell.replace(EXTENSION, `$1${EXTENSION_MARK}`)),
		new MobileReader(text, defaultCode, NO_COUNTRIES),
	);
	return readParts(parts, text, defaultCode);
}

/** The parts of a cell; groups of digits of one number can have wide gaps between them. */
function splitNumbers(text: string, reader: MobileReader): string[] {
	const parts = splitParts(text, SEPARATOR);
	const joined = parts.join(' ');
	if (areGroups(parts) && reader.readWholeNumber(joined)) return [joined];
	return parts
		.flatMap((part) => (reader.isOneWhole(part) ? [part] : splitParts(part)))
		.filter((part) => !isNothing(part))
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
	if (parts.length < 2) return parts;
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
			const sides = words.split(/[/|]/);
			const own = sides.length > 1 ? sides.map((side) => markWords(side, judge)) : [];
			const areOfTheirOwn = own.length > 0 && own.every((side) => isWhole(side, read));
			marked.push(...(areOfTheirOwn ? own : [markWords(words, judge)]));
		}
	}
	if (parts.every((part) => NO_DIGIT.test(part))) return problems;
	const readings = joinCodeParts(marked).flatMap(({ part, countries }) =>
		// A country that is named beside one number is not that of the others.
		read({ part, countries: countries.size > 0 ? countries : judge.countries }),
	);
	const wrong = judge.problem(text, readings.length);
	return wrong ? [wrong] : [...readings, ...problems];
}
