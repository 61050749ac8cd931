import { readQuery } from '../../../../../nodes/BatchGetTalentId/read/query';
import type { ItemParameter } from '../../../../../nodes/BatchGetTalentId/description';
import type { ParameterReader } from '../../../../../nodes/BatchGetTalentId/read/query';

/** Reads one item whose parameters have these values. */
function readOne(values: Partial<Record<ItemParameter, unknown>>) {
	return readQuery(0, (name) => (name in values ? values[name] : ''), 'all');
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
		/^Set (Mobile|Email|Identification).* to text, a number/,
	);
});

test('an unusable value leaves the others of its item', () => {
	const query = readOne({ mobileNumber: '1.38E+10, 13800000001', email: [true, 'a@x.com'] });
	expect(values(query)).toEqual(['13800000001', 'a@x.com']);
	expect(query.problem).toMatchObject({ message: 'The spreadsheet rounded this number' });
});

describe('a wrong country code', () => {
	const mobileCode = 'CN';

	test('fails its item without asking anything', () => {
		expect(readOne({ mobileCode, mobileNumber: '13800000001', email: 'a@x.com' })).toMatchObject({
			identifiers: [],
			problem: {
				message: 'Default Country Code is not a country code',
				description: expect.stringContaining('1 to 4 digits'),
				identifier: 'CN',
			},
		});
	});

	test('is 86 where it is blank, and shown by its type where it is no text', () => {
		for (const blank of [null, undefined, ' ']) {
			const { identifiers } = readOne({ mobileCode: blank, mobileNumber: '13800000001' });
			expect(identifiers).toMatchObject([{ qualifier: '86' }]);
		}
		const { problem } = readOne({ mobileCode: { a: 1 }, mobileNumber: '13800000001' });
		expect(problem?.identifier).toBe('object');
	});

	test('matters only to numbers that carry none', () => {
		expect(values(readOne({ mobileCode, mobileNumber: '+85291234567' }))).toEqual(['91234567']);
		expect(values(readOne({ mobileCode, mobileNumber: '无', email: 'a@x.com' }))).toEqual([
			'a@x.com',
		]);
	});
});

describe('the identification type', () => {
	test.each([1, '2', ' 9 ', 42])('%j is taken', (identificationType) => {
		const [one] = readOne({ identificationType, identificationNumber: 'E1' }).identifiers;
		expect(one?.qualifier).toBe(String(identificationType).trim());
	});

	test.each([0, -1, 1.5, 'passport', '', null, true, {}])(
		'%j fails items that give an identification number, and only those',
		(identificationType) => {
			expect(
				readOne({ identificationType, identificationNumber: 'E1', email: 'a@x.com' }),
			).toMatchObject({
				identifiers: [],
				problem: {
					message: 'Identification Type is not a positive whole number',
					description: expect.stringMatching(/^Choose Identification Type from its list/),
				},
			});
			expect(values(readOne({ identificationType, email: 'a@x.com' }))).toEqual(['a@x.com']);
		},
	);
});

test('an expression that fails fails its item, and names the parameter', () => {
	const reader: ParameterReader = (name, item) => {
		if (name === 'email' && item === 0) throw new Error('no such field');
		return name === 'mobileNumber' ? '13800000001' : '';
	};
	expect(readQuery(0, reader, 'all')).toEqual({
		itemIndex: 0,
		identifiers: [],
		problem: { message: 'The expression of Email failed', description: 'no such field' },
	});
	expect(readQuery(1, reader, 'all').identifiers).toHaveLength(1);
});
