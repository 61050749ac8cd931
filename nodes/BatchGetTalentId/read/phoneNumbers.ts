/**
 * What libphonenumber knows of the world's numbers. It is asked about bare digits only: given text, it
 * guesses (it reads `wx_zhang1990` as 1990), and its finder guesses more. It reads, it never rejects.
 */
import { Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import type { CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.mobile.json';

export const CHINA = '86';
export const NORTH_AMERICA = '1';

/** A mobile number of China as most are written: nothing in it is to be taken off or looked up. */
export const CHINESE_MOBILE = /^1[3-9]\d{9}$/;

const MAX_COUNTRY_CODE_DIGITS = 3;
const COUNTRY_CODES = new Set([
	...Object.keys(metadata.country_calling_codes),
	...Object.keys(metadata.nonGeographic),
]);

/** The country code at the start of an international number's digits, if it is one in use. */
export function findCountryCode(digits: string): string | undefined {
	for (let length = 1; length <= MAX_COUNTRY_CODE_DIGITS; length++) {
		const code = digits.slice(0, length);
		if (COUNTRY_CODES.has(code)) return code;
	}
	return undefined;
}

/** The calling code of a country by its ISO 3166 code of two letters, in any case. */
export function callingCodeOf(country: string): string | undefined {
	const code: unknown = metadata.countries[country.toUpperCase() as CountryCode]?.[0];
	return typeof code === 'string' ? code : undefined;
}

const NEVER = /(?!)/;

/** The parts of libphonenumber's `NumberingPlan` that its published types leave out. */
interface FullNumberingPlan {
	IDDPrefix(): string | undefined;
	nationalPrefix(): string | 0 | undefined;
	nationalPrefixForParsing(): string | 0 | undefined;
	nationalNumberPattern(): string;
	type(
		name: string,
	): { pattern(): string | 0; possibleLengths(): number[] | undefined } | undefined;
}

function selectPlan(countryOrCode: string): FullNumberingPlan {
	const source = new Metadata(metadata);
	source.selectNumberingPlan(countryOrCode as CountryCode);
	return source.numberingPlan as unknown as FullNumberingPlan;
}

/** The metadata hold mobile numbers, and those of codes that belong to no country. */
const TYPES = ['MOBILE', 'TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'VOIP', 'UAN', 'VOICEMAIL'];

/** What matches the mobile numbers of a country, as the library's `isValid` finds them. */
function mobilePattern(countryOrCode: string): string[] {
	const plan = selectPlan(countryOrCode);
	const general = `(?=(?:${plan.nationalNumberPattern()})$)`;
	const types = TYPES.flatMap((name) => {
		const type = plan.type(name);
		const pattern = type?.pattern();
		if (!pattern) return [];
		const lengths = type?.possibleLengths();
		const sized = lengths ? `(?=(?:${lengths.map((n) => `\\d{${n}}`).join('|')})$)` : '';
		return [`${general}${sized}(?:${pattern})$`];
	});
	return types.length > 0 ? types : [`${general}\\d*$`];
}

/** The countries that share each code; given a code, the library itself knows the main one only. */
const COUNTRIES_BY_CODE: Partial<Record<string, string[]>> = metadata.country_calling_codes;

const mobilePatterns = new Map<string, RegExp>();

function createMobilePattern(code: string): RegExp {
	if (!COUNTRY_CODES.has(code)) return NEVER;
	const countries = COUNTRIES_BY_CODE[code] ?? [code];
	return new RegExp(`^(?:${countries.flatMap(mobilePattern).join('|')})`);
}

/** Whether the digits behind a country code are a mobile number there, as far as its plan is known. */
export function isValidMobile(code: string, digits: string): boolean {
	let pattern = mobilePatterns.get(code);
	if (!pattern) mobilePatterns.set(code, (pattern = createMobilePattern(code)));
	return pattern.test(digits);
}

/** What is dialled before a number within a country, and how a number may start there. */
interface DiallingPlan {
	/** The trunk prefix, mostly 0; empty where there is none, as in Italy. */
	trunkPrefix: string;
	/** Matches the prefix that is dialled before a foreign country code. */
	exitPrefix: RegExp;
	/** Whether the trunk prefix is not simply the same digits before every number. */
	hasRewriting: boolean;
	/** Matches any number of the plan, of mobiles and of others. */
	pattern: RegExp;
}

const plans = new Map<string, DiallingPlan>();

/** The dialling plan of a country code; one that matches nothing for a code that is not in use. */
export function diallingPlan(code: string): DiallingPlan {
	const known = plans.get(code);
	if (known) return known;
	const created = createPlan(code);
	plans.set(code, created);
	return created;
}

function createPlan(code: string): DiallingPlan {
	if (!COUNTRY_CODES.has(code)) {
		return { trunkPrefix: '', exitPrefix: NEVER, hasRewriting: false, pattern: NEVER };
	}
	const plan = selectPlan(code);
	// The compressed metadata hold a 0 where there is none.
	const trunkPrefix = plan.nationalPrefix() || '';
	const exitPrefix = plan.IDDPrefix();
	return {
		trunkPrefix,
		exitPrefix: exitPrefix ? new RegExp(`^(?:${exitPrefix})`) : NEVER,
		hasRewriting: (plan.nationalPrefixForParsing() || trunkPrefix) !== trunkPrefix,
		pattern: new RegExp(`^(?:${plan.nationalNumberPattern()})$`),
	};
}

/** The number as dialled from abroad, by the rewriting rules of its country (the 15 of Argentina). */
export function rewriteNational(code: string, digits: string): string | undefined {
	if (!diallingPlan(code).hasRewriting) return undefined;
	return parsePhoneNumberFromString(digits, { defaultCallingCode: code, extract: false }, metadata)
		?.nationalNumber;
}

/**
 * A number without a `+` behind its first digits: `+86+86138…`, `(86+)138…`.
 * @returns nothing where it could be read in two ways
 */
export function withoutSecondPlus(compact: string): string | undefined {
	const plus = compact.lastIndexOf('+');
	if (plus <= 0) return compact;
	const [code, ...others] = compact
		.slice(0, plus)
		.split('+')
		.filter(Boolean)
		.map((one) => one.replace(/^00/, ''));
	const rest = compact.slice(plus + 1);
	if (code === undefined) return `+${rest}`;
	if (others.length > 0 || findCountryCode(code) !== code) return undefined;
	if (rest.startsWith(code)) return `+${rest}`;
	const other = findCountryCode(rest);
	const isChinese = /^861[3-9]\d{9}$/.test(rest);
	return isChinese || (other !== undefined && isValidMobile(other, rest.slice(other.length)))
		? undefined
		: `+${code}${rest}`;
}
