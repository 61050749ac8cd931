/** For every rule a cell that must be read, and one near it that must not. */
import { readIdentificationNumbers } from '../../../../../nodes/BatchGetTalentId/read/identificationNumber';
import { shown } from '../../../../support/readings';

const read = (text: string, type = '1') => shown(readIdentificationNumbers(text, () => type));

const CARD = '1:99010119900101102X';

test.each([
	'99010119900101102X',
	'99010119900101102x',
	'990101 19900101 102X',
	'990101-19900101-102X',
	"'99010119900101102X",
	'="99010119900101102X"',
	'身份证：99010119900101102X',
	'身份证号码99010119900101102X',
	'身份证/ID：99010119900101102X',
	'ID Card: 99010119900101102X',
	'ID No. 99010119900101102X',
	'99010119900101102X（身份证）',
	'99010119900101102X。',
	'99010119900101102×',
	'９９０１０１１９９００１０１１０２Ｘ',
	'1. 99010119900101102X',
	'99010119900101102Ⅹ',
	'99010119900101102（x）',
	'990101/19900101/102X',
	'990101\n19900101102X',
	'99010119900101102X\\t',
	'99010119900101102X_x000D_',
	'="99010119900101102X"&""',
	'**99010119900101102X**',
	'公民身份号码：99010119900101102X',
	'【身份证】99010119900101102X',
	'本人身份证号为99010119900101102X',
	'身份证："99010119900101102X"',
	'#99010119900101102X',
	'# 99010119900101102X',
	'99010119900101102X、无',
	'九九零一零一一九九零零一零一一零二X',
	'<99010119900101102X>',
	'(99010119900101102X（身份证）)',
	'1、99010119900101102X',
	'身份证/护照：99010119900101102X',
	'证件类型：身份证 证件号：99010119900101102X',
	'99010119900101102X 身份证',
	'无/99010119900101102X',
	'中国 99010119900101102X',
	'CN 99010119900101102X',
	'中国居民身份证：99010119900101102X',
	'身份證號碼：99010119900101102X',
	'身份证（大陆）：99010119900101102X',
	'Resident Identity Card: 99010119900101102X',
	'Chinese ID card no. 99010119900101102X',
])('%j is a resident card', (text) => expect(read(text)).toEqual([CARD]));

test.each([
	['ZZ1234567', '2', '2:ZZ1234567'],
	['zz1234567', '2', '2:zz1234567 {2:ZZ1234567}'],
	['ZZ 1234567', '2', '2:ZZ 1234567 {2:ZZ1234567}'],
	['护照：ZZ1234567', '2', '2:ZZ1234567'],
	['Passport No.: ZZ1234567', '2', '2:ZZ1234567'],
	['12E45678', '2', '2:12E45678'],
	['1E234567', '2', '2:1E234567'],
	['ZZ1234567', '3', '3:ZZ123456(7) {3:ZZ1234567}'],
	['ZZ123456（7）', '3', '3:ZZ123456(7) {3:ZZ1234567}'],
	['身份证 A123456(7)', '3', '3:A123456(7) {3:A1234567}'],
	['1234567', '3', '3:1234567'],
	['A123456(A)', '3', '3:A123456(A) {3:A123456A}'],
	['港澳通行证 H12345678', '6', '6:H12345678'],
	['990101900101102', '1', '1:990101900101102 {1:99010119900101102X}'],
	['990101199003070015.0', '1', '1:990101199003070015'],
	// The last zeros are those of the card, by its check digit.
	['990101199003040000', '1', '1:990101199003040000'],
	['990101/19900307/0015', '1', '1:990101199003070015'],
	['990,101,199,003,070,015', '1', '1:990101199003070015'],
	['990,101,199,003,070,015.00', '1', '1:990101199003070015'],
	['990,101,900,101,102', '1', '1:990101900101102 {1:99010119900101102X}'],
	['01234567', '2', '2:01234567'],
	['12E456', '2', '2:12E456'],
	['X 1234567', '2', '2:X 1234567 {2:X1234567}'],
	['1A2345678901234', '5', '5:1A2345678901234'],
	['护照（号码）：ZZ1234567', '2', '2:ZZ1234567'],
	['A1/B2', '2', '2:A1/B2'],
	['ZZ1234567（中国）', '2', '2:ZZ1234567'],
	['护照：ZZ1234567', '5', '5:ZZ1234567'],
	['身份证：810000199003070017', '8', '8:810000199003070017'],
	['身份证：830000199003070013', '9', '9:830000199003070013'],
	['PPT: ZZ1234567', '2', '2:ZZ1234567'],
	['PP 1234567', '2', '2:PP 1234567 {2:PP1234567}'],
	['ZZ123456[7]', '3', '3:ZZ123456(7) {3:ZZ1234567 3:ZZ123456[7]}'],
	['E12345678', '1', '1:E12345678'],
	['韩国护照M12345678', '2', '2:M12345678'],
	['UK passport 123456789', '2', '2:123456789'],
	['CHN E12345678', '2', '2:E12345678'],
	['CN E12345678', '2', '2:E12345678'],
	['CN 1234567', '2', '2:CN 1234567 {2:CN1234567}'],
	['E12345678 护照', '2', '2:E12345678'],
	['Passport-E12345678', '2', '2:E12345678'],
	['n° E12345678', '2', '2:E12345678'],
	['여권번호 M12345678', '2', '2:M12345678'],
	['Hong Kong ID Card: A123456(7)', '3', '3:A123456(7) {3:A1234567}'],
	['HK ID A1234567', '3', '3:A123456(7) {3:A1234567}'],
	['A123456(7) HK', '3', '3:A123456(7) {3:A1234567}'],
	['Home Return Permit H12345678', '6', '6:H12345678'],
	['HRP: H12345678', '6', '6:H12345678'],
	['[A123456(7)]', '3', '3:A123456(7) {3:A1234567}'],
	['A123456(7)HK', '3', '3:A123456(7) {3:A1234567}'],
	['E12345678)', '2', '2:E12345678'],
	['E12345678#', '2', '2:E12345678'],
	['(A)1234567(8)', '5', '5:(A)1234567(8)'],
	['E 12345678', '1', '1:E12345678'],
])('%s of type %s', (text, type, expected) => expect(read(text, type)).toEqual([expected]));

