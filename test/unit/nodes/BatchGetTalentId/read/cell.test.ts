import {
	comparisonKey,
	dropNothing,
	isLabelOfNothing,
	isNothing,
	isZero,
	numberToText,
	splitParts,
	textProblem,
	unwrap,
} from '../../../../../nodes/BatchGetTalentId/read/cell';
import { clean } from '../../../../../nodes/BatchGetTalentId/read/characters';
import { problem } from '../../../../../nodes/BatchGetTalentId/read/problems';

test('full-width forms become ASCII, invisible marks and outer blanks go', () => {
	expect(clean('\ufeff　ｆｏｏ＠ｅｘａｍｐｌｅ．ｃｏｍ\u200e ')).toBe('foo@example.com');
	expect(clean('（＋８６）１３８')).toBe('(+86)138');
	expect(clean('张\u00ad三')).toBe('张三');
	expect(clean('张　三')).toBe('张 三');
});

test.each([
	['٠١٢٣٤٥٦٧٨٩'],
	['۰۱۲۳۴۵۶۷۸۹'],
	['०१२३४५६७८९'],
	['๐๑๒๓๔๕๖๗๘๙'],
	['𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡'],
	['０１２３４５６７８９'],
])('the digits %s are those of ASCII', (digits) => expect(clean(digits)).toBe('0123456789'));

test.each([
	['1、2，3；4;5\n6\r\n7  8', '12345678'.split('')],
	['A1; B2,', ['A1', 'B2']],
	['a/b c', ['a/b c']],
	[' \u3000\u200b ', []],
])('%j is parted into %j', (text, parts) => expect(splitParts(clean(text))).toEqual(parts));

test.each([
	'',
	'-',
	'--',
	'/',
	'？',
	'。',
	'无',
	'（无）',
	'暂 无',
	'无。',
	'没有邮箱',
	'待补充',
	'N/A',
	'n.a.',
	'NULL',
	'(none)',
	'<null>',
	'Unknown',
	'#N/A',
	'#div/0!',
	'#REF!',
])('%j is nothing', (text) => expect(isNothing(clean(text))).toBe(true));

test.each(['*', '****', '########', '0', '无名', 'Nanette', 'x', '无 1', '同上'])(
	'%j is not nothing',
	(text) => expect(isNothing(clean(text))).toBe(false),
);

test.each(['#', ' ', '…', ' #n/a ', '?'])('%j as it is typed is nothing', (text) =>
	expect(isNothing(text)).toBe(true),
);

test.each(['##', ' ## ', '×', '●●', '_*_'])('%j hides a value', (text) =>
	expect(isNothing(text)).toBe(false),
);

test.each(['0', '000', '0.0', '0.', '"0"', '(0.00)', `${'-'.repeat(499)}0`])('%j is zero', (text) =>
	expect(isZero(text)).toBe(true),
);

test.each(['0.1', '10', '01', '*0', '0*', 'x0', '0x', '', `${'-'.repeat(500)}0`])(
	'%j is not zero',
	(text) => expect(isZero(text)).toBe(false),
);

describe('a label', () => {
	const isOfNothing = (text: string) => isLabelOfNothing(text, (label) => label === 'email');

	test.each(['Email:', 'E-mail : -', 'Email # 无', 'email 0', 'Email: 0.0', 'EMAIL: (none)'])(
		'of nothing stands in %j',
		(text) => expect(isOfNothing(text)).toBe(true),
	);

	test.each([
		'Email',
		'Emails:',
		': -',
		'Email: a',
		'Email: 10',
		'Email0',
		'1 email: -',
		`Email${'-'.repeat(16)}: -`,
	])('of nothing does not stand in %j', (text) => expect(isOfNothing(text)).toBe(false));
});

