/** From the text of a cell to numbers of documents. */
import {
	MASK_CHARACTERS,
	MAX_WORDY_CHARS,
	THOUSANDS,
	ZERO_FRACTION,
	dropNothing,
	isLabelOfNothing,
	isNothing,
	isZero,
	splitParts,
	textProblem,
	unwrap,
} from './cell';
import type { Reading } from './cell';
import {
	HONG_KONG_IDENTITY_CARD,
	RESIDENT_IDENTITY_CARD,
	isLabelOf,
	joinLabels,
	readDocumentLabel,
	takeLabels,
} from './documents';
import { CHINA } from './phoneNumbers';
import { problem } from './problems';
import { OTHER_MEDIUM, OTHER_PERSON_HAN } from './words';
import type { Identifier, Problem } from '../types';

/** As nearly all cards are: nothing in them is to be taken off. */
const PLAIN_CARD = /^\d{17}[\dX]$/;
const PLAIN = /^[A-Z\d]{1,30}$/;
/** Narrower than for mobiles: `12E45678` can be a passport. */
const SCIENTIFIC = /^\+?\d(?:[.,]\d+)?e\+?\d{1,3}$|^\d+e\+\d{1,3}$/i;
const MASK = new RegExp(`[?${MASK_CHARACTERS}]|x{3,}|[._-]{3,}|#{2,}`, 'i');
const EDGES = /^[\s'"`:.。!=-]+|^#(?!#)\s?|[\s'"`:.。!]+$|(?<!#)#$/g;
/** Brackets around all of a text. */
const BRACKETED = /^[([{<]([^]*)[)\]}>]$/;
/** A bracket of which the other one is lost. */
const HALF_BRACKETED = /^[([{<]([^()[\]{}<>]*)$|^([^()[\]{}<>]*)[)\]}>]$/;
const NUMBER_SIGN = /n[º°]\.?\s?/i;
const BLANKS_AND_HYPHENS = /[\s\-‐-―]/g;
const BLANKS_HYPHENS_BRACKETS = /[\s\-‐-―()]/g;
const CONJUNCTION = /\s(?:and|or)\s|[/|&\s]|或者?|和|以?及|与/i;

const CARD = /^(?:\d{15}|\d{17}[\dX])$/;
const HONG_KONG_CARD = /^([A-Z]{1,2}\d{6})([\dA])$/i;
const MAX_CARD_CHARS = 18;
/** The shortest that two numbers of documents in one cell can be told by. */
const MIN_DOCUMENT_CHARS = 7;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** The check digit of a resident identity card (GB 11643), by its first 17 digits. */
function checkDigit(digits: string): string {
	const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
	return CHECK_DIGITS.charAt(sum % CHECK_DIGITS.length);
}

/** The 18 places of a card that was issued with 15, to people born before 2000. */
function withCentury(card: string): string {
	const digits = `${card.slice(0, 6)}19${card.slice(6)}`;
	return `${digits}${checkDigit(digits)}`;
}

/** An 18-digit number of which a spreadsheet kept 15 digits. */
const isRoundedCard = (card: string) =>
	/^\d{15}000$/.test(card) && card.charAt(MAX_CARD_CHARS - 1) !== checkDigit(card);

const upper = (value: string) => value.toUpperCase();
const compact = (value: string) => upper(value.replace(BLANKS_AND_HYPHENS, ''));
/** A card without what parts its groups, and with an X at its end for the like of it: `（x）`, `Ⅹ`, `×`. */
function asCard(value: string): string {
	const card = compact(value).replace(/[×✕✖╳ХΧⅩ]\)?$/, 'X');
	const bare = card.replace(/[()[\]._/\\,;]/g, '');
	return isWholeCard(bare) ? bare : card;
}

const isWholeCard = (card: string) =>
	/^\d{17}[\dX]$/.test(card) && card.charAt(MAX_CARD_CHARS - 1) === checkDigit(card);

/** A letter among the digits of a card: `99010l…`, `9901O1…`. */
const LETTER_IN_CARD = /^(?=.*[A-Z].)\d(?:[\dA-Z]{14}|[\dA-Z]{16}[\dX])$/;

