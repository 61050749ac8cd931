/** Reads the numbers of one cell from its pieces: what is a number, what is besides, what is several. */
import { MOBILE_PUNCTUATION, ZERO_FRACTION } from './cell';
import type { Reading } from './cell';
import { CONJUNCTION_MARK, EXTENSION_MARK, WORD_MARK } from './judgeWords';
import {
	CHINA,
	CHINESE_MOBILE,
	NORTH_AMERICA,
	findCountryCode,
	isValidMobile,
	withoutSecondPlus,
} from './phoneNumbers';
import { codeToFront, findWrong, joinCodes, mayBeOne, onlyWay, withoutEdges } from './pieces';
import { isProblem, problem } from './problems';
import type { ProblemName } from './problems';
import { chineseMobile, spellInternational, spellNational } from './subscriber';
import type { Subscriber } from './subscriber';
import type { Identifier, Problem } from '../types';

/** The country code of numbers that carry none, or why there is none. */
export type DefaultCode = () => string | Problem;

/** Most numbers are no longer; the longest of the world's plan has 15 digits. */
const MAX_DIGITS = 15;
/** Feishu's numbers have 11 digits in China, 7 or more elsewhere: a shorter one is asked alone. */
const MIN_PLAUSIBLE_DIGITS = 5;
const MAX_SPACED_CHARS = 60;
/** Words between blanks that are looked at one by one; more are no few numbers. */
const MAX_WORDS = 14;
/** A number that breaks off: `1421234...`. */
const BROKEN_OFF = /\.{3,}\s*$/;

/** The number of a switchboard in China, with an extension. */
const EXTENDED_LANDLINE = /^(?:0\d{2,3}[\s-]?\d{7,8}|[48]00[\s-]?\d{3,4}[\s-]?\d{3,4})-\d{1,6}$/;
const DASHED_EXTENSION = /^(.*\d)\s?-\s?\d{1,6}$/s;
const HASH_AS_LABEL = /^#\s?(?=[+(\d])/;
/** A number of North America, if of an area that is unknown. */
const AMERICAN_FORM = /^1[2-9]\d{2}[2-9]\d{6}$/;
const MARKS_AROUND = new RegExp(`^[^\\d+]*${WORD_MARK}|${WORD_MARK}[^\\d+]*$`, 'g');
const WIDE_GAP = /\s{2}/;
const MIN_UNBROKEN_DIGITS = 7;

/** Reads numbers of one cell, whose words have been judged. */
export class MobileReader {
	constructor(
		private readonly cell: string,
		private readonly defaultCode: DefaultCode,
		private readonly countries: ReadonlySet<string>,
	) {}

	/** Reads a part in which marks stand for words; fails it if more than its numbers is left. */
	readPart(part: string): Reading[] {
		const pieces = part
			.split(CONJUNCTION_MARK)
			.flatMap((piece) => joinCodes(piece.split(WORD_MARK).map((one) => this.trim(one))))
			.map((piece) => piece.replace(HASH_AS_LABEL, ''))
			.filter((piece) => /[^()[\]{}\s]/.test(piece));
		if (pieces.length < 2) return pieces.flatMap((piece) => this.readPiece(piece));
		const readings = pieces.map((piece) => this.readWhole(piece));
		if (readings.every((numbers) => numbers !== undefined)) return readings.flat();
		// `142/1234/5678` is one number, if a strange one.
		const isOne = !part.replace(MARKS_AROUND, '').includes(WORD_MARK) && mayBeOne(pieces);
		const joined = isOne ? this.readWhole(pieces.join(' ')) : undefined;
		return joined ?? [this.fail('digitsLeft')];
	}

	/** A piece without what stands around it, but for the dots where it breaks off. */
	private trim(piece: string): string {
		const bare = withoutEdges(piece);
		return BROKEN_OFF.test(piece) && !this.readWholeNumber(bare) ? `${bare}…` : bare;
	}

