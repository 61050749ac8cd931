/** From the text of a cell to email addresses. */
import {
	MAX_WORDY_CHARS,
	dropNothing,
	isLabelOfNothing,
	isNothing,
	splitParts,
	textProblem,
	unwrap,
} from './cell';
import type { Reading } from './cell';
import { WordJudge, joinCompounds } from './judgeWords';
import { problem } from './problems';
import { WORDS } from './words';
import type { Identifier } from '../types';

/** As nearly all addresses are; nothing in them is to be taken off. */
const PLAIN = /^[a-z\d_+-]+(?:\.[a-z\d_+-]+)*@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z\d-]*[a-z\d]$/i;

/** What stands around addresses and belongs to none of them. */
const WORD_SEPARATOR = /[\s<>()[\]{}"]+/;
const CONJUNCTION = /[/|&]|:{2,}|或者?|和|及/;
const EDGES = /^['`:!=?\\/|\p{So}-]+|[^\p{L}\p{N}]+$/gu;
const HAN_EDGES = /^(\p{Script=Han}*[:：]?)([^]*?)(\p{Script=Han}*)$/u;
/** The Han characters behind it are the end of its domain: `li@例子.` before `中国`. */
const OPEN_DOMAIN = /@(?:[^@.]+|[^@]*\p{Script=Han}[^@]*)\.$/u;
const LABEL_AT_FRONT = /^(?:e-?mails?|mails?|mailbox|邮箱|邮件|电邮):+(?=[^:]+@)/i;
const MASK = /[*•●○×█…]|\.{3}/;
/** Only zeros: what a spreadsheet shows of a reference to an empty cell. */
const NO_VALUE = /^0+$/;
/** A mobile number before a stroke. */
const NUMBER_BEFORE = /^\+?[\d().-]{7,}[/|]/;
/** No domain has two dots behind each other, or one in front. */
const EMPTY_LABEL = /^\.+|(\.)\.+/g;
const ORDINAL = /(^|[\s;,、])(?:\(?[1-9][.、):]\)?\s?)(?=\S{0,100}@)/g;
const NUMBERED_LABEL = /(邮箱|邮件|e-?mail|mail|email)\s?[1-9](?=\s?:)/gi;
/** `zhang.wei @example.com`: one address, if nothing else is in the cell. */
const PARTED_AT_SIGN =
	/^([\w.+-]+)(?:\s@\s?|@\s|(?=@[a-z\d.-]*\s)@)([a-z\d-]+(?:\s?\.\s?[a-z\d-]+)+)$/i;
/** An ideographic full stop or a middle dot that was typed for a dot. */
const STOP_IN_DOMAIN = /[。·・](?=[a-z])/gi;
/** `zhang.wei[at]example[dot]com`, against robots. */
const WRITTEN_OUT =
	/^(?:([\w.+-]+)\s?[([{<]\s?at\s?[)\]}>]\s?|([\w+-]*[._\d][\w.+-]*)\sat\s|([\w+-]+)\sat\s(?=\S+\sdot\s))([a-z\d-]+(?:(?:\.|\s?[([{<]\s?dot\s?[)\]}>]\s?|\sdot\s)[a-z\d-]+)+)$/i;
/** No address is longer; trying to find one in a long text would take long. */
const MAX_ADDRESS_CHARS = 320;
const WRITTEN_DOT = /\s?[([{<]\s?dot\s?[)\]}>]\s?|\sdot\s/gi;

/** An address that is written out, with its signs. */
function writeIn(cell: string): string {
	if (cell.length > MAX_ADDRESS_CHARS || cell.includes('@')) return cell;
	return cell.replace(
		WRITTEN_OUT,
		(_, sure?: string, likely?: string, dotted?: string, domain = '') =>
			`${sure ?? likely ?? dotted}@${String(domain).replace(WRITTEN_DOT, '.')}`,
	);
}

const isLabel = (label: string) => WORDS.email.has(label.toLowerCase().replace(/[\s-]/g, ''));

/** Reads a cell; @param text as it stands in the sheet */
export function readEmails(text: string): Reading[] {
	if (PLAIN.test(text)) return [identify(text, text)];
	const cell = writeIn(unwrap(text).replace(STOP_IN_DOMAIN, '.'));
	if (isNothing(cell) || NO_VALUE.test(cell) || isLabelOfNothing(cell, isLabel)) return [];
	const judge = new WordJudge('email');
	const readings: Reading[] = [];
	let wordyChars = 0;
	for (const part of splitParts(cell.replace(ORDINAL, '$1').replace(NUMBERED_LABEL, '$1'))) {
		if (PLAIN.test(part)) {
			readings.push(identify(part, text));
		} else if (!isNothing(part)) {
			if ((wordyChars += part.length) > MAX_WORDY_CHARS) return [problem('tooMuch', text)];
			readings.push(...readPart(dropNothing(part), text, judge));
		}
	}
	const wrong = judge.problem(text, readings.length);
	if (wrong) return [wrong];
	return hasCommaInAddress(cell) ? [problem('unknownWord', text)] : readings;
}

function readPart(part: string, cell: string, judge: WordJudge): Reading[] {
	const wrong = textProblem(part);
	if (wrong) return [wrong];
	const parted = PARTED_AT_SIGN.exec(part);
	if (parted) return [identify(`${parted[1]}@${(parted[2] ?? '').replace(/\s/g, '')}`, cell)];
	if (!part.includes('@')) return readWithoutAtSign(part, cell, judge);

	const isBare = !part.includes('<');
	const readings: Reading[] = [];
	const words: string[] = [];
	for (const word of joinCompounds(part).split(WORD_SEPARATOR)) {
		if (!word.includes('@')) words.push(word);
		else for (const one of partAtConjunctions(word)) readings.push(readAddress(one, cell, judge));
	}
	const outside = words.join(' ');
	if (/\d/.test(outside)) return [problem('digitsLeft', cell)];
	judge.judgeAll(outside);
	if (isBare && mayBePartOfAddress(part)) return [problem('unknownWord', cell)];
	return readings;
}

/** A part of a cell that holds an address in another part at most. */
function readWithoutAtSign(part: string, cell: string, judge: WordJudge): Reading[] {
	const isSaidOfOthers = cell.includes('@') && /^\P{N}*$/u.test(part) && !part.includes('#');
	if (!isSaidOfOthers) return [problem(MASK.test(part) ? 'masked' : 'noEmail', cell)];
	judge.judgeAll(part);
	return [];
}

const LATIN_WORD = /^\p{Script=Latin}[\p{Script=Latin}\d._-]*$/u;
const CAPITALISED = /^\p{Lu}\p{L}+$/u;

/**
 * `zhang wei@example.com`: whether a word before an address may have been cut off from it by its blank.
 * Not where it says a name of two words, or one that the address holds as well.
 */
function mayBePartOfAddress(part: string): boolean {
	const words = part.split(/\s+/);
	return words.some((address, place) => {
		const word = words[place - 1] ?? '';
		if (!/^[^@]+@/.test(address) || !LATIN_WORD.test(word) || isSaid(word)) return false;
		const local = address.slice(0, address.indexOf('@')).toLowerCase();
		const isName = CAPITALISED.test(word) && CAPITALISED.test(words[place - 2] ?? '');
		return !isName && !local.includes(word.toLowerCase());
	});
}

const WORD_BEFORE_COMMA =
	/(?<![^\s,;、<(])(\p{Script=Latin}[\p{Script=Latin}\d._-]*)[,;、](\s?)([^\s@,;、]+)@/gu;

/** `zhang,wei@example.com`: whether a comma may stand for a dot; not where it parts a name from an address. */
const hasCommaInAddress = (cell: string) =>
	[...cell.matchAll(WORD_BEFORE_COMMA)].some(
		([, word = '', blank, local = '']) =>
			!isNothing(word) &&
			!isSaid(word) &&
			!(blank && CAPITALISED.test(word)) &&
			!local.toLowerCase().includes(word.toLowerCase()),
	);

const SAID = new Set(
	'e email emails mail mails mailbox address or and my personal work private main primary new home'.split(
		' ',
	),
);
const isSaid = (word: string) => SAID.has(word.toLowerCase());

/** Parts a run of characters at `/`, `|`, `&` and words, where an address stands on both sides. */
function partAtConjunctions(run: string): string[] {
	const pieces = run.split(CONJUNCTION).filter((piece) => piece !== '');
	return pieces.every((piece) => piece.includes('@')) ? pieces : [run];
}

/** Reads a run of characters with an `@` in it, Chinese words before and behind it apart. */
function readAddress(run: string, cell: string, judge: WordJudge): Reading {
	if (MASK.test(run)) return problem('masked', cell);
	const trimmed = run.replace(EDGES, '').replace(LABEL_AT_FRONT, '');
	const [, before = '', middle = '', behind = ''] = HAN_EDGES.exec(trimmed) ?? [];
	const isForeign = middle.startsWith('@') || middle.endsWith('@');
	const end = OPEN_DOMAIN.test(middle) ? behind : '';
	const address = isForeign ? trimmed : `${middle}${end}`.replace(EDGES, '');
	if (!isForeign) judge.judgeAll(`${before} ${end === '' ? behind : ''}`);
	const [local, domain, ...others] = address.split('@');
	if (others.length > 0) return problem('severalEmails', cell);
	if (!local || !domain || /[:|]/.test(address)) return problem('noEmail', cell);
	if (NUMBER_BEFORE.test(local)) return problem('digitsLeft', cell);
	if (/[/\\,]/.test(domain)) return problem('unknownWord', cell);
	return identify(`${local}@${domain.replace(EMPTY_LABEL, '$1')}`, cell);
}

function identify(value: string, cell: string): Reading {
	const key = value.toLowerCase();
	const identifier: Identifier = { kind: 'email', value, key, qualifier: '', suspect: false };
	if (key !== value) identifier.otherSpellings = [{ ...identifier, value: key }];
	if (cell !== value) identifier.cell = cell;
	return identifier;
}