test.each([
	['99010119900101102X', '1', '99010119900101102x'],
	['Zz 12-3456(7)', '2', 'zz1234567'],
])(
	'the key of %s of type %s has no upper case, blanks, hyphens and brackets',
	(text, type, key) => {
		expect(readIdentificationNumbers(text, () => type)).toMatchObject([{ key, suspect: false }]);
	},
);

test('the text of the cell is kept where it differs', () => {
	const [labelled] = readIdentificationNumbers('护照：E1234567', () => '2');
	expect(labelled).toMatchObject({ value: 'E1234567', cell: '护照：E1234567' });
	const [plain] = readIdentificationNumbers('E1234567', () => '2');
	expect(plain).not.toHaveProperty('cell');
	expect(plain).not.toHaveProperty('otherSpellings');
});

test.each([
	'99010119900101102X 990101199003070015',
	'99010119900101102X/990101199003070015',
	'99010119900101102X / 990101199003070015',
	'99010119900101102X、990101199003070015',
	'99010119900101102X或990101199003070015',
	'99010119900101102X or 990101199003070015',
])('%j is two cards', (text) => expect(read(text)).toEqual([CARD, '1:990101199003070015']));

test.each([
	['990101********102X', '1', 'The value is masked'],
	['990101xxxxxxxx102X', '1', 'The value is masked'],
	['990101199003070000', '1', 'The spreadsheet rounded this number'],
	['9.90101E+17', '1', 'The spreadsheet rounded this number'],
	['9,90101E+17', '1', 'The spreadsheet rounded this number'],
	['+9.90101E+17', '1', 'The spreadsheet rounded this number'],
	['1e17', '1', 'The spreadsheet rounded this number'],
	['99010119900307E+4', '1', 'The spreadsheet rounded this number'],
	['990101????????102X', '1', 'The value is masked'],
	['99010119900101102?', '1', 'The value is masked'],
	['990101□□□□102X', '1', 'The value is masked'],
	['身份证：9.9E+17', '1', 'The spreadsheet rounded this number'],
	['[object Object]', '1', 'The cell holds an object that was turned into text'],
	['张三：无', '1', 'This is no identification number: it has no digit'],
	['QQ 1234567', '2', 'The cell holds a number or name of another medium'],
	['Li 99010119900101102X', '1', 'The cell holds a word besides the value'],
	['99010119900101102X Li', '1', 'The cell holds a word besides the value'],
	['1234567 John', '2', 'The cell holds a word besides the value'],
	['张三 99010119900101102X', '1', 'The cell holds a word besides the value'],
	['父亲：99010119900101102X', '1', 'A word in the cell may name another person'],
	['护照：E1234567', '1', 'The cell names another document than Identification Type'],
	[
		'99010119900101102X，父亲：990101199003070015',
		'1',
		'A word in the cell may name another person',
	],
	['身份证：ZZ1234567', '2', 'The cell names another document than Identification Type'],
	['ZZ1234567（身份证）', '2', 'The cell names another document than Identification Type'],
	[
		'99010119900101102X990101199003070015',
		'1',
		'The cell holds more than one number, run together',
	],
	['E12345678 E87654321', '2', 'The cell holds more than one number, run together'],
	['1234567 / 7654321', '2', 'The cell holds more than one number, run together'],
	['990101900101102 990101900307001', '5', 'The cell holds more than one number, run together'],
	['身份证', '1', 'This is no identification number: it has no digit'],
	['John E1234567', '2', 'The cell holds a word besides the value'],
	['XYZ: E1234567', '2', 'The cell holds a word besides the value'],
	['A123,456(7)', '3', 'The cell holds groups of digits that are no single number'],
	['E12345678 exp 2030', '2', 'The cell holds a word besides the value'],
	['пасп E1234567', '2', 'The cell holds a word besides the value'],
	['台湾身份证 A123456789', '1', 'The cell names another document than Identification Type'],
	['ID99010119900101102X', '1', 'A letter touches the number'],
	['99010l19900101102X', '1', 'A letter touches the number'],
	['99O101900101102', '1', 'A letter touches the number'],
	['990101/19900101/1021', '1', 'The cell holds more than one number, run together'],
	['ZZ1234567（张三）', '2', 'The cell holds a word besides the value'],
	['990,101', '1', 'The cell holds groups of digits that are no single number'],
])('%j of type %s: %s', (text, type, message) => expect(read(text, type)).toEqual([message]));

test.each([
	'无',
	'-',
	'N/A',
	'',
	'暂无',
	'0',
	'000',
	'0.0',
	'身份证：0',
	'无身份证',
	'暂无护照',
	'no ID',
	'身份证：无',
	'护照 无',
])('%j is no identifier', (text) => {
	const type = jest.fn(() => '1');
	expect(readIdentificationNumbers(text, type)).toEqual([]);
	expect(type).not.toHaveBeenCalled();
});

test.each([' ', ',', '(', 'A ', '身', 'A1 ', '.', '9', '一', '/', '9/'])(
	'a cell of 100,000 characters of %j comes to an end',
	(unit) => {
		const text = unit.repeat(Math.ceil(100_000 / unit.length));
		expect(Array.isArray(readIdentificationNumbers(text, () => '1'))).toBe(true);
	},
);
