import {
	clean,
	comparisonKey,
	numberToText,
	parseMobileCode,
	readValue,
	splitValues,
} from '../../../../../nodes/BatchGetTalentId/read/cell';

const mobile = (value: string, code = '86') => readValue('mobile_number', value, () => code);
const card = (value: string, type = '1') => readValue('identification_number', value, () => type);

describe('mobile numbers', () => {
	test.each([
		['13800138000', '86', '13800138000'],
		['138 0013 8000', '86', '13800138000'],
		['138-0013-8000', '86', '13800138000'],
		['138.0013.8000', '86', '13800138000'],
		['(138) 0013–8000', '86', '13800138000'],
		['13800138000.0', '86', '13800138000'],
		['13800138000.00', '86', '13800138000'],
		['8613800138000', '86', '13800138000'],
		['86-138-0013-8000', '86', '13800138000'],
		['+8613800138000', '86', '13800138000'],
		['+86 86 138 0013 8000', '86', '13800138000'],
		['008613800138000', '86', '13800138000'],
		['(+86)13800138000', '86', '13800138000'],
		['+8613800138000.0', '86', '13800138000'],
		['+85291234567', '852', '91234567'],
		['00852 9123 4567', '852', '91234567'],
		['+1 (212) 555-0100', '1', '2125550100'],
		['+7 912 345 67 89', '7', '9123456789'],
		// The endpoint's own sample has 12 digits: no number is refused for its length.
		['182900291190', '86', '182900291190'],
		// Not a Chinese mobile behind 86, so it stays digit for digit.
		['8612345678901', '86', '8612345678901'],
		['18613800138000', '86', '18613800138000'],
		['86138001380001', '86', '86138001380001'],
		['02085550100', '86', '02085550100'],
		['12345', '86', '12345'],
	])('%s is +%s %s', (value, qualifier, number) => {
		expect(mobile(value)).toEqual({
			kind: 'mobile_number',
			value: number,
			key: number,
			qualifier,
			suspect: false,
		});
	});

	test('the default code is for numbers that carry none, and loses no 86 of another country', () => {
		expect(mobile('91234567', '852')).toMatchObject({ qualifier: '852', value: '91234567' });
		expect(mobile('8613800138000', '852')).toMatchObject({ value: '8613800138000' });
		const qualifier = jest.fn(() => '86');
		readValue('mobile_number', '+85291234567', qualifier);
		expect(qualifier).not.toHaveBeenCalled();
	});

	test.each(['无', 'N/A', '-', '()'])('%s is no identifier', (value) => {
		expect(mobile(value)).toBeUndefined();
	});

	test.each(['1234', '138abc00000', '13800138000张三', 'Tel13800138000', 'Tel1e5', '1e5x'])(
		'%s is suspect, and asked as it is',
		(value) => {
			expect(mobile(value)).toMatchObject({ value, suspect: true });
		},
	);

	test.each(['1.38E+10', '1.3800138E10', '138e8', '+1.38E+10'])('%s is never expanded', (value) => {
		expect(mobile(value)).toMatchObject({
			message: 'The spreadsheet rounded this number',
			description: expect.stringMatching(/^Format the column as text/),
			identifier: value,
		});
	});

	test.each(['+99912345678', '+', '00', '+86', '+0123'])(
		'%s has no country code in use',
		(value) => {
			const reading = mobile(/\d/.test(value) ? value : `${value}0`);
			expect(reading).toMatchObject({
				message: expect.stringContaining('country code'),
				description: expect.stringMatching(/^Write it as \+, country code/),
			});
		},
	);

	test('of a reply are compared as those of a cell, whatever code the reply has', () => {
		for (const spelling of ['13800138000', '+86 138-0013-8000', '8613800138000']) {
			expect(comparisonKey('mobile_number', spelling, '86')).toBe('13800138000');
		}
		expect(comparisonKey('mobile_number', '+852 9123 4567', '86')).toBe('91234567');
		expect(comparisonKey('mobile_number', '+999 123', '86')).toBe('999123');
	});
});

describe('country codes', () => {
	test.each([
		['86', '86'],
		['+86', '86'],
		['0086', '86'],
		[' ８６ ', '86'],
		['1', '1'],
		['00852', '852'],
		['', '86'],
		['  ', '86'],
	])('“%s” is %s', (text, code) => expect(parseMobileCode(text)).toBe(code));

	test.each(['china', '12345', '+', '8-6', '+-86'])('“%s” is none', (text) =>
		expect(parseMobileCode(text)).toBeUndefined(),
	);
});

describe('emails', () => {
	test('go as typed, and are compared without case', () => {
		const reading = readValue('email', 'Foo@Example.com', () => '');
		expect(reading).toMatchObject({ value: 'Foo@Example.com', qualifier: '', suspect: false });
		expect(Object.values(reading ?? {})).toContain('foo@example.com');
		expect(comparisonKey('email', ' FOO@example.com\u200b', '')).toBe('foo@example.com');
	});
});

describe('identification numbers', () => {
	test('of resident cards go in upper case, others as typed; both compared without case', () => {
		expect(card('99010119900101001x')).toMatchObject({
			value: '99010119900101001X',
			qualifier: '1',
		});
		expect(card('e1234567', '2')).toMatchObject({ value: 'e1234567', qualifier: '2' });
		expect(comparisonKey('identification_number', ' E1234567', '2')).toBe('e1234567');
		expect(Object.values(card('E1234567', '2') ?? {})).toContain('e1234567');
		expect(card('A123456(3)', '3')).toMatchObject({ value: 'A123456(3)', suspect: false });
		expect(card('E12.0', '2')).toMatchObject({ value: 'E12.0' });
		expect(card('990101199001010010.0')).toMatchObject({ value: '990101199001010010' });
	});

	test.each(['1.10101E+17', '1e17'])('%s is never expanded', (value) => {
		expect(card(value)).toMatchObject({ message: 'The spreadsheet rounded this number' });
	});

	test.each(['12E45678', 'E12345678', '1E234567', 'AB1E5'])('%s can be a passport', (value) => {
		expect(card(value, '2')).toMatchObject({ value });
	});
});

describe('cells', () => {
	test.each([
		['mobile_number', '1、2，3；4;5\n6\r\n7/8／9', '123456789'.split('')],
		['email', 'a@x、b@x，c@x', ['a@x', 'b@x', 'c@x']],
		['identification_number', 'A1; B2,', ['A1', 'B2']],
		['email', 'a/b@example.com', ['a/b@example.com']],
		['identification_number', 'A1/B2', ['A1/B2']],
		['email', ' \u3000\u200b ', []],
	] as const)('%s: %j', (kind, text, values) => expect(splitValues(kind, text)).toEqual(values));

	test('full-width forms become ASCII, invisible marks and outer blanks go', () => {
		expect(clean('\ufeff　ｆｏｏ＠ｅｘａｍｐｌｅ．ｃｏｍ\u200e ')).toBe('foo@example.com');
		expect(clean('（＋８６）１３８')).toBe('(+86)138');
		expect(clean('张\u00ad三')).toBe('张三');
		expect(clean('张　三')).toBe('张 三');
	});

	test('numbers are read only while exact', () => {
		expect(numberToText(13800138000.0)).toBe('13800138000');
		expect(numberToText(1.3800138e10)).toBe('13800138000');
		for (const lost of [2 ** 53, 1.1010119900101e17, 1e21, 1.5, Number.NaN, Infinity]) {
			expect(numberToText(lost)).toMatchObject({ message: 'The spreadsheet rounded this number' });
		}
	});
});