	/** Reads what should be one number, or several that are whole by themselves. */
	private readPiece(piece: string): Reading[] {
		const wrong = findWrong(piece);
		if (wrong) return [this.fail(wrong)];
		const whole = this.readWhole(piece);
		if (whole) return whole;
		const turned = codeToFront(piece);
		const number = turned === undefined ? undefined : this.readWholeNumber(turned);
		if (number) return [number];
		if (piece.includes(EXTENSION_MARK) || EXTENDED_LANDLINE.test(piece)) {
			return [this.fail('extension')];
		}
		if (this.hasDigitsLeft(piece)) return [this.fail('digitsLeft')];
		const one = this.readOne(piece);
		return one ? [one] : [];
	}

	/** The numbers of a piece, if each of them is a whole mobile number; an extension comes off. */
	private readWhole(piece: string): Identifier[] | undefined {
		const end = piece.indexOf(EXTENSION_MARK);
		if (end >= 0) {
			const isLast = !/\d/.test(piece.slice(end));
			return isLast ? this.readWhole(piece.slice(0, end)) : undefined;
		}
		if (findWrong(piece)) return undefined;
		const one = this.readWholeNumber(piece);
		if (one) return [one];
		const extended = DASHED_EXTENSION.exec(piece)?.[1];
		const beforeExtension = extended === undefined ? undefined : this.readWholeNumber(extended);
		if (beforeExtension) return [beforeExtension];
		return this.partAtBlanks(piece) ?? this.partAtPunctuation(piece);
	}

	/** Whether a part with wide gaps is one number all the same. */
	isOneWhole(part: string): boolean {
		if (!WIDE_GAP.test(part) || part.length > MAX_SPACED_CHARS || findWrong(part)) return false;
		return this.readWholeNumber(part) !== undefined;
	}

	/** Reads a text that is one whole mobile number. */
	readWholeNumber(text: string): Identifier | undefined {
		const reading = this.readOne(text);
		return reading && !isProblem(reading) && !reading.invalid ? reading : undefined;
	}

	/** `142 1234 5678 143 8765 4321`: the one way to part a piece at blanks into whole numbers. */
	private partAtBlanks(piece: string): Identifier[] | undefined {
		const words = piece.split(/\s/);
		if (words.length > MAX_WORDS) return undefined;
		return onlyWay(words, (text) => this.readWholeNumber(text));
	}

	/** `14212345678（14387654321）`: numbers without a gap in them, whatever stands between. */
	private partAtPunctuation(piece: string): Identifier[] | undefined {
		const groups = piece.split(/[^\d+]+/).filter((group) => group !== '');
		if (groups.length < 2) return undefined;
		const numbers = groups.map((group) =>
			group.length < MIN_UNBROKEN_DIGITS ? undefined : this.readWholeNumber(group),
		);
		return numbers.every((number) => number !== undefined) ? numbers : undefined;
	}

	/** Whether a part of the groups of digits is a whole number, so that the others are something else. */
	private hasDigitsLeft(piece: string): boolean {
		const groups = [...piece.matchAll(/\d+/g)];
		if (groups.length > MAX_WORDS) return true;
		return groups.slice(0, -1).some(({ index, 0: digits }, place) => {
			const end = index + digits.length;
			const rest = piece.slice(groups[place + 1]?.index);
			return (
				this.readWholeNumber(piece.slice(0, end)) !== undefined ||
				CHINESE_MOBILE.test(rest.replace(MOBILE_PUNCTUATION, ''))
			);
		});
	}

	private fail(name: ProblemName): Problem {
		return problem(name, this.cell);
	}

	/** Reads the digits of one number; nothing where they say nothing. */
	private readOne(text: string): Reading | undefined {
		const compact = text.replace(ZERO_FRACTION, '$1').replace(MOBILE_PUNCTUATION, '');
		const hasBracketedZero = /\(\s?0\s?\)/.test(text);
		return this.readCompact(compact, hasBracketedZero, text);
	}

