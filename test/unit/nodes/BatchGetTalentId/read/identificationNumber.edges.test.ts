/** What stands at the edges of a document's number, and letters, signs and words within it. */
import { readIdentificationNumbers } from '../../../../../nodes/BatchGetTalentId/read/identificationNumber';
import { problem } from '../../../../../nodes/BatchGetTalentId/read/problems';
import type { ProblemName } from '../../../../../nodes/BatchGetTalentId/read/problems';
import { shown } from '../../../../support/readings';

const read = (text: string, type = '2') => shown(readIdentificationNumbers(text, () => type));

test.each([
	'E1234567...',
	'--E1234567',
	'(E1234567',
	'E1234567)',
	'N°E1234567',
	'Nº. E1234567',
	'2:E1234567',
	'2. E1234567',
	'护照（E1234567）',
	'护照号:[E1234567]',
	'Passport (No. E1234567)',
	'护照\nE1234567',
	'护照：，E1234567',
	'E1234567\n护照',
])('%j is the number alone', (text) => expect(read(text)).toEqual(['2:E1234567']));

test.each([
	['E12#34567', '2', '2:E12#34567'],
	['E12(34567', '2', '2:E12(34567'],
	['EA1234BC', '2', '2:EA1234BC'],
	['E123ABCD', '2', '2:E123ABCD'],
	['CÉ123456', '2', '2:CÉ123456'],
	['E.123456', '2', '2:E.123456'],
	['9.123', '2', '2:9.123'],
	['2 ZZ1234567', '2', '2:2 ZZ1234567 {2:2ZZ1234567}'],
	['A1234560 A', '1', '1:A1234560A'],
	['E12345678', '3', '3:E12345678'],
	['12A1234567', '3', '3:12A1234567'],
	['E1234567(A)', '2', '2:E1234567(A)'],
	['1234567-AB', '2', '2:1234567-AB {2:1234567AB}'],
	// A card is one of the type that was chosen.
	['99010119900101102X', '2', '2:99010119900101102X'],
	['99010119900101102x', '2', '2:99010119900101102x {2:99010119900101102X}'],
])('%j of type %s stays as it is: %s', (text, type, expected) =>
	expect(read(text, type)).toEqual([expected]),
);

test.each<[ProblemName, string, string]>([
	['rounded', '990101E+12', '1'],
	['rounded', '1.205550123E10', '1'],
	['unknownWord', 'E1234567 zhang', '2'],
	['unknownWord', 'E123 456 zhang', '2'],
	['unknownWord', '1234567 zhang', '2'],
	['unknownWord', 'E. Zhang 123456', '2'],
	['unknownWord', 'E1234567 (wife)', '2'],
	['unknownWord', 'E1234567 (Zhang Wei)', '2'],
	['unknownWord', '[lost] E1234567', '2'],
	['unknownWord', 'E1234567-old', '2'],
	['otherDocument', '中国护照：E1234567', '1'],
	['otherDocument', '护照\n99010119900101102X', '1'],
	['noDigit', '身份证', '1'],
])('says %s of %j of type %s', (name, text, type) => {
	expect(readIdentificationNumbers(text, () => type)).toEqual([problem(name, text)]);
});

test.each([
	'身份证号码\n99010119900101102X',
	'ID,99010119900101102X',
	'证件类型：身份证，证件号：99010119900101102X',
])('%j: a label by itself belongs to the number behind it', (text) =>
	expect(read(text, '1')).toEqual(['1:99010119900101102X']),
);

test('cards are parted at words only where each is whole', () => {
	const other = '990101199003070015';
	expect(read(`99010119900101102X及${other}`, '1')).toEqual(['1:99010119900101102X', `1:${other}`]);
	expect(read(`990101199001112X或${other}`, '1')).toEqual([
		'The cell holds a word besides the value',
	]);
});

test('several numbers, each behind its place in the list', () => {
	expect(read('1. E1234567\n2. G7654321')).toEqual(['2:E1234567', '2:G7654321']);
	expect(read('E1234567, 2. G7654321')).toEqual(['2:E1234567', '2:G7654321']);
});

test('an unreadable value leaves the others of its cell', () => {
	expect(read('见附件, E1234567')).toEqual([
		'This is no identification number: it has no digit',
		'2:E1234567',
	]);
});

test('many numbers without words are read, more than 1,000 characters with words are not', () => {
	const numbers = Array.from({ length: 150 }, (_, index) => `E${1_234_000 + index}`);
	expect(read(numbers.join(', '))).toHaveLength(150);
	expect(read(numbers.map((number) => `护照 ${number}`).join(', '))).toEqual([
		'The cell holds more text than a value',
	]);
});

test('a megabyte of words before a comma is too much, and does not hang', () => {
	expect(read(`${'a '.repeat(500_000)}!,E1234567`)).toEqual([problem('tooMuch', '').message]);
});

test('two placeholders are no number', () => {
	expect(read('无 / 无')).toEqual([]);
});
