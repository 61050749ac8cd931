/** The ways to write the number of one subscriber: which digits are its country code, and which a prefix. */
import {
	CHINA,
	diallingPlan,
	findCountryCode,
	isValidMobile,
	rewriteNational,
} from './phoneNumbers';

/** A subscriber's number, in the ways in which it may stand in Feishu. */
export interface Subscriber {
	/** The country code. */
	code: string;
	/** The digits behind the country code, the likelier spelling first. */
	spellings: string[];
	/** Whether the first spelling is a mobile number of that country. */
	isValid: boolean;
	/** As typed, where that is under another code. */
	typed?: { code: string; digits: string };
}

/**
 * A Chinese mobile number with what is dialled before it: the country code, the trunk 0, and the
 * prefixes of operators (179xx, 12593, 1258x). No other number of China begins so.
 */
const DIALLED_CHINESE_MOBILE =
	/^0{0,2}(?:86){0,2}(?:0{1,2}86)?(?:179\d\d|12593|1258\d)?0?(1[3-9]\d{9})$/;
const CHINESE_MOBILE = /^1[3-9]\d{9}$/;

/**
 * A number of China by the rule that goes before all others, as operators' ranges change.
 * @param isChina whether the number is known to be of China
 */
export function chineseMobile(digits: string, isChina: boolean): Subscriber | undefined {
	const number = isChina
		? DIALLED_CHINESE_MOBILE.exec(digits)?.[1]
		: CHINESE_MOBILE.exec(digits)?.[0];
	return number === undefined ? undefined : { code: CHINA, spellings: [number], isValid: true };
}

/** Mexico's mobile numbers had a 1 before them until 2019; WhatsApp still writes it. */
const OLD_MEXICAN_MOBILE = /^1(\d{10})$/;
const MEXICO = '52';

const asTyped = (code: string, digits: string): Subscriber => ({
	code,
	spellings: [digits],
	isValid: false,
});

function withoutPrefix(code: string, digits: string): string | undefined {
	const { trunkPrefix, pattern } = diallingPlan(code);
	if (trunkPrefix !== '' && digits.startsWith(trunkPrefix)) {
		const off = digits.slice(trunkPrefix.length);
		if (isValidMobile(code, off)) return off;
	}
	const rewritten = rewriteNational(code, digits);
	if (rewritten !== undefined && rewritten !== digits && isValidMobile(code, rewritten)) {
		return rewritten;
	}
	// In Italy the 0 is part of a landline's number, and without it the number is a mobile of another.
	if (digits.startsWith('0') && trunkPrefix === '' && !pattern.test(digits)) {
		const off = digits.replace(/^0+/, '');
		if (isValidMobile(code, off)) return off;
	}
	if (code === MEXICO) return OLD_MEXICAN_MOBILE.exec(digits)?.[1];
	return undefined;
}

/** Spells digits behind a country code: trunk prefix off, and the code where it is there twice. */
function spellBehind(
	code: string,
	digits: string,
	hasBracketedZero: boolean,
): Subscriber | 'ambiguous' {
	// No mobile number starts with the 0 that is its country's trunk prefix.
	const hasTrunkZero = digits.startsWith('0') && diallingPlan(code).trunkPrefix === '0';
	if (!hasTrunkZero && isValidMobile(code, digits)) {
		return { code, spellings: [digits], isValid: true };
	}
	const off = withoutPrefix(code, digits);
	if (off !== undefined) return { code, spellings: [off, digits], isValid: true };
	const repeated = digits.replace(/^0+/, '');
	if (repeated.startsWith(code)) {
		const rest = repeated.slice(code.length);
		const once = isValidMobile(code, rest) ? rest : withoutPrefix(code, rest);
		if (once !== undefined) return { code, spellings: [once, digits], isValid: true };
	}
	if (!digits.startsWith('0')) return asTyped(code, digits);
	const withoutZero = digits.slice(1);
	if (hasBracketedZero && diallingPlan(code).pattern.test(digits)) {
		if (isValidMobile(code, withoutZero)) return 'ambiguous';
		return asTyped(code, digits);
	}
	if (diallingPlan(code).trunkPrefix !== '0' || /^0*$/.test(withoutZero)) {
		return asTyped(code, digits);
	}
	const spellings = hasBracketedZero ? [withoutZero, digits] : [digits, withoutZero];
	return { code, spellings, isValid: false };
}

/** The number behind the digits that are dialled before a foreign country code. */
function spellDialledAbroad(code: string, digits: string): Subscriber | undefined {
	const exit = diallingPlan(code).exitPrefix.exec(digits)?.[0];
	if (!exit) return undefined;
	const rest = digits.slice(exit.length);
	const there = rest.startsWith(CHINA) ? chineseMobile(rest, true) : spellWithCode(rest);
	return there?.isValid ? there : undefined;
}

function spellWithCode(digits: string): Subscriber | undefined {
	const code = findCountryCode(digits);
	if (code === undefined) return undefined;
	const subscriber = spellBehind(code, digits.slice(code.length), false);
	return subscriber === 'ambiguous' ? undefined : subscriber;
}

/**
 * Spells a number that came with a `+` or 00.
 * @param digits those behind it
 * @param defaultCode the country where it was written, perhaps: the 001 of Hong Kong is no +1
 */
export function spellInternational(
	digits: string,
	hasBracketedZero: boolean,
	defaultCode: () => string | undefined,
): Subscriber | 'ambiguous' | undefined {
	const code = findCountryCode(digits);
	const subscriber = code && spellBehind(code, digits.slice(code.length), hasBracketedZero);
	if (subscriber && (subscriber === 'ambiguous' || subscriber.isValid)) return subscriber;
	const dialledFrom = defaultCode();
	const there = dialledFrom && spellDialledAbroad(dialledFrom, `00${digits}`);
	return there || subscriber || undefined;
}

/**
 * Spells a number that came without a `+`: of the default country, or of another whose `+` was lost.
 * @param code the default country code
 */
export function spellNational(
	code: string,
	digits: string,
	hasBracketedZero: boolean,
): Subscriber | 'ambiguous' {
	const chinese = chineseMobile(digits, code === CHINA);
	if (chinese && code === CHINA) return chinese;
	const here =
		code === CHINA ? spellChineseLandline(digits) : spellBehind(code, digits, hasBracketedZero);
	if (here === 'ambiguous' || here.isValid) return here;
	if (chinese) return chinese;
	const typed = { code, digits };
	const there = spellPlusLost(digits) ?? spellDialledAbroad(code, digits);
	return there ? { ...there, spellings: there.spellings.slice(0, 1), typed } : here;
}

/** Shorter ones are local numbers, though some islands' international ones are no longer. */
const MIN_INTERNATIONAL_DIGITS = 10;

function spellPlusLost(digits: string): Subscriber | undefined {
	if (digits.length < MIN_INTERNATIONAL_DIGITS) return undefined;
	if (digits.startsWith(CHINA)) return chineseMobile(digits, true);
	const there = spellWithCode(digits);
	return there?.isValid ? there : undefined;
}

/** China's trunk 0 belongs to how everybody writes its landlines. */
const spellChineseLandline = (digits: string): Subscriber =>
	/^0[1-9]/.test(digits)
		? { code: CHINA, spellings: [digits, digits.slice(1)], isValid: false }
		: asTyped(CHINA, digits);
