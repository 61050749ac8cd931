/**
 * What the words around values say. A value is taken out of its words only where each of them is known to
 * leave it the candidate's own: a label, a remark, a country or one name.
 */
import { FLAG_WORD } from './characters';
import { COUNTRIES, COUNTRY_ABBREVIATIONS, COUNTRY_OF_WORDS } from './countries';
import { callingCodeOf } from './phoneNumbers';
import { problem } from './problems';
import type { ProblemName } from './problems';
import {
	CONJUNCTIONS,
	DOMAIN_ENDINGS,
	NOT_NAMES,
	NOUN_ENDINGS_HAN,
	OTHER_MEDIUM,
	OTHER_PERSON_HAN,
	OTHER_PERSON_LATIN,
	SURNAMES,
	TITLES_HAN,
	TITLE_ENDINGS_HAN,
	WORDS,
} from './words';
import type { Problem } from '../types';

/** Stands where a word was taken off. */
export const WORD_MARK = '\uE000';
/** Stands for a conjunction: parts on both sides must be whole by themselves. */
export const CONJUNCTION_MARK = '\uE001';
/** Stands for an extension that was taken off the number before it. */
export const EXTENSION_MARK = '\uE002';

const WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}])+/gu;
/** Not a word, but what hides digits: `142-xxxx-5678`. */
const HIDDEN = /^x{3,}$/i;
const LATIN = /^[\p{Script=Latin}\p{M}]+$/u;
const HAN = /^\p{Script=Han}/u;

const MAX_LABEL_CHARS = 8;
const MAX_HAN_CHARS = 24;
const MAX_NAME_WORDS = 4;
const MAX_NAME_WORD_CHARS = 20;