/** The ways to write a number, the likelier first. */
function spellings(value: string, type: string): string[] {
	if (type === RESIDENT_IDENTITY_CARD) {
		const card = asCard(value);
		return /^\d{15}$/.test(card) ? [card, withCentury(card)] : [card];
	}
	const bare = compact(value);
	if (type === HONG_KONG_IDENTITY_CARD) {
		const card = HONG_KONG_CARD.exec(
			upper(value.replace(/[[\]/]/g, '').replace(BLANKS_HYPHENS_BRACKETS, '')),
		);
		if (card) return [`${card[1]}(${card[2]})`, `${card[1]}${card[2]}`, value];
	}
	return [value, bare];
}

const plainCard = (value: string): Identifier => ({
	kind: 'identification_number',
	value,
	key: value.toLowerCase(),
	qualifier: RESIDENT_IDENTITY_CARD,
	suspect: false,
});

function identify(value: string, type: string, cell: string): Identifier {
	const [first = '', ...others] = new Set(spellings(value, type));
	const make = (spelling: string): Identifier => ({
		kind: 'identification_number',
		value: spelling,
		key: spelling.toLowerCase().replace(BLANKS_HYPHENS_BRACKETS, ''),
		qualifier: type,
		suspect: false,
	});
	const identifier = make(first);
	if (cell !== first) identifier.cell = cell;
	if (others.length > 0) identifier.otherSpellings = others.map(make);
	return identifier;
}

const isLabel = (label: string) => readDocumentLabel(label) !== undefined;

/**
 * Reads a cell.
 * @param text as it stands in the sheet
 * @param type Feishu's IdentificationType, or why there is none
 */
export function readIdentificationNumbers(text: string, type: () => string | Problem): Reading[] {
	if (PLAIN_CARD.test(text) && type() === RESIDENT_IDENTITY_CARD && !isRoundedCard(text)) {
		return [plainCard(text)];
	}
	const cell = PLAIN.test(text) ? text : unwrap(text);
	if (isNothing(cell) || isZero(cell) || isLabelOfNothing(cell, isLabel)) return [];
	if (SCIENTIFIC.test(cell)) return [problem('rounded', text)];
	const wanted = type();
	if (typeof wanted !== 'string') return [wanted];
	if (THOUSANDS.test(cell)) {
		const digits = cell.replace(/\..*/, '').replaceAll(',', '');
		return [CARD.test(digits) ? readValue(digits, wanted, text) : problem('thousands', text)];
	}
	const readings: Reading[] = [];
	let wordyChars = 0;
	// `990101\n19900101102X` is one card.
	const inGroups = wanted === RESIDENT_IDENTITY_CARD && isWholeCard(asCard(cell));
	const parts = inGroups ? [asCard(cell)] : splitParts(cell.replace(ORDINAL, '$1'));
	if (parts.length > 1 && parts.every((part) => compact(part).length < MIN_DOCUMENT_CHARS)) {
		return [problem('thousands', text)];
	}
	for (const part of cell.length > MAX_WORDY_CHARS ? parts : joinLabels(parts)) {
		if (PLAIN.test(part)) {
			readings.push(readValue(part, wanted, text));
		} else if (!isNothing(part)) {
			if ((wordyChars += part.length) > MAX_WORDY_CHARS) return [problem('tooMuch', text)];
			const said = dropNothing(part);
			if (!isNothing(said)) readings.push(...readPart(said, wanted, text));
		}
	}
	const speaksOfOthers = readings.find(
		(reading) => 'message' in reading && reading.message === problem('otherPerson', '').message,
	);
	return speaksOfOthers ? [speaksOfOthers] : readings;
}

/** A place in a list: `1、990101…`. */
const ORDINAL = /(^|[\s;,、])\(?[1-9][.、):]\)?(?:\s|(?=[A-Z]{0,3}\d{6}))(?=\S)/gi;

