/** From the text of a cell to email addresses. */
import {
	MASK_CHARACTERS,
	MAX_WORDY_CHARS,
	dropNothing,
	isLabelOfNothing,
	isNothing,
	isZero,
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
const PLAIN = /^\w(?:\.?[\w+-])*@(?:[a-z\d-]+\.)+[a-z\d-]+[a-z\d]$/i;

/** What stands around addresses and belongs to none of them. */
const WORD_SEPARATOR = /[\s<>()[\]{}"]/;
const CONJUNCTION = /[/|&]|:{2,}|或者?|和|以?及|与|跟|还有/;
/** A word between two addresses that is no part of one, but whose other side is none by itself. */
const CONJUNCTION_INSIDE = /[a-z\d](?:或者?|和|以?及|与|跟|还有)[a-z\d]/i;
const EDGES = /^['`:!=?\\/|.\p{So}\p{Pd}]+|[^\p{L}\p{N}]+$/gu;
const HAN_EDGES = /^(\p{Script=Han}*[:：]?)([^]*?)(\p{Script=Han}*)$/u;
/** The Han characters behind it are the end of its domain: `li@例子.` before `中国`. */
const OPEN_DOMAIN = /@(?:[^@.]+|[^@]*\p{Script=Han}[^@]*)\.$/u;
/** They are too where the domain has ended in nothing so short as `com`: `li@mail.example.` before `中国`. */
const LONG_LABEL = /\.[a-z\d-]{4,}\.$/i;
const HAN_TOP_DOMAIN = /^(?:中国|中國|公司|网络|網絡|香港|台湾|台灣|澳門|新加坡)$/;
const LABEL_AT_FRONT = /^((?:[\p{L}-]{1,20}\/)?[\p{L}-]{1,20})[:=—–]+(?=[^:]+@)/u;
/** `HR/zhang.wei@…`; but of `a/b@…` all is the address. */
const WORD_BEFORE_STROKE = /^(\p{L}+)[/|](?=[^/|]+@)/u;
const MASK = new RegExp(`[×${MASK_CHARACTERS}]|\\.{3}`);
const QUOTED_LOCAL = /^'([^'@]+)'@/;
const QUERY = /\?[a-z]+=.*/i;
/** A domain that breaks off or has lost its beginning: `@example.c`, `@.com`. */
const BROKEN_DOMAIN = /\.[a-z]$|^\.+[^.]*$/i;
/** A mobile number before a stroke. */
const NUMBER_BEFORE = /^\+?[\d().-]{7,}[/|]/;
/** No domain has two dots behind each other, or one in front. */
const EMPTY_LABEL = /^\.+|(\.)\./g;
const ORDINAL = /(^|[\s;,、'"[<(])(?:\(?[1-9][.、):]\)?\s?)(?=\S{0,100}\s?@)/g;
const NUMBERED_LABEL = /(邮箱|邮件|mail)\s?[1-9](?=\s?:)/gi;
/** `zhang.wei@example .com`: one address, if nothing else is in the cell. */
const PARTED_DOMAIN = /^([\w.+-]+)@(?=\S+\s)([a-z\d-]+(?:\s?\.\s?[a-z\d-]+)+)$/i;
/** `邮箱：zhang.wei @example.com` */
const BLANK_AT_SIGN = /(?<=[\w.+-])(?:\s@\s?|@\s)(?=[a-z\d-]+\s?\.)/gi;
/** An ideographic full stop or a middle dot that was typed for a dot. */
const STOP_IN_DOMAIN = /[。·・](?=[a-z])|(?<=@[a-z\d.-]{1,60})点(?=[a-z])/gi;
/** `zhang.wei[at]example[dot]com`, against robots. */
const WRITTEN_OUT =
	/^(?:([\w.+-]+)\s?[([{<]\s?at\s?[)\]}>]\s?|([\w+-]*[._\d][\w.+-]*)\sat\s|([\w+-]+)\sat\s(?=\S+\sdot\s))([a-z\d-]+(?:(?:\.|\s?[([{<]\s?dot\s?[)\]}>]\s?|\sdot\s)[a-z\d-]+)+)$/i;
/** No address is longer; trying to find one in a long text would take long. */
const MAX_ADDRESS_CHARS = 320;
const WRITTEN_DOT = /\s?[([{<]\s?dot\s?[)\]}>]\s?|\sdot\s/gi;

/** An address that is written out, with its signs. */
function writeIn(cell: string): string {
	if (cell.length > MAX_ADDRESS_CHARS) return cell;
	return cell.replace(
		WRITTEN_OUT,
		(_, sure?: string, likely?: string, dotted?: string, domain = '') =>
			`${sure ?? likely ?? dotted}@${String(domain).replace(WRITTEN_DOT, '.')}`,
	);
}

const isLabel = (label: string) => WORDS.email.has(label);

/** Reads a cell; @param text as it stands in the sheet */
export function readEmails(text: string): Reading[] {
	if (PLAIN.test(text)) return [identify(text, text)];
	const unwrapped = unwrap(text).replace(STOP_IN_DOMAIN, '.').replace(BLANK_AT_SIGN, '@');
	const cell = writeIn(unwrapped);
	if (isNothing(cell) || isZero(cell) || isLabelOfNothing(cell, isLabel)) return [];
	const judge = new WordJudge('email');
	const readings: Reading[] = [];
	let wordyChars = 0;
	for (const part of splitParts(cell.replace(ORDINAL, '$1').replace(NUMBERED_LABEL, '$1'))) {
		if (PLAIN.test(part)) {
			readings.push(identify(part, text));
		} else {
			if ((wordyChars += part.length) > MAX_WORDY_CHARS) return [problem('tooMuch', text)];
			const said = dropNothing(part);
			if (!isNothing(said) && !isLabelOfNothing(said, isLabel))
				readings.push(...readPart(said, text, judge));
		}
	}
	const wrong = judge.problem(text, readings.length);
	if (wrong) return [wrong];
	return hasCommaInAddress(cell) || isBroken(cell) ? [problem('unknownWord', text)] : readings;
}

function readPart(part: string, cell: string, judge: WordJudge): Reading[] {
	const wrong = textProblem(part);
	if (wrong) return [wrong];
	const parted = PARTED_DOMAIN.exec(part);
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
	judge.judgeAll(joinCompounds(part));
	return [];
}

/** Quotes and brackets around a word, and a hyphen behind a label. */
const NOT_OF_WORD = /^['"([<]+|['")\]>,-]+$/g;
const LATIN_WORD = /^\p{Script=Latin}[\p{Script=Latin}\d._-]*$/u;
const CAPITALISED = /^\p{Lu}\p{L}+$/u;

/**
 * `zhang wei@example.com`: whether a word before an address may have been cut off from it by its blank.
 * Not where it says a name of two words, or one that the address holds as well.
 */
function mayBePartOfAddress(part: string): boolean {
	const words = part.split(/\s/).map((word) => word.replace(NOT_OF_WORD, ''));
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

/** `12345，678@qq.com`; not a place in a list, a mobile number, or the same number before its address. */
const DIGITS_BEFORE_COMMA = /(?<![\w.@+-])(\d{3,10})[,;、\n](?!\1@)\d[^\s@,;、]*@/;

/** `zhang.\nwei@example.com`: an address that was broken behind a dot, hyphen or underscore. */
const WORD_BEFORE_BREAK =
	/(?<![^\s,;、<(])([\p{Script=Latin}\d][\p{Script=Latin}\d._-]*)[._-](?:\n|\s{2})\s*[^\s@,;、]+@/gu;

const isBroken = (cell: string) =>
	[...cell.matchAll(WORD_BEFORE_BREAK)].some(([, word = '']) => !isSaid(word));

/** `zhang,wei@example.com`: whether a comma may stand for a dot; not where it parts a name from an address. */
const hasCommaInAddress = (cell: string) =>
	DIGITS_BEFORE_COMMA.test(cell) ||
	[...cell.matchAll(WORD_BEFORE_COMMA)].some(
		([, word = '', blank, local = '']) =>
			!isNothing(word) &&
			!isSaid(word) &&
			!(blank && CAPITALISED.test(word)) &&
			!local.toLowerCase().includes(word.toLowerCase()),
	);

const SAID = new Set(
	'e email e-mail emails mail mails id mailbox address is contact or and my personal work private main primary new home'.split(
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
	const edged = run.replace(QUOTED_LOCAL, '$1@').replace(EDGES, '').replace(QUERY, '');
	const stroked = WORD_BEFORE_STROKE.exec(edged);
	const label = LABEL_AT_FRONT.exec(edged) ?? (judge.knows(stroked?.[1] ?? '') ? stroked : null);
	if (label) judge.judgeAll(label[1] ?? '');
	const trimmed = label ? edged.slice(label[0].length) : edged;
	const [, before = '', middle = '', behind = ''] = HAN_EDGES.exec(trimmed) ?? [];
	const isForeign = middle.startsWith('@') || middle.endsWith('@');
	const isOpen =
		OPEN_DOMAIN.test(middle) || (LONG_LABEL.test(middle) && HAN_TOP_DOMAIN.test(behind));
	const end = isOpen ? behind : '';
	const address = isForeign ? trimmed : `${middle}${end}`.replace(EDGES, '');
	if (!isForeign) judge.judgeAll(`${before} ${end === '' ? behind : ''}`);
	const [local, domain, ...others] = address.split('@');
	if (others.length > 0) return problem('severalEmails', cell);
	if (!local || !domain || /[:|]/.test(address) || BROKEN_DOMAIN.test(domain))
		return problem('noEmail', cell);
	if (NUMBER_BEFORE.test(local)) return problem('digitsLeft', cell);
	if (CONJUNCTION_INSIDE.test(address)) return problem('severalEmails', cell);
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