const COMPOUNDS: Array<[RegExp, string]> = [
	[/(?<![a-z\d._@+-])(?:qq|163|126|139|189)\s?(?:邮箱|郵箱|mail(?![\w.@+-]))/gi, '邮箱'],
	[/(?:微信|威信|薇信|v信|vx|wx|v|wechat)\s?(?:同号|同步|同)(?!\p{Script=Han})/giu, '微信同号'],
	[/(?:手机号码|手机号|手机|手機|电话|電話)[ /&(]{0,3}微信号?\)?/g, '手机'],
	[/微信号?[ /&(]{0,3}(?:手机号码|手机号|手机|手機|电话|電話)\)?/g, '手机'],
	[/\b(?:tel|phone|mobile|cell)(?:\s?[/&]\s?(?:wechat|weixin|whatsapp|微信号?))+/gi, 'mobile'],
	[
		/(?:(?:\b(?:wechat|weixin|whatsapp)|微信号?)\s?[/&]\s?)+(?:tel|phone|mobile|cell)\b/gi,
		'mobile',
	],
	[/\bh\s?\/\s?p\b(?!@)/gi, 'mobile'],
	// O'Brien, and the initial in J. Smith.
	[/(?<![^\s("'])([A-Z])'(?=\p{Lu}\p{L}+(?:[\s,;"<()]|'\s|$))/gu, '$1'],
	[/(?<![^\s("'])[A-Z]\.\s?(?=\p{Lu}\p{L}+(?:[\s,;"<()]|'\s|$))/gu, ''],
];

/** Joins what is one word only together with its neighbour: `QQ邮箱`, `vx同号`, `电话/微信`. */
export function joinCompounds(text: string): string {
	return COMPOUNDS.reduce(
		(joined, [compound, word]) => joined.replace(compound, word),
		text,
	).replace(COUNTRY_OF_WORDS, (name) => name.replace(/\s/g, ''));
}

const FLAG = new RegExp(`^${FLAG_WORD}([A-Z]{2})$`);
const FLAG_INSIDE = new RegExp(`\\b${FLAG_WORD}[A-Z]{2}\\b`);
const countryByFlag = (word: string) => {
	const country = FLAG.exec(word)?.[1];
	return country && callingCodeOf(country);
};

function isHanName(word: string): boolean {
	const surname = SURNAMES.has(word.slice(0, 2)) ? 2 : SURNAMES.has(word.slice(0, 1)) ? 1 : 0;
	const given = word.length - surname;
	return (
		surname > 0 &&
		given >= 1 &&
		given <= 2 &&
		!NOT_NAMES.has(word) &&
		!(NOT_NAMES.has(word.slice(0, 2)) && NOUN_ENDINGS_HAN.has(word.slice(-1))) &&
		!(given === 1 ? TITLES_HAN : TITLE_ENDINGS_HAN).has(word.slice(-1)) &&
		!OTHER_PERSON_HAN.some((part) => word.includes(part))
	);
}

/** The words of one cell, judged one after another. */
export class WordJudge {
	/** Calling codes of the countries that the cell names. */
	readonly countries = new Set<string>();
	private readonly countriesOfPart = new Set<string>();
	/** The first word that speaks against reading the cell. */
	private verdict?: ProblemName;
	private readonly hanNames = new Set<string>();
	private readonly latinNames = new Set<string>();

	constructor(private readonly kind: keyof typeof WORDS) {}

	/**
	 * Puts marks in the place of words that may be taken off; judges all others but those that touch a digit.
	 * @returns the marked text, and the calling codes of the countries that it names
	 */
	takeOff(text: string): { marked: string; countries: ReadonlySet<string> } {
		const latin: string[] = [];
		this.countriesOfPart.clear();
		const marked = text.replace(WORD, (word: string, at: number) => {
			if (HAN.test(word)) return this.judgeHan(word);
			if (touchesValue(text, at, word.length)) return word;
			return this.judgeOther(word, latin);
		});
		this.nameLatin(latin);
		for (const country of this.countriesOfPart) this.countries.add(country);
		return { marked, countries: new Set(this.countriesOfPart) };
	}

	/** Whether a word is listed: a label, a remark, or one that speaks against its value. */
	knows(word: string): boolean {
		const lower = word.toLowerCase();
		return [WORDS[this.kind], OTHER_PERSON_LATIN, OTHER_MEDIUM].some((words) => words.has(lower));
	}

	/** Judges words that belong to no value; those that touch digits included. */
	judgeAll(text: string): void {
		const latin: string[] = [];
		for (const [word] of text.matchAll(WORD)) {
			if (HAN.test(word)) this.judgeHan(word);
			else this.judgeOther(word, latin);
		}
		this.nameLatin(latin);
	}

	/**
	 * Says what is wrong with the words of the whole cell.
	 * @param values how many values it holds: `Zhang, Wei` before one of them is one name
	 */
	problem(cell: string, values: number): Problem | undefined {
		if (this.verdict) return problem(this.verdict, cell);
		const people = Math.max(this.hanNames.size, values > 1 ? this.latinNames.size : 0);
		return people > 1 ? problem('severalPeople', cell) : undefined;
	}

	private object(name: ProblemName): string {
		this.verdict ??= name;
		return WORD_MARK;
	}

	private judgeOther(word: string, latin: string[]): string {
		const lower = word.toLowerCase();
		if (CONJUNCTIONS.has(lower)) return CONJUNCTION_MARK;
		if (WORDS[this.kind].has(lower)) return WORD_MARK;
		const country = COUNTRY_ABBREVIATIONS.get(word) ?? COUNTRIES.get(lower) ?? countryByFlag(word);
		if (country) {
			this.countriesOfPart.add(country);
			return WORD_MARK;
		}
		if (HIDDEN.test(word)) return word;
		if (OTHER_PERSON_LATIN.has(lower)) return this.object('otherPerson');
		if (OTHER_MEDIUM.has(lower)) return this.object('otherMedium');
		const isName =
			LATIN.test(word) &&
			word.length > 1 &&
			word.length <= MAX_NAME_WORD_CHARS &&
			!DOMAIN_ENDINGS.has(lower);
		if (!isName) return this.object('unknownWord');
		latin.push(lower);
		return WORD_MARK;
	}

	private nameLatin(words: string[]): void {
		if (words.length === 0) return;
		if (words.length > MAX_NAME_WORDS) this.object('unknownWord');
		this.latinNames.add(words.join(' '));
	}

	/** Takes a run of Han characters apart into known words and at most one name. */
	private judgeHan(run: string): string {
		if (run.length > MAX_HAN_CHARS) return this.object('tooMuch');
		const words = this.splitHan(run);
		if (!words) {
			if (OTHER_PERSON_HAN.some((part) => run.includes(part))) return this.object('otherPerson');
			const isMedium = [...OTHER_MEDIUM].some((medium) => HAN.test(medium) && run.includes(medium));
			return this.object(isMedium ? 'otherMedium' : 'unknownWord');
		}
		let mark = WORD_MARK;
		for (const word of words) {
			const country = COUNTRIES.get(word);
			if (country) this.countriesOfPart.add(country);
			else if (CONJUNCTIONS.has(word)) mark = CONJUNCTION_MARK;
			else if (!WORDS[this.kind].has(word)) this.hanNames.add(word);
		}
		return mark;
	}

	private splitHan(run: string): string[] | undefined {
		const isKnown = (word: string) =>
			WORDS[this.kind].has(word) || COUNTRIES.has(word) || CONJUNCTIONS.has(word);
		/** The fewest words from a place on, without and with a name among them. */
		const best: Array<[plain?: string[], named?: string[]]> = [];
		best[run.length] = [[], undefined];
		for (let start = run.length - 1; start >= 0; start--) {
			let plain: string[] | undefined;
			let named: string[] | undefined;
			for (let end = start + 1; end <= Math.min(run.length, start + MAX_LABEL_CHARS); end++) {
				const word = run.slice(start, end);
				const [restPlain, restNamed] = best[end] ?? [];
				if (isKnown(word)) {
					plain = shorter(plain, word, restPlain);
					named = shorter(named, word, restNamed);
				} else if (isHanName(word)) {
					named = shorter(named, word, restPlain);
				}
			}
			best[start] = [plain, named];
		}
		const [plain, named] = best[0] ?? [];
		return plain ?? named;
	}
}

function shorter(known: string[] | undefined, word: string, rest: string[] | undefined) {
	if (!rest || (known && known.length <= rest.length + 1)) return known;
	return [word, ...rest];
}

const VALUE_CHARACTER = /[\p{Nd}_@*]/u;

const touchesValue = (text: string, at: number, length: number) =>
	VALUE_CHARACTER.test(text.charAt(at - 1)) || VALUE_CHARACTER.test(text.charAt(at + length));

/** The calling code that the words of a country's name stand for. */
export function countryByName(text: string): string | undefined {
	const flag = FLAG_INSIDE.exec(text)?.[0];
	if (flag !== undefined) {
		const byFlag = countryByFlag(flag);
		const others = text.replace(flag, '').trim();
		return others === '' || countryByName(others) === byFlag ? byFlag : undefined;
	}
	const words = text.toLowerCase().replace(/[^\p{L}]/gu, '');
	return COUNTRY_ABBREVIATIONS.get(words.toUpperCase()) ?? COUNTRIES.get(words);
}
