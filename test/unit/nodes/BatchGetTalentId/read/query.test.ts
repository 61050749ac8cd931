import { openQueries } from '../../../../../nodes/BatchGetTalentId/read/query';
import { readQuery } from '../../../../support/readings';
import type { MatchBy } from '../../../../../nodes/BatchGetTalentId/types';
import type { ItemParameter } from '../../../../../nodes/BatchGetTalentId/description';
import type { ParameterReader } from '../../../../../nodes/BatchGetTalentId/read/query';

/** Reads one item whose parameters have these values. */
function readOne(values: Partial<Record<ItemParameter, unknown>>, matchBy: MatchBy = 'any') {
	return readQuery(0, (name) => (name in values ? values[name] : ''), matchBy);
}

const values = (query: ReturnType<typeof readOne>) => query.identifiers.map(({ value }) => value);

test('orders identifiers by kind and place, each once', () => {
	const query = readOne({
		identificationNumber: ['E2', 'e2', 'E1'],
		identificationType: 2,
		email: 'b@x.com; A@x.com; B@X.COM',
		mobileNumber: ['13800000002', 13800000001, '138 0000 0002', '+8613800000002'],
		mobileCode: '86',
	});
	expect(values(query)).toEqual(['13800000002', '13800000001', 'b@x.com', 'A@x.com', 'E2', 'E1']);
	expect(query.problem).toBeUndefined();
});

test('reads values that differ in letter case only as spellings of one, the first as typed', () => {
	const { identifiers } = readOne({ email: 'li@x.com; wu@x.com; LI@x.com; li@x.com; wu@x.com' });
	expect(identifiers).toMatchObject([
		{ value: 'li@x.com', otherSpellings: [{ value: 'LI@x.com' }] },
		{ value: 'wu@x.com' },
	]);
	expect(identifiers[0]?.otherSpellings).toHaveLength(1);
	expect(identifiers[1]).not.toHaveProperty('otherSpellings');
});

test('unites the other spellings of a value that is written twice', () => {
	const { identifiers } = readOne({ mobileNumber: '7400123456; 07400123456', mobileCode: '44' });
	expect(identifiers).toMatchObject([
		{ value: '7400123456', otherSpellings: [{ value: '07400123456' }] },
	]);
});

test('a value in thousands of letter cases has at most 20 other spellings', () => {
	const text = 'abcdefghijklmnopqrst';
	const email = Array.from(
		{ length: 4_096 },
		(_, i) =>
			[...text].map((char, bit) => ((i >> bit) & 1 ? char.toUpperCase() : char)).join('') +
			'@x.com',
	);
	const [identifier, ...others] = readOne({ email }).identifiers;
	expect(identifier?.otherSpellings).toHaveLength(20);
	expect(others).toEqual([]);
});

test('one number of two countries is two identifiers', () => {
	expect(readOne({ mobileNumber: '91234567、+852 91234567' }).identifiers).toMatchObject([
		{ qualifier: '86' },
		{ qualifier: '852' },
	]);
});

test.each([null, undefined, '', '  ', [], [null, undefined, '']])('%j gives nothing', (blank) => {
	expect(readOne({ mobileNumber: blank, email: blank })).toEqual({ itemIndex: 0, identifiers: [] });
});

test('a mobile cell without any digit gives nothing', () => {
	expect(readOne({ mobileNumber: '无' })).toEqual({ itemIndex: 0, identifiers: [] });
});

test.each([
	['mobileNumber', true, 'Mobile Number is of type boolean, not text'],
	['email', { a: 1 }, 'Email is of type object, not text'],
	['identificationNumber', [['E1']], 'Identification Number is a list within a list, not text'],
	['email', new Date(0), 'Email is of type object, not text'],
] as const)('%s = %j is a problem that names the parameter', (name, value, message) => {
	const query = readOne({ [name]: value, identificationType: 2 });
	expect(query).toMatchObject({ identifiers: [], problem: { message } });
	expect(query.problem?.description).toMatch(
		/^Set (Mobile|Email|Identification).* to text, a number.* must name the field itself/,
	);
});

test('an unreadable value leaves the others of its kind', () => {
	for (const matchBy of ['all', 'any'] as const) {
		const query = readOne(
			{ mobileNumber: '1.38E+10, 13800000001', email: [true, 'a@x.com'] },
			matchBy,
		);
		expect(values(query)).toEqual(['13800000001', 'a@x.com']);
		expect(query.problem).toMatchObject({ message: 'The spreadsheet rounded this number' });
	}
});

