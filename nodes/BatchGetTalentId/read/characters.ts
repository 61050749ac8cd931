/** The characters of a cell: those of other keyboards, scripts and encodings to the ASCII that they stand for. */

const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
/** Small forms of punctuation, and pluses of other kinds. */
const SMALL_FORM = /[\ufe50-\ufe6b\u207a]/g;
/** Bold, italic and other letters of mathematics. */
const MATHEMATICAL_LETTER = /[\u{1d400}-\u{1d7cb}]/gu;
const HEAVY_PLUS = /\u2795/g;
/** Soft hyphen, zero-width characters, direction marks, keycaps, variation selectors and the byte order mark. */
const INVISIBLE =
	/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\u034f|\u20e3|[\ufe00-\ufe0f]/g;
const CONTROL = /(?![\t\n])\p{Cc}/gu;
/** Invisible characters of UTF-8 that were read as Windows-1252 or Latin-1, and what is no text at all at the ends. */
const MISREAD =
	/Â(?=[\u00a0\s]|$)|ï»¿|â[€\u0080][‹ŒŽª«¬®\u008b-\u008f\u00ad]|^\ufffd+|(?<!\ufffd)\ufffd+$/g;
/** Blanks of every width, but tabs and line breaks. */
const BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const QUOTES = /[“”„‟‘’‚‛′＇´「」『』《》«»]/g;
/** Asterisks and blocks of other fonts, which hide a part of a value. */
const OTHER_ASTERISK = /[\u066d\u204e\u2217\u22c6\u2731-\u2733\u273d]/g;
const BLOCK = /[\u2580-\u25a9\u25ac-\u25af]/g;
const OTHER_DIGIT = /(?![0-9０-９])\p{Nd}/gu;
/** A number in words, digit by digit, perhaps in groups; fewer are rather a name. */
const HAN_NUMBER = /(?:[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖][\s-]?){7,}/g;
const HAN_DIGITS = [
	'零〇',
	'一幺壹',
	'二贰',
	'三叁',
	'四肆',
	'五伍',
	'六陆',
	'七柒',
	'八捌',
	'九玖',
];
/** Japanese keyboards give the mark of a long vowel where a hyphen was meant. */
const LONG_VOWEL_AS_HYPHEN = /(\d\s?)[ーｰ](?=\s?\d)/g;
/** A number in circled digits. */
const CIRCLED_NUMBER = /[\u2460-\u2468\u24ea]{7,}/g;
/** Digits in circles and brackets, and with a point: they number the values of a cell. */
const PLACE_IN_LIST = /[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]/g;
/** A flag says a country, as two letters of its own. */
const FLAG = /[\u{1f1e6}-\u{1f1ff}]{2}/gu;
const FLAG_A = 0x1f1e6;
const LETTER_A = 0x41;
const PICTURE =
	'[\\u2116\\u2121\\u260e\\u260f\\u2605\\u2606\\u2611\\u2705\\u2706\\u2709\\u2713\\u2714\\u2b50\\u2192\\u203b\\u25b6\\u25ba\\u{1f194}\\u{1f44d}\\u{1f4ac}\\u{1f4de}\\u{1f4e7}-\\u{1f4e9}\\u{1f4eb}\\u{1f4ee}\\u{1f4f1}\\u{1f4f2}\\u{1f600}-\\u{1f60d}]';
/** Signs that stand for a label or a remark: one or two, and not between digits, where they can be a mask. */
const PICTURES = new RegExp(
	`(?<!${PICTURE}|\\d)${PICTURE}{1,2}(?!${PICTURE})|(?<!${PICTURE})${PICTURE}{1,2}(?!${PICTURE}|\\d)`,
	'gu',
);
/** Every script has its digits in one row; those of mathematics stand in five rows behind each other. */
const MATHEMATICAL_DIGITS = 0x1d7ce;

/** What a flag becomes: this and two letters, a word that no text holds. */
export const FLAG_WORD = 'flag';

function toAsciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	if (code >= MATHEMATICAL_DIGITS && code < MATHEMATICAL_DIGITS + 50) {
		return String((code - MATHEMATICAL_DIGITS) % 10);
	}
	let value = 0;
	while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
	return String(value);
}

const toDigits = (number: string) =>
	[...number]
		.map((char) => {
			const digit = HAN_DIGITS.findIndex((chars) => chars.includes(char));
			return digit < 0 ? char : digit;
		})
		.join('');

const toFlagWord = (flag: string) =>
	` ${FLAG_WORD}${[...flag]
		.map((char) => String.fromCharCode((char.codePointAt(0) ?? FLAG_A) - FLAG_A + LETTER_A))
		.join('')} `;

/** ASCII, Han characters and their punctuation: nothing rare is to be looked for. */
const USUAL = /^[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*$/;

const replaceRare = (text: string) =>
	text
		.replace(MISREAD, '')
		.replace(SMALL_FORM, (char) => char.normalize('NFKC'))
		.replace(MATHEMATICAL_LETTER, (char) => char.normalize('NFKC'))
		.replace(HEAVY_PLUS, '+')
		.replace(LINE_BREAK, '\n')
		.replace(INVISIBLE, '')
		.replace(CONTROL, '')
		.replace(FLAG, toFlagWord)
		.replace(PICTURES, ' ')
		.replace(OTHER_ASTERISK, '*')
		.replace(BLOCK, '█')
		.replace(OTHER_DIGIT, toAsciiDigit)
		.replace(CIRCLED_NUMBER, (number) => number.normalize('NFKC'))
		.replace(PLACE_IN_LIST, '\n');

/** Full-width forms and other scripts' digits to ASCII, invisible marks out, outer blanks out. */
export function clean(text: string): string {
	if (PLAIN_ASCII.test(text)) return text.trim();
	return (USUAL.test(text) ? text : replaceRare(text))
		.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_OFFSET))
		.replace(BLANK, ' ')
		.replace(HAN_NUMBER, toDigits)
		.replace(LONG_VOWEL_AS_HYPHEN, '$1-')
		.replace(QUOTES, "'")
		.replace(/[｡。]/g, '。')
		.replace(/[【〔［〖]/g, '[')
		.replace(/[】〕］〗]/g, ']')
		.trim();
}
