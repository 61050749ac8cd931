/** Invariant 2: which talents of a reply belong to which row of its batch. */
import { defined } from '../../../../support/defined';
import { planAll } from '../../../../support/pipeline';
import {
	assignTalents,
	isAsAsked,
	splitAmbiguous,
} from '../../../../../nodes/BatchGetTalentId/lookUp/assignTalents';
import { readQuery } from '../../../../support/readings';
import type { ItemParameter } from '../../../../../nodes/BatchGetTalentId/description';
import type { Talent } from '../../../../../nodes/BatchGetTalentId/types';

type Row = Partial<Record<ItemParameter, unknown>>;

function planRows(rows: Row[]) {
	const queries = rows.map((row, i) =>
		readQuery(i, (name) => row[name] ?? (name === 'identificationType' ? 1 : ''), 'all'),
	);
	return planAll(queries, 'all', 100);
}

const batchesOf = (rows: Row[]) => planRows(rows).batches;

const talent = (talent_id: string, fields: object = {}): Talent => ({ talent_id, ...fields });

const A = '13800000001';
const B = '13800000002';

describe('assigning the talents of a reply', () => {
	/** The ids of the talents of each row; nothing when the batch must be bisected. */
	function assign(rows: Row[], talents: Talent[]) {
		const batches = batchesOf(rows);
		expect(batches).toHaveLength(1);
		const assigned = assignTalents(defined(batches[0], 'batch').combinations, talents);
		return assigned?.map((found = []) => found.map(({ talent_id }) => talent_id));
	}

	const rows = [
		{ mobileNumber: A, email: 'a@x.com' },
		{ mobileNumber: B, email: 'b@x.com' },
	];

	test('assigns each to the row that all its values are of, however they are spelled', () => {
		expect(
			assign(rows, [
				talent('2', { mobile_number: '+86 138-0000-0002', email: ' B@X.com' }),
				talent('1', { mobile_number: A, email: 'a@x.com' }),
				talent('3', { mobile_number: A, email: 'a@x.com' }),
			]),
		).toEqual([['1', '3'], ['2']]);
	});

	test('assigns one to a value that several rows ask alike', () => {
		const emails = ['a@x.com', 'a@x.com', 'b@x.com'].map((email) => ({ email }));
		expect(assign(emails, [talent('1', { email: 'a@x.com' })])).toEqual([['1'], []]);
	});

	test('assigns one to each of the spellings in which one row alone asks it', () => {
		const row = { identificationNumber: 'ZZ 123456(7)', identificationType: 3 };
		const spellings = (rows: Row[]) => {
			const { planner, queries } = planRows(rows);
			for (const query of queries) planner.addOtherSpellings(query);
			return defined(planner.takeBatches()[0], 'batch').combinations;
		};
		const talents = [talent('1', { identification_number: 'ZZ1234567' })];
		expect(assignTalents(spellings([row]), talents)).toEqual([talents, talents]);
		expect(assignTalents(spellings([row, row]), talents)).toBeUndefined();
	});

	test('is ambiguous where a talent may have been found by the spelling of another row', () => {
		const inUpperCase = { mobileNumber: B, email: 'A@x.com' };
		const found = talent('1', { mobile_number: B, email: 'a@x.com' });
		const withEmail = (email: string) => ({ mobileNumber: A, email });
		expect(assign([withEmail('a@x.com'), inUpperCase], [found])).toBeUndefined();
		expect(assign([withEmail('b@x.com'), inUpperCase], [found])).toEqual([[], ['1']]);
	});

	test('drops a cross match: a talent with one value of each of two rows', () => {
		expect(assign(rows, [talent('1', { mobile_number: A, email: 'b@x.com' })])).toEqual([[], []]);
	});

	test('is ambiguous where a talent has a value that is asked of another kind', () => {
		const document = (mobileNumber: string, identificationNumber: string) => ({
			mobileNumber,
			identificationNumber,
			identificationType: 3,
		});
		const found = talent('1', { mobile_number: A, identification_number: B });
		expect(assign([document(A, '123456'), document(B, '234567')], [found])).toBeUndefined();
	});

	test.each<[string, object]>([
		['lacks a value', { mobile_number: A }],
		['masks a value', { mobile_number: '138****0001', email: 'a@x.com' }],
		['has a value of nobody', { mobile_number: A, email: 'c@x.com' }],
		['has a value that is no text', { mobile_number: 13800000001, email: 'a@x.com' }],
	])('is ambiguous where a talent %s', (_, fields) => {
		const good = talent('1', { mobile_number: B, email: 'b@x.com' });
		expect(assign(rows, [good, talent('2', fields)])).toBeUndefined();
	});

	test('tells rows apart that give the same number', () => {
		const document = (identificationNumber: string) => ({
			mobileNumber: A,
			identificationNumber,
			identificationType: 3,
		});
		const found = (identification_number: unknown) =>
			talent('1', { mobile_number: A, identification_number });
		const both = [document('123456'), document('234567')];
		expect(assign(both, [found('234567')])).toEqual([[], ['1']]);
		expect(assign(both, [found('23-45-67')])).toEqual([[], ['1']]);
		expect(assign(both, [found('345678')])).toBeUndefined();
		expect(assign(both, [found(234567)])).toBeUndefined();
	});

	test('is ambiguous where rows spell one value differently, for Feishu may know one spelling only', () => {
		const spellings = [{ email: 'A@x.com' }, { email: 'a@x.com' }];
		expect(assign(spellings, [talent('1', { email: 'a@x.com' })])).toBeUndefined();
		expect(assign(spellings, [])).toEqual([[], []]);
	});

	test('assigns whatever Feishu returns to a row that was asked alone', () => {
		const masked = talent('1', { mobile_number: '138****0001' });
		expect(assign([{ mobileNumber: A }], [masked, talent('2')])).toEqual([['1', '2']]);
	});
});

