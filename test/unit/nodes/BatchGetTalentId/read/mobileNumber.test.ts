/** Plain numbers, cells without one, and cells with several. */
import { readMobileNumbers } from '../../../../../nodes/BatchGetTalentId/read/mobileNumber';
import { problem } from '../../../../../nodes/BatchGetTalentId/read/problems';
import type { ProblemName } from '../../../../../nodes/BatchGetTalentId/read/problems';
import { shown } from '../../../../support/readings';

const read = (text: string, code = '86') => shown(readMobileNumbers(text, () => code));

const ONE = '86:14212345678';
const TWO = [ONE, '86:14387654321'];

describe('plain numbers', () => {
	test.each([
		['13800138000', '86', ['86:13800138000']],
		['138 0013 8000', '86', ['86:13800138000']],
		['(138) 0013–8000', '86', ['86:13800138000']],
		['13800138000.0', '86', ['86:13800138000']],
		['8613800138000', '86', ['86:13800138000']],
		['+86 86 138 0013 8000', '86', ['86:13800138000']],
		['+85291234567', '86', ['852:91234567']],
		['+1 (212) 555-0100', '86', ['1:2125550100']],
		['+7 912 345 67 89', '86', ['7:9123456789']],
		// The endpoint's own sample has 12 digits: no number is rejected for its length.
		['182900291190', '86', ['86:182900291190']],
		['182 9002 91190', '86', ['86:182900291190']],
		// Not a Chinese mobile behind 86, so it stays digit for digit.
		['8612345678901', '86', ['86:8612345678901']],
		['02085550100', '86', ['86:02085550100 {86:2085550100}']],
		['12345', '86', ['86:12345']],
		['+44 0', '86', ['44:0']],
		['123456789012345', '86', ['86:123456789012345']],
		['91234567', '852', ['852:91234567']],
		// A code that is not in use.
		['91234567', '999', ['999:91234567']],
	])('%s under %s is %j', (text, code, expected) => expect(read(text, code)).toEqual(expected));

	test('do not ask for the default code where they carry their own', () => {
		const code = jest.fn(() => '86');
		readMobileNumbers('+85291234567', code);
		expect(code).not.toHaveBeenCalled();
	});

	test.each([
		['1234', true],
		['12345', false],
		['14212345678', false],
		['123456789012345', false],
	])('%s is suspect: %j', (text, suspect) => {
		expect(readMobileNumbers(text, () => '86')).toMatchObject([{ suspect }]);
	});

	test('a spelling that is longer than any number is suspect', () => {
		expect(readMobileNumbers('0118614212345678', () => '1')).toMatchObject([
			{ suspect: false, otherSpellings: [{ suspect: true }] },
		]);
	});

	test.each(['1234', '+44 020 8555 0100'])('%s of no mobile range is marked invalid', (text) => {
		expect(readMobileNumbers(text, () => '86')).toMatchObject([{ invalid: true }]);
	});

	test.each([
		'14212345678',
		'1-416-234-5678',
		// Of no country: toll-free, shared cost, universal access and premium rate.
		'+80012345678',
		'+80812345678',
		'+88812345678901',
		'+979123456789',
	])('%s of a range in use is not', (text) => {
		expect(readMobileNumbers(text, () => '86')[0]).not.toHaveProperty('invalid');
	});

	test('keep the text of the cell where it differs', () => {
		expect(readMobileNumbers('手机：138 0013 8000', () => '86')).toMatchObject([
			{ value: '13800138000', cell: '手机：138 0013 8000' },
		]);
		for (const [text, code] of [
			['13800138000', '86'],
			['91234567', '852'],
		] as const) {
			const [one] = readMobileNumbers(text, () => code);
			expect(one).not.toHaveProperty('cell');
			expect(one).not.toHaveProperty('otherSpellings');
		}
	});
});

test.each([
	'无',
	'-',
	'()',
	'0',
	'0000',
	'0.0',
	'0,000',
	'+86',
	'0086',
	'+852',
	'86',
	'手机：无',
	'见简历',
	'#N/A',
	'手机：',
	'手机：#N/A',
	'[手机：无]',
	'电话：0',
])('%j is no identifier', (text) => expect(read(text)).toEqual([]));