test.each([
	['1,38E+10', '1.38E+10'],
	['1,38 e 10', '1.38 e 10'],
	['手机 1,38E10', '手机 1.38E10'],
	['12,38E+10', '12,38E+10'],
	['1,38E+1000', '1,38E+1000'],
	['1,38', '1,38'],
])('the decimal comma of %j is a point where the number is rounded: %j', (text, unwrapped) =>
	expect(unwrap(text)).toBe(unwrapped),
);

test.each([
	['13800138000 / #REF!', '13800138000 '],
	['N/A / 13800138000', ' 13800138000'],
	['13800138000/n \\ a', '13800138000'],
	['13800138000/NA1', '13800138000/NA1'],
	['13800138000/1n/a', '13800138000/1n/a'],
	['a - b', 'a - b'],
	['无|13800138000', '13800138000'],
	['13800138000 / ####', '13800138000 / ####'],
])('the sides of %j that are not nothing are %j', (part, left) =>
	expect(dropNothing(part)).toBe(left),
);

test('more than 500 characters are no value, and not nothing', () => {
	expect(textProblem('x'.repeat(500))).toBeUndefined();
	expect(textProblem('x'.repeat(501))).toEqual(problem('tooMuch', 'x'.repeat(501)));
	expect(isNothing('-'.repeat(500))).toBe(true);
	expect(isNothing('-'.repeat(501))).toBe(false);
});

test.each([
	['<tel:+8613800138000|138 0013 8000>', '+8613800138000'],
	['<mailto:a@example.com|a@example.com>', 'a@example.com'],
	['[a@example.com](mailto:a@example.com)', 'a@example.com'],
	['<a href="mailto:a@example.com">a@example.com</a>', 'a@example.com'],
	['=HYPERLINK("tel:13800138000","138-0013-8000")', '13800138000'],
	['https://wa.me/85291234567?text=hi', '+85291234567'],
	['mailto:a@example.com?subject=x', 'a@example.com'],
	['1&nbsp;2&#43;&#x33;&amp;', '1 2+3&'],
	['1<br/>2', '1\n2'],
	['&#8237;1&#8236;', '1'],
	['sms:13800138000?body=hi', '13800138000'],
	['<b>1</b>', '1'],
	// What is shown, where the target is that of another cell.
	['[b@example.com](mailto:a@example.com)', 'b@example.com'],
	['Name <a@example.com>', 'Name <a@example.com>'],
	['hotel:1', 'hotel:1'],
])('%j is unwrapped to %j', (text, unwrapped) => expect(unwrap(text)).toBe(unwrapped));

test('numbers are read only while exact', () => {
	expect(numberToText(13800138000.0)).toBe('13800138000');
	expect(numberToText(1.3800138e10)).toBe('13800138000');
	for (const lost of [2 ** 53, 1.1010119900101e17, 1e21, 1.5, Number.NaN, Infinity]) {
		expect(numberToText(lost)).toMatchObject({ message: 'The spreadsheet rounded this number' });
	}
});

describe('values of a reply are compared as those of a cell', () => {
	test.each([
		'13800138000',
		'13800138000.00',
		'+8613800138000.0',
		'+86 138-0013-8000',
		'8613800138000',
	])('%s', (spelling) =>
		expect(comparisonKey('mobile_number', spelling, '86')).toBe('13800138000'),
	);
	test.each([
		['mobile_number', '+852 9123 4567', '86', '91234567'],
		['mobile_number', '+999 123', '86', '999123'],
		['mobile_number', '8613800138000', '852', '8613800138000'],
		['mobile_number', '86138001380001', '86', '86138001380001'],
		['email', ' FOO@example.com\u200b', '', 'foo@example.com'],
		['email', 'a-b@example.com', '', 'a-b@example.com'],
		['identification_number', ' E1234567', '2', 'e1234567'],
		['identification_number', 'A 123456(7)', '3', 'a1234567'],
	] as const)('%s %s', (kind, value, qualifier, key) =>
		expect(comparisonKey(kind, value, qualifier)).toBe(key),
	);
});