/** A text out of brackets around all of it; those of a check digit stay. */
function withoutBrackets(text: string): string {
	const inside = BRACKETED.exec(text)?.[1]?.replace(EDGES, '');
	// Of `(A)123456(7)` they are not a pair.
	const isPair = inside !== undefined && !/^[^([{<]*[)\]}>]/.test(inside);
	return isPair ? withoutBrackets(inside) : text.replace(HALF_BRACKETED, '$1$2');
}

/** Reads a part with a label, or with several numbers. */
function readPart(part: string, type: string, cell: string): Reading[] {
	const wrong = textProblem(part);
	if (wrong) return [wrong];
	const bare = part.replace(NUMBER_SIGN, 'no ').replace(EDGES, '');
	const { labels, value } = takeLabels(withoutBrackets(bare));
	// The identity cards of other countries are called 身份证 too.
	const isForeign = labels.some(({ country = CHINA }) => country !== CHINA);
	const isOther = type === RESIDENT_IDENTITY_CARD && isForeign && !CARD.test(asCard(value));
	// `身份证/护照：` says that it is one of them.
	const typed = labels.filter((label) => label.type !== undefined);
	if (isOther || (typed.length > 0 && !typed.some((label) => isLabelOf(label, type)))) {
		return [problem('otherDocument', cell)];
	}
	const inside = withoutBrackets(value.replace(EDGES, ''));
	return partValues(inside, type).map((one) => readValue(one, type, cell));
}

/** Several cards that are whole by themselves; else all of it is one value. */
function partValues(text: string, type: string): string[] {
	if (type !== RESIDENT_IDENTITY_CARD) return [text];
	const pieces = text.split(CONJUNCTION).filter((piece) => piece !== '');
	return pieces.every((piece) => CARD.test(asCard(piece))) ? pieces : [text];
}

function readValue(text: string, type: string, cell: string): Reading {
	const value = text.replace(ZERO_FRACTION, '$1');
	if (SCIENTIFIC.test(value)) return problem('rounded', cell);
	if (MASK.test(value)) return problem('masked', cell);
	if (OTHER_PERSON_HAN.some((part) => value.includes(part))) return problem('otherPerson', cell);
	if (!/\d/.test(value)) return problem('noDigit', cell);
	if (
		[...OTHER_MEDIUM].some((word) => word.length > 1 && value.toLowerCase().startsWith(`${word} `))
	) {
		return problem('otherMedium', cell);
	}
	if (hasWords(value, type)) return problem('unknownWord', cell);
	if (holdsSeveral(value, type)) {
		return problem(/^[A-Z]+\d{17}[\dX]$/i.test(value) ? 'letter' : 'severalNumbers', cell);
	}
	if (type === RESIDENT_IDENTITY_CARD && LETTER_IN_CARD.test(asCard(value))) {
		return problem('letter', cell);
	}
	return isRoundedCard(compact(value)) ? problem('rounded', cell) : identify(value, type, cell);
}

/** A word in brackets, or behind a stroke, a hyphen or an underscore: `ZZ1234567 (wife)`. */
const WORD_ASIDE = /[([]\s?[a-z]{2,}(?:\s[a-z]+)*\s?[)\]]|\d\s?[/_-]\s?[a-z]{3,}$/i;

/** Han characters, words of other scripts, or a group of letters that is no series of a document. */
const hasWords = (value: string, type: string) =>
	WORD_ASIDE.test(value) ||
	/[\p{Script=Han}@:=]|\.\s|(?:(?![A-Za-z])\p{L}){3}|\d[^]*\s[A-Za-z]{2,}(?:$|\s)/u.test(value) ||
	(type === RESIDENT_IDENTITY_CARD && /[a-z]{2,}\s|\s[a-z]{2,}/i.test(value)) ||
	/(?:^|[\s:])[a-z]{4,}(?:$|[\s:])/i.test(value);

function holdsSeveral(value: string, type: string): boolean {
	const places = asCard(value).length;
	if (type === RESIDENT_IDENTITY_CARD) return places > MAX_CARD_CHARS;
	const groups = value.split(/[\s/|&]+/);
	return (
		groups.length > 1 &&
		groups.every((group) => group.length >= MIN_DOCUMENT_CHARS && /\d/.test(group))
	);
}