test.each([
	'14212345678 14387654321',
	'142 1234 5678 143 8765 4321',
	'14212345678或14387654321',
	'14212345678 & 14387654321',
	'14212345678/14387654321',
	'14212345678|14387654321',
	'14212345678:::14387654321',
	'14212345678\t14387654321',
	'14212345678；14387654321',
	'14212345678<br>14387654321',
	'+8614212345678+8614387654321',
	'1. 14212345678\n2. 14387654321',
	// No place of a list, for digits stand before it.
	'142 1234 567 8、(+86) 14387654321',
	'手机1：14212345678；手机2：14387654321',
	'手机1：14212345678 手机2：14387654321',
	'①14212345678②14387654321',
	'14212345678（14387654321）',
	'14212345678-14387654321',
	'14212345678。14387654321',
	'14212345678 • 14387654321',
	'1. 14212345678 / 2. 14387654321',
	'手机1：14212345678或手机2：14387654321',
	'手机：14212345678；电话：14387654321；备用：无',
	'14,212,345,678；14,387,654,321',
])('%j is two numbers', (text) => expect(read(text)).toEqual(TWO));

test.each(['142,1234,567', '142\n1234\n567', '1,42,12,34,56'])(
	'%j are groups that make no whole number: it fails',
	(text) => {
		expect(read(text)).toEqual(['The cell holds groups of digits that are no single number']);
	},
);

test('short numbers that are whole in their country are values of their own', () => {
	expect(read('51234,52345', '290')).toEqual(['290:51234', '290:52345']);
	expect(read('51234,123', '290')).toEqual(['290:51234', '290:123']);
});

test.each<[ProblemName, string, string?]>([
	['rounded', '1.42E+10'],
	['rounded', '142e8'],
	['rounded', '-1,42 e -10'],
	['rounded', '手机：1.42E+10'],
	['masked', '142xx345678'],
	['letter', 'x14212345678'],
	['letter', 'x142e8'],
	['letter', '142e8x'],
	['strangeCharacter', '$14212345678'],
	['extension', '01012345678-8001'],
	['extension', '010 12345678-8001'],
	['extension', '400 123 4567-8'],
	['extension', '400-123-4567-8'],
	['digitsLeft', 'HK: 5123 4567 / SG: 5123 4567'],
	['digitsLeft', '香港手机51234567 新加坡51234567'],
	['digitsLeft', 'HK: 5123 4567 / CN: 142 1234 567'],
	['noCountryCode', '+99914212345'],
	['strayPlus', '+86+1+44 7400 123456'],
	['severalNumbers', '1421234567814387654321'],
	['severalNumbers', '+8612345678901234567'],
	['bracketedZero', '+39 (0)320 000 0123'],
	['bracketedZero', '(0)320 000 0123', '39'],
	['bracketedZero', '意大利 (0)320 000 0123'],
	['americanOrChinese', '1-381-234-5678'],
	['americanOrChinese', '美国 13812345678'],
	['severalCountries', '5123 4567，香港，新加坡'],
	['severalCountries', 'HK 5123 4567 / SG'],
	['thousands', '142,123,456'],
])('says %s of %s', (name, text, code = '86') => {
	expect(readMobileNumbers(text, () => code)).toEqual([problem(name, text)]);
});

test.each([
	['blanks', ' '.repeat(100_000)],
	['blanks between digits', `1${' '.repeat(100_000)}2`],
	['commas', ','.repeat(100_000)],
	['brackets', '('.repeat(100_000)],
	['Han characters', '张'.repeat(100_000)],
	['letters', 'a '.repeat(50_000)],
	['short numbers', '12,'.repeat(10_000)],
	['strokes', '1/'.repeat(50_000)],
	['ordinals', ',1.x'.repeat(25_000)],
	['plus signs', '+'.repeat(100_000)],
	['characters that are no text', `${'\ufffd'.repeat(99_999)}x`],
	['flags', '🇭🇰'.repeat(25_000)],
	['numerals', '一'.repeat(100_000)],
	['question marks', '?'.repeat(100_000)],
	['codes', '+86,'.repeat(25_000)],
	['sides', 'HK 5123 4567/'.repeat(7_500)],
])('a cell of 100,000 characters of %s comes to an end', (_, text) => {
	expect(Array.isArray(readMobileNumbers(text, () => '86'))).toBe(true);
});
