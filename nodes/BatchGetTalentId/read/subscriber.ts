/** The ways to write the number of one subscriber: which digits are its country code, and which a prefix. */
import {
	CHINA,
	CHINESE_MOBILE,
	NORTH_AMERICA,
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

/** Forms in which a country's mobile numbers were written before, or are without what marks a mobile. */
const OLD_FORMS: Partial<Record<string, { form: RegExp; today: string }>> = {
	// Mexico dialled 1, 01, 044 or 045 before them until 2019; WhatsApp still writes the 1.
	52: { form: /^(?:1|01|04[45])(?<number>\d{10})$/, today: '$<number>' },
	// Argentina's have a 9 when dialled from abroad, and mostly none in messages.
	54: { form: /^9?0?(?<number>[1-3]\d{9})$/, today: '9$<number>' },
	// Brazil put a 9 before them by 2016; landlines begin with 2 to 5.
	55: { form: /^(?<area>\d{2})(?<number>[6-9]\d{7})$/, today: '$<area>9$<number>' },
};

const asTyped = (code: string, digits: string): Subscriber => ({
	code,
	spellings: [digits],
	isValid: false,
});

function withoutPrefix(code: string, digits: string): string | undefined {
	const { trunkPrefix, pattern } = diallingPlan(code);
	if (digits.startsWith(trunkPrefix)) {
		const off = digits.slice(trunkPrefix.length);
		if (isValidMobile(code, off)) return off;
	}
	const rewritten = rewriteNational(code, digits);
	if (rewritten !== undefined && isValidMobile(code, rewritten)) return rewritten;
	// In Italy the 0 is part of a landline's number, and without it the number is a mobile of another.
	if (trunkPrefix === '' && !pattern.test(digits)) {
		const off = digits.replace(/^0+/, '');
		if (isValidMobile(code, off)) return off;
	}
	const old = OLD_FORMS[code];
	const today = old && digits.replace(old.form, old.today);
	return today !== undefined && isValidMobile(code, today) ? today : undefined;
}

/** Spells digits behind a country code: trunk prefix off, and the code where it is there twice. */
function spellBehind(
	code: string,
	digits: string,
	hasBracketedZero: boolean,
): Subscriber | 'ambiguous' {
	if (isValidMobile(code, digits)) return { code, spellings: [digits], isValid: true };
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
	if (diallingPlan(code).trunkPrefix !== '0' || withoutZero === '') return asTyped(code, digits);
	const spellings = hasBracketedZero ? [withoutZero, digits] : [digits, withoutZero];
	return { code, spellings, isValid: false };
}

/** The number behind the digits that are dialled before a foreign country code. */
function spellDialledAbroad(code: string, digits: string): Subscriber | undefined {
	const exit = diallingPlan(code).exitPrefix.exec(digits)?.[0];
	if (!exit) return undefined;
	const there = spellWithCode(digits.slice(exit.length));
	return there?.isValid ? there : undefined;
}

function spellWithCode(digits: string): Subscriber | undefined {
	if (digits.startsWith(CHINA)) return chineseMobile(digits, true);
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
/** Singapore's 65 is likelier than the area codes 658 and 659, new ones of Jamaica and Alabama. */
const LIKELIER_THAN_AMERICAN = '65';

/** What Americans write without their 1: `479-412-3456` is of Arkansas, and no +47 of Norway. */
const mayBeAmerican = (digits: string) =>
	!digits.startsWith(LIKELIER_THAN_AMERICAN) && isValidMobile(NORTH_AMERICA, digits);

function spellPlusLost(digits: string): Subscriber | undefined {
	if (digits.length < MIN_INTERNATIONAL_DIGITS) return undefined;
	const there = spellWithCode(digits);
	return there?.isValid && !mayBeAmerican(digits) ? there : undefined;
}

/** A landline behind the country code, without a plus. */
const LANDLINE_BEHIND_CODE = /^86(0?(?:10|2\d|[3-9]\d{2})\d{7,8})$/;

/** China's trunk 0 belongs to how everybody writes its landlines. */
function spellChineseLandline(digits: string): Subscriber {
	const landline = LANDLINE_BEHIND_CODE.exec(digits)?.[1];
	if (landline !== undefined) return { ...asTyped(CHINA, landline), spellings: [landline, digits] };
	return /^0[1-9]/.test(digits)
		? { code: CHINA, spellings: [digits, digits.slice(1)], isValid: false }
		: asTyped(CHINA, digits);
}