describe('a kind of which nothing can be read', () => {
	const row = { mobileNumber: '1.38E+10', email: 'a@x.com' };

	test('fails the row that is to match by all', () => {
		expect(readOne(row, 'all')).toEqual({
			itemIndex: 0,
			identifiers: [],
			problem: expect.objectContaining({ identifier: '1.38E+10' }),
		});
	});

	test('leaves the other kinds to match by any', () => {
		const query = readOne(row, 'any');
		expect(values(query)).toEqual(['a@x.com']);
		expect(query.problem).toMatchObject({ message: 'The spreadsheet rounded this number' });
	});

	test('is not one that says there is nothing', () => {
		const query = readOne({ mobileNumber: '无', email: '-', identificationNumber: 'N/A' }, 'all');
		expect(query).toEqual({ itemIndex: 0, identifiers: [] });
	});
});

describe('rich text', () => {
	test.each([
		[
			'segments of Feishu Base',
			[
				{ text: '138', type: 'text' },
				{ text: '00000001', type: 'text' },
			],
		],
		['a link of Feishu Base', [{ text: '13800000001', link: 'tel:1', type: 'url' }]],
		['a formula of Feishu Base', { type: 1, value: [{ text: '13800000001', type: 'text' }] }],
		['numbers of a formula of Feishu Base', { type: 2, value: [13800000001] }],
		['a look-up of phone fields of Feishu Base', { type: 13, value: ['13800000001'] }],
		['a formula of Feishu Base', { value: [{ text: '13800000001', type: 'text' }], type: 1 }],
		['a link of Excel', { text: '13800000001', hyperlink: 'tel:1' }],
		['a link of formatted text', { text: { richText: [{ text: '13800000001' }] }, hyperlink: 'x' }],
		['formatted text of Excel', { richText: [{ text: '138' }, { font: {}, text: '00000001' }] }],
		[
			'text with a style',
			{ text: '13800000001', font: {}, tooltip: '', location: '', style: {}, segmentStyle: {} },
		],
		['an object without a prototype', Object.assign(Object.create(null), { text: '13800000001' })],
		['a link that shows no number', [{ text: 'call', link: 'tel:13800000001', type: 'url' }]],
		['a link of Excel that shows none', { text: 'call', hyperlink: 'tel:13800000001' }],
		['a list of links', [[{ text: '13800000001', type: 'text' }], null]],
	])('%s is its text', (_, cell) => {
		expect(values(readOne({ mobileNumber: cell }))).toEqual(['13800000001']);
	});

	test('also where a code or a type is read', () => {
		const [one] = readOne({
			mobileNumber: '91234567',
			mobileCode: [{ text: '852', type: 'text' }],
		}).identifiers;
		expect(one?.qualifier).toBe('852');
	});

	test.each([
		[{ text: '13800000001', note: 'x' }, '.text'],
		[[{ name: 'Li', email: 'a@x.com' }], '[0].email'],
		[{ formula: 'A1', result: '13800000001' }, '.result'],
		[{ type: 2, value: [1.38e30], number: 1 }, '.number'],
		[{ text: 5, link: 'tel:13800000001' }, '.text'],
		[{ phone: 13800000001, countryShortName: 'CN' }, '.phone'],
		[{ plain_text: '13800000001', annotations: {} }, '.plain_text'],
		[{ name: 'Li', address: 'a@x.com' }, '.address'],
		[
			new (class Cell {
				text = '13800000001';
			})(),
			'.text',
		],
	])('%j is none, and the message names the likely field', (cell, field) => {
		const { identifiers, problem } = readOne({ mobileNumber: cell });
		expect(identifiers).toEqual([]);
		expect(problem?.description).toContain(`most likely with ${field} at its end`);
		expect(problem?.identifier).toMatch(/^\{"/);
	});
});

test.each([
	{ richText: [{ text: '13800000001' }], note: 'x' },
	{ type: 1, value: [{ text: '13800000001' }], note: 'x' },
])('%j is no rich text', (cell) => {
	expect(readOne({ mobileNumber: cell }).problem?.message).toContain('is of type object');
});

test('a list of rich text and something else is read one by one', () => {
	const query = readOne({ mobileNumber: [{ text: '13800000001' }, { x: 1 }] });
	expect(values(query)).toEqual(['13800000001']);
	expect(query.problem?.message).toContain('is of type object');
});

describe('a wrong country code', () => {
	const mobileCode = 'somewhere';

	test('makes its kind unreadable, and with all the row', () => {
		const row = { mobileCode, mobileNumber: '13800000001', email: 'a@x.com' };
		const problem = {
			message: 'Default Country Code is not a country code',
			description: expect.stringContaining('1 to 4 digits'),
			identifier: 'somewhere',
			kinds: ['mobile_number', 'email'],
		};
		expect(readOne(row, 'all')).toEqual({ itemIndex: 0, identifiers: [], problem });
		expect(readOne(row, 'any')).toMatchObject({ identifiers: [{ value: 'a@x.com' }], problem });
	});

	test('is 86 where it is blank, and shown by its type where it is no text', () => {
		for (const blank of [null, undefined, ' ', []]) {
			const { identifiers } = readOne({ mobileCode: blank, mobileNumber: '13800000001' });
			expect(identifiers).toMatchObject([{ qualifier: '86' }]);
		}
		const { problem } = readOne({ mobileCode: { a: 1 }, mobileNumber: '13800000001' });
		expect(problem?.identifier).toBe('object');
	});

	test('can be a list of one, but of no more', () => {
		const [one] = readOne({ mobileCode: ['852'], mobileNumber: '51234567' }).identifiers;
		expect(one?.qualifier).toBe('852');
		const { problem } = readOne({ mobileCode: ['852', '86'], mobileNumber: '51234567' });
		expect(problem?.message).toBe('Default Country Code is not a country code');
	});

	test('whose expression fails makes its kind unreadable', () => {
		const reader: ParameterReader = (name) => {
			if (name === 'mobileCode') throw new Error('no such field');
			return name === 'mobileNumber' ? '13800000001' : '';
		};
		expect(readQuery(0, reader, 'any')).toMatchObject({
			identifiers: [],
			problem: { message: 'The expression of Default Country Code failed' },
		});
	});

	test('is evaluated once for an item, however many numbers it is for', () => {
		const mobileNumber = '7400123456, 7400123457';
		const row: Partial<Record<ItemParameter, string>> = { mobileCode: '44', mobileNumber };
		const reader = jest.fn((name: ItemParameter) => row[name] ?? '');
		expect(values(readQuery(0, reader, 'all'))).toEqual(['7400123456', '7400123457']);
		expect(reader.mock.calls.filter(([name]) => name === 'mobileCode')).toHaveLength(1);
	});

	test('matters only to numbers that carry none', () => {
		expect(values(readOne({ mobileCode, mobileNumber: '+85291234567' }))).toEqual(['91234567']);
		expect(values(readOne({ mobileCode, mobileNumber: '无', email: 'a@x.com' }, 'all'))).toEqual([
			'a@x.com',
		]);
	});
});

describe('the identification type', () => {
	test.each([1, '2', ' 9 ', 42])('%j is taken', (identificationType) => {
		const [one] = readOne({ identificationType, identificationNumber: 'E1' }).identifiers;
		expect(one?.qualifier).toBe(String(identificationType).trim());
	});

	test.each([0, -1, 1.5, 'ticket', '', null, true, {}])(
		'%j makes identification numbers unreadable, and nothing else',
		(identificationType) => {
			const row = { identificationType, identificationNumber: 'E1', email: 'a@x.com' };
			const problem = {
				message: 'Identification Type is not a positive whole number',
				description: expect.stringMatching(/^Choose Identification Type from its list/),
			};
			expect(readOne(row, 'all')).toMatchObject({ identifiers: [], problem });
			expect(readOne(row, 'any')).toMatchObject({ identifiers: [{ value: 'a@x.com' }], problem });
			expect(values(readOne({ identificationType, email: 'a@x.com' }, 'all'))).toEqual(['a@x.com']);
		},
	);
});

test('an expression that fails makes its kind unreadable, and names the parameter', () => {
	const reader: ParameterReader = (name, item) => {
		if (name === 'email' && item === 0) throw new Error('no such field');
		return name === 'mobileNumber' ? '13800000001' : '';
	};
	const problem = {
		message: 'The expression of Email failed',
		description: 'no such field',
		kinds: ['mobile_number', 'email'],
	};
	expect(readQuery(0, reader, 'all')).toEqual({ itemIndex: 0, identifiers: [], problem });
	expect(readQuery(0, reader, 'any')).toMatchObject({
		identifiers: [{ value: '13800000001' }],
		problem,
	});
	expect(readQuery(1, reader, 'all').identifiers).toHaveLength(1);
});

test('each item is looked up within its own country code and identification type', () => {
	const items: Array<Partial<Record<ItemParameter, unknown>>> = [
		{
			mobileNumber: '51234567',
			mobileCode: '852',
			identificationNumber: 'E1',
			identificationType: 2,
		},
		{
			mobileNumber: '7400123456',
			mobileCode: '44',
			identificationNumber: 'E1',
			identificationType: 3,
		},
		{ mobileNumber: '13800000001', mobileCode: '86' },
	];
	const read = openQueries((name, index) => items[index]?.[name], 'all');
	const qualifiers = items.map((_, index) => read(index).identifiers.map((one) => one.qualifier));
	expect(qualifiers).toEqual([['852', '2'], ['44', '3'], ['86']]);
});