	readCompact(compact: string, hasBracketedZero = false, text = compact): Reading | undefined {
		const number = withoutSecondPlus(compact);
		if (number === undefined) return this.fail('strayPlus');
		if (/^\+?0*$/.test(number)) return undefined;
		const isInternational = /^(?:\+|00)/.test(number);
		const digits = number.replace(/^(?:\+0{0,2}|00)/, '');
		if (isInternational) {
			const chinese = digits.startsWith(CHINA) ? chineseMobile(digits, true) : undefined;
			if (chinese) return this.identify(chinese);
			return this.readInternational(digits, hasBracketedZero, number.startsWith('+0'));
		}
		return this.readNational(number, hasBracketedZero, text);
	}

	private readInternational(
		digits: string,
		hasBracketedZero: boolean,
		hasZeroBehindPlus: boolean,
	): Reading | undefined {
		if (findCountryCode(digits) === digits) return undefined;
		const subscriber = spellInternational(digits, hasBracketedZero, () => this.codeOrNone());
		if (subscriber === 'ambiguous') return this.fail('bracketedZero');
		if (subscriber?.isValid) return this.identify(subscriber);
		if (!subscriber || hasZeroBehindPlus) return this.fail('noCountryCode');
		return digits.length > MAX_DIGITS ? this.fail('severalNumbers') : this.identify(subscriber);
	}

	private codeOrNone(): string | undefined {
		const code = this.defaultCode();
		return typeof code === 'string' ? code : undefined;
	}

	private readNational(
		digits: string,
		hasBracketedZero: boolean,
		text: string,
	): Reading | undefined {
		const grouped = /^1\D+\d{3}(?:\D|\d{7}$)/.test(text.replace(/^\D+|\D+$/g, ''));
		if (grouped && /^1\d{10}$/.test(digits)) {
			if (isValidMobile(NORTH_AMERICA, digits.slice(1))) {
				return this.identify({ code: NORTH_AMERICA, spellings: [digits.slice(1)], isValid: true });
			}
			if (/^1[3-9]/.test(digits)) return this.fail('americanOrChinese');
		}
		if (this.countries.size > 1 && !chineseMobile(digits, true))
			return this.fail('severalCountries');
		const code = this.defaultCode();
		if (typeof code !== 'string') return code;
		if (digits === code) return undefined;
		const [named] = this.countries;
		const there = named === undefined ? undefined : spellNational(named, digits, hasBracketedZero);
		if (there === 'ambiguous') return this.fail('bracketedZero');
		if (there && there.code !== named && named === NORTH_AMERICA && AMERICAN_FORM.test(digits)) {
			return this.fail('americanOrChinese');
		}
		if (there?.isValid) return this.identify(there);
		const here = spellNational(code, digits, hasBracketedZero);
		if (here === 'ambiguous') return this.fail('bracketedZero');
		const subscriber = here.isValid || !there ? here : there;
		const [first = ''] = subscriber.spellings;
		return first.length > MAX_DIGITS ? this.fail('severalNumbers') : this.identify(subscriber);
	}

	private identify({ code, spellings, isValid, typed }: Subscriber): Identifier {
		const make = (qualifier: string, value: string): Identifier => ({
			kind: 'mobile_number',
			value,
			key: value,
			qualifier,
			suspect: value.length < MIN_PLAUSIBLE_DIGITS || value.length > MAX_DIGITS,
		});
		const [first = '', ...others] = spellings;
		const identifier = make(code, first);
		if (this.cell !== first) identifier.cell = this.cell;
		if (!isValid) identifier.invalid = true;
		const otherSpellings = others.map((value) => make(code, value));
		if (typed) otherSpellings.push(make(typed.code, typed.digits));
		if (otherSpellings.length > 0) identifier.otherSpellings = otherSpellings;
		return identifier;
	}
}