describe('a talent that a call for one row returned', () => {
	test.each<[string, Row, object, boolean]>([
		['the number asked', { mobileNumber: A }, { mobile_number: A, mobile_code: '86' }, true],
		['it in another spelling', { mobileNumber: A }, { mobile_number: `+86 ${A}` }, true],
		['another number', { mobileNumber: A }, { mobile_number: B }, false],
		['a masked number', { mobileNumber: A }, { mobile_number: '138****0002' }, true],
		['no number', { mobileNumber: A }, {}, true],
		['a number that is no text', { mobileNumber: A }, { mobile_number: 1 }, true],
		['a code with a plus', { mobileNumber: A }, { mobile_number: A, mobile_code: '+86' }, true],
		['a code as a number', { mobileNumber: A }, { mobile_number: A, mobile_code: 86 }, true],
		['another code', { mobileNumber: A }, { mobile_number: A, mobile_code: '852' }, false],
		[
			'a code with a plus inside',
			{ mobileNumber: A },
			{ mobile_number: A, mobile_code: '8+6' },
			false,
		],
		['no code', { mobileNumber: A }, { mobile_number: A, mobile_code: null }, true],
		[
			'the email asked',
			{ email: 'a@x.com' },
			{ email: 'A@x.com', mobile_code: '852', identification_type: 2 },
			true,
		],
		['another email', { email: 'a@x.com' }, { email: 'b@x.com' }, false],
		[
			'the document asked',
			{ identificationNumber: 'E123', identificationType: 2 },
			{ identification_number: 'E123', identification_type: 2 },
			true,
		],
		[
			'it as another type',
			{ identificationNumber: 'E123', identificationType: 2 },
			{ identification_number: 'E123', identification_type: 1 },
			false,
		],
		[
			'one of two values asked, and another',
			{ mobileNumber: A, email: 'a@x.com' },
			{ mobile_number: A, email: 'b@x.com' },
			false,
		],
	])('with %s is as asked: %j, %j, %p', (_, row, fields, expected) => {
		const batches = batchesOf([row]);
		const combination = defined(batches[0]?.combinations[0], 'combination');
		expect(isAsAsked(combination, talent('1', fields))).toBe(expected);
	});
});

describe('a batch whose reply was ambiguous', () => {
	const split = (...emails: string[]) => {
		const batches = batchesOf(emails.map((email) => ({ email })));
		const parts = splitAmbiguous(defined(batches[0], 'batch').combinations);
		return parts.map((part) => part.map(({ identifiers }) => identifiers[0]?.value));
	};

	test('is cut in two where no two of its values are spellings of one', () => {
		expect(split('a@x.com', 'b@x.com', 'c@x.com')).toEqual([['a@x.com', 'b@x.com'], ['c@x.com']]);
	});

	test('is split so that no part holds two spellings of one value', () => {
		expect(split('A@x.com', 'a@x.com', 'b@x.com', 'a@X.com')).toEqual([
			['A@x.com', 'b@x.com'],
			['a@x.com'],
			['a@X.com'],
		]);
	});
});
