/** What numbers are looked up within: the default country code, and the type of a document. */
import { ZERO_FRACTION, isNothing } from './cell';
import { clean } from './characters';
import { documentType, readInBothScripts } from './documents';
import { countryByName } from './judgeWords';
import { CHINA, callingCodeOf } from './phoneNumbers';

const DIGITS = /^\+?\s?(?:00)?0?([1-9]\d{0,3})$/;
const EDGES = /^['"`=\s]+|['"`,;\s]+$/g;
/** A country of Feishu's list of locations, by its ISO code: `CN_1`. */
const ISO_CODE = /^([a-z]{2})(?:_\d+)?$/i;
/** Words around one code: `China (+86)`. */
const WORDS_AROUND_CODE = /^[^\d+]{0,60}\+?(\d{1,4})[^\d+]{0,60}$/;

/**
 * Reads a country code: 1 to 4 digits after an optional `+` or `00`, an ISO code, a country's name, or
 * words around one code; blank or a placeholder means 86.
 * @returns its digits, or nothing if it is not one
 */
export function parseMobileCode(text: string): string | undefined {
	if (text === CHINA) return CHINA;
	const cleaned = clean(text).replace(EDGES, '');
	if (isNothing(cleaned)) return CHINA;
	const digits = DIGITS.exec(cleaned.replace(ZERO_FRACTION, '$1'))?.[1];
	if (digits !== undefined) return digits;
	const country = ISO_CODE.exec(cleaned)?.[1];
	const code = (country && callingCodeOf(country)) ?? readInBothScripts(cleaned, countryByName);
	if (!/\d/.test(cleaned.replace(/_\d+$/, ''))) return code;
	const around = WORDS_AROUND_CODE.exec(cleaned);
	if (!around) return undefined;
	if (!/^[\p{L}\s()[\]\-+:,.'&/\d]+$/u.test(cleaned) || !/\p{L}|[([]/u.test(cleaned)) {
		return undefined;
	}
	const said = DIGITS.exec(around[1] ?? '')?.[1];
	const named = countryByName(cleaned.replace(/\d/g, ''));
	return named === undefined || said?.startsWith(named) ? said : undefined;
}

/**
 * Reads an identification type: a positive whole number, or a document's name.
 * @returns its digits, or nothing if it is not one
 */
export function parseIdentificationType(text: string): string | undefined {
	if (/^[1-9]$/.test(text)) return text;
	const cleaned = clean(text);
	const whole = cleaned.replace(ZERO_FRACTION, '$1');
	return /^[1-9]\d{0,8}$/.test(whole) ? whole : documentType(cleaned);
}
