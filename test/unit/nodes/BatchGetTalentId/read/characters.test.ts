/** What characters of other keyboards, scripts and encodings become. */
import { FLAG_WORD, clean } from '../../../../../nodes/BatchGetTalentId/read/characters';

test.each([
	['small forms', '﹢﹙８６﹚﹫⁺', '+(86)@+'],
	['letters of mathematics', '𝐚𝑩𝓬𝔇', 'aBcD'],
	['a heavy plus', '➕86', '+86'],
	['quotes', '“1”„2‟‘3’‚4‛', "'1''2''3''4'"],
	['quotes of other scripts', '「1」『2』《3》«4»´5′', "'1''2''3''4''5'"],
	['brackets', '【1】〔2〕［3］〖4〗', '[1][2][3][4]'],
	['full stops', '1｡2。', '1。2。'],
	['asterisks', '1٭∗⁎⋆✱✽2', '1******2'],
	['blocks', '1▀■▒▬▯2', '1█████2'],
	['blanks', '1\u00a02\u16803\u20004\u200a5\u202f6\u205f7\u30008', '1 2 3 4 5 6 7 8'],
	['line breaks', '1\r\n2\r3\v4\f5\u00856\u20287\u20298', '1\n2\n3\n4\n5\n6\n7\n8'],
	['places of a list', '①1⑳2⑴3⒈4⓪5⓿6❶7➓8', '1\n2\n3\n4\n5\n6\n7\n8'],
	['numerals', '〇一二三四五六七八九', '0123456789'],
	['other numerals', '零幺贰叁肆伍陆柒捌玖', '0123456789'],
	['capital numerals', '壹壹壹壹 壹-壹壹', '1111 1-11'],
	['a flag', '🇭🇰51234567', `${FLAG_WORD}HK 51234567`],
	['two flags', '🇨🇳🇭🇰', `${FLAG_WORD}CN  ${FLAG_WORD}HK`],
	['long vowels between digits', '142ー1234 ｰ 5678', '142-1234 - 5678'],
])('%s: %j is %j', (_, text, cleaned) => expect(clean(text)).toBe(cleaned));

test.each(
	[
		'\u0000\u001f\u007f\u009f',
		'\u00ad\u061c\u180e\u034f\u20e3\ufeff',
		'\u200b\u200d\u200f',
		'\u202a\u202c\u202e',
		'\u2060\u2064\u2066\u2069',
		'\ufe00\ufe0f',
	].flatMap((chars) => [...chars]),
)('%j is invisible and goes', (char) => {
	expect(clean(`1${char}2`)).toBe('12');
	expect(clean(`${char}张${char}`)).toBe('张');
});

test.each([
	'ï»¿138',
	'Â\u00a0138',
	'138Â',
	'138Â \n',
	'â€‹138',
	'â€ª138â€¬',
	'\u00e2\u0080\u008b138',
	'\ufffd\ufffd138\ufffd',
	'📱138',
	'138✅',
	'☎📱138',
	'138 ★★',
	'★ 138',
])('of %j, what was misread or is a picture goes', (text) => expect(clean(text)).toBe('138'));

test('a number in circled digits is one of ASCII digits, but a place in a list parts values', () => {
	expect(clean('①④②①②③④⑤⑥⑦⑧')).toBe('14212345678');
	expect(clean('①138')).toBe('138');
	expect(clean('1②3')).toBe('1\n3');
});

test.each([
	'a b',
	'1\t2\n3',
	'Âge',
	'1\ufffd2',
	'★★★138',
	'138★★★',
	'142★5678',
	'142★★5678',
	'一二三四五六',
	'张三一二三',
	'メール',
	'・',
])('%j stays as it is', (text) => expect(clean(text)).toBe(text));

test('outer blanks go, of text in ASCII and of other text', () => {
	expect(clean(' \t138 \n')).toBe('138');
	expect(clean('\u3000张三 \n')).toBe('张三');
});
