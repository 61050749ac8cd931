/** Invariant 5: the fewest calls. */
import fc from 'fast-check';

import { toBody } from '../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { readQuery } from '../../../support/readings';
import type { ItemParameter } from '../../../../nodes/BatchGetTalentId/description';
import type { MatchBy } from '../../../../nodes/BatchGetTalentId/types';
import { candidate } from '../../../support/arbitraries';
import { planAll } from '../../../support/pipeline';

type Row = Partial<Record<ItemParameter, unknown>>;

const plan = (rows: Row[], matchBy: MatchBy = 'all', batchSize = 100) =>
	planAll(
		rows.map((row, i) =>
			readQuery(i, (name) => row[name] ?? (name === 'identificationType' ? 1 : ''), matchBy),
		),
		matchBy,
		batchSize,
	);
const bodies = (...args: Parameters<typeof plan>) =>
	plan(...args).batches.map(({ combinations }) => toBody(combinations));

const number = (i: number) => `138${String(i).padStart(8, '0')}`;
const rows = (count: number, make: (i: number) => Row) =>
	Array.from({ length: count }, (_, i) => make(i));

test('fills the batches with single-valued rows of one group', () => {
	const people = rows(250, (i) => ({ mobileNumber: number(i), email: `${i}@x.com` }));
	expect(bodies(people).map(({ mobile_number_list: list }) => list?.length)).toEqual([
		100, 100, 50,
	]);
	expect(bodies(people, 'all', 7)).toHaveLength(Math.ceil(250 / 7));
});

test('asks equal values once', () => {
	const people = rows(300, (i) => ({ mobileNumber: number(i % 30) }));
	expect(bodies(people)).toHaveLength(1);
	expect(bodies(people)[0]?.mobile_number_list).toHaveLength(30);
});

test('groups rows by kinds, country code and type; with any, values by kind and its own code or type', () => {
	const people: Row[] = [
		{ mobileNumber: number(1), email: 'a@x.com' },
		{ mobileNumber: number(2) },
		{ mobileNumber: '+85291234567' },
		{ email: 'b@x.com', mobileCode: '1' },
		{ identificationNumber: 'A1', identificationType: 1 },
		{ identificationNumber: 'A1', identificationType: 2 },
		{ email: 'c@x.com', identificationType: 2, mobileCode: '44' },
	];
	expect(bodies(people)).toEqual([
		{ mobile_code: '86', mobile_number_list: [number(1)], email_list: ['a@x.com'] },
		{ mobile_code: '86', mobile_number_list: [number(2)] },
		{ mobile_code: '852', mobile_number_list: ['91234567'] },
		{ email_list: ['b@x.com', 'c@x.com'] },
		{ identification_type: 1, identification_number_list: ['A1'] },
		{ identification_type: 2, identification_number_list: ['A1'] },
	]);
	expect(bodies(people, 'any')).toEqual([
		{ mobile_code: '86', mobile_number_list: [number(1), number(2)] },
		{ email_list: ['a@x.com', 'b@x.com', 'c@x.com'] },
		{ mobile_code: '852', mobile_number_list: ['91234567'] },
		{ identification_type: 1, identification_number_list: ['A1'] },
		{ identification_type: 2, identification_number_list: ['A1'] },
	]);
});

test('asks several values of one item in one call, also where they combine in more ways than fill a batch', () => {
	const people = [{ mobileNumber: [number(1), number(2)], email: ['a@x.com', 'b@x.com'] }];
	const call = {
		mobile_code: '86',
		mobile_number_list: [number(1), number(2)],
		email_list: ['a@x.com', 'b@x.com'],
	};
	expect(bodies(people)).toEqual([call]);
	expect(bodies(people, 'all', 2)).toEqual([call]);
	expect(plan(people, 'all', 2).queries[0]?.combinations).toHaveLength(4);
});

test('does not ask an item whose values combine in more than 10,000 ways', () => {
	const numbers = Array.from({ length: 20_000 }, (_, i) => number(i));
	const emails = Array.from({ length: 101 }, (_, i) => `${i}@x.com`);
	const crafted = { mobileNumber: numbers.slice(0, 100), email: emails };
	const { batches, queries } = plan([crafted]);
	expect(batches).toEqual([]);
	expect(queries).toMatchObject([
		{
			combinations: [],
			problem: {
				message: 'The values of this item combine in too many ways',
				description: expect.stringContaining('at most 10000 ways'),
			},
		},
	]);
	const most = { mobileNumber: numbers.slice(0, 100), email: emails.slice(0, 100) };
	expect(plan([most]).queries[0]?.combinations).toHaveLength(10_000);
	expect(plan([{ mobileNumber: numbers }]).batches).toHaveLength(200);
	expect(plan([{ mobileNumber: numbers, email: emails }], 'any').batches).toHaveLength(202);
});

test('does not ask items whose values combine in more than 300,000 ways together, though they share them', () => {
	const numbers = Array.from({ length: 3_000 }, (_, i) => number(i));
	const { batches, queries } = plan(rows(103, () => ({ mobileNumber: numbers })));
	expect(batches).toHaveLength(30);
	expect(queries.map(({ problem }) => problem?.message)).toEqual([
		...Array.from({ length: 100 }, () => undefined),
		...Array.from({ length: 3 }, () => 'The items with several values are too many for one run'),
	]);
	const single = plan(rows(103, () => ({ mobileNumber: number(1) })));
	expect(single.queries.every(({ problem }) => problem === undefined)).toBe(true);
});

test('asks a suspect alone, also with a good email beside it', () => {
	const people: Row[] = rows(10, (i) => ({ mobileNumber: number(i), email: `${i}@x.com` }));
	people.push({ mobileNumber: '123', email: 'a@x.com' });
	expect(bodies(people).map(({ mobile_number_list: list }) => list?.length)).toEqual([10, 1]);
});

test('makes no empty call where nothing is asked, or only suspects', () => {
	expect(bodies([{}])).toEqual([]);
	expect(bodies([{ mobileNumber: '123' }])).toHaveLength(1);
});

test('puts every combination into one batch, no list of which is longer than the batch size', () => {
	fc.assert(
		fc.property(
			fc.array(candidate, { maxLength: 60 }),
			fc.constantFrom('all' as const, 'any' as const),
			fc.integer({ min: 1, max: 100 }),
			(cases, matchBy, batchSize) => {
				const { batches, queries } = plan(
					cases.map(({ item: { json } }) => ({
						mobileNumber: json.m,
						mobileCode: json.code,
						email: json.e,
						identificationNumber: json.i,
						identificationType: json.type,
					})),
					matchBy,
					batchSize,
				);
				const planned = batches.flatMap(({ combinations }) => combinations);
				expect(new Set(planned)).toEqual(new Set(queries.flatMap((one) => one.combinations)));
				expect(planned).toHaveLength(new Set(planned).size);
				for (const { combinations } of batches) {
					for (const list of Object.values(toBody(combinations))) {
						if (Array.isArray(list)) expect(list.length).toBeLessThanOrEqual(batchSize);
					}
				}
			},
		),
	);
});

test('changes none of its arguments', () => {
	const values = Array.from({ length: 101 }, (_, i) => i);
	const queries = [
		{ mobileNumber: values.map(number), email: values.map((i) => `${i}@x.com`) },
		{ email: 'A@x.com' },
	].map((row: Row, i) => readQuery(i, (name) => row[name] ?? '', 'all'));
	const before = structuredClone(queries);
	const { planner } = planAll(queries, 'all', 100);
	for (const query of queries) planner.addOtherSpellings(query);
	expect(queries).toEqual(before);
});

describe('other spellings', () => {
	const read = (rows: Row[]) =>
		rows.map((row, i) => readQuery(i, (name) => row[name] ?? '', 'all'));

	test('are asked in batches of their own, after the likeliest of all rows', () => {
		const queries = read([{ email: 'A@x.com' }, { email: 'b@x.com' }, { email: 'C@x.com' }]);
		const { planner, batches } = planAll(queries, 'all', 100);
		expect(batches.map(({ combinations }) => toBody(combinations))).toEqual([
			{ email_list: ['A@x.com', 'b@x.com', 'C@x.com'] },
		]);
		for (const query of queries) planner.addOtherSpellings(query);
		const others = planner.takeBatches();
		expect(others.map(({ combinations }) => toBody(combinations))).toEqual([
			{ email_list: ['a@x.com', 'c@x.com'] },
		]);
		expect(others[0]?.group).not.toBe(batches[0]?.group);
	});

	test('are not asked again where another row has asked them already', () => {
		const queries = read([{ email: 'A@x.com' }, { email: 'a@x.com' }]);
		const { planner, queries: planned } = planAll(queries, 'all', 100);
		const [query] = queries;
		const others = query && planner.addOtherSpellings(query);
		expect(others).toEqual([planned[1]?.combinations]);
		expect(planner.takeBatches()).toEqual([]);
	});

	test('are not asked once those of values in many letter cases combine in more than 300,000 ways', () => {
		const cases = (text: string) =>
			Array.from({ length: 25 }, (_, i) => `${text.slice(0, i)}${text.slice(i).toUpperCase()}`);
		const row = (i: number): Row => ({
			email: cases(`abcdefghijklmnopqrstuvwxyz${i}@x.com`),
			identificationNumber: cases(`abcdefghijklmnopqrstuvwxyz${i}`),
			identificationType: 2,
		});
		// Each of them in 21 ways, of which one is the likeliest.
		const queries = read(rows(700, row));
		const { planner } = planAll(queries, 'all', 100);
		const others = queries.map((query) => planner.addOtherSpellings(query));
		expect(others.filter(Boolean)).toHaveLength(Math.floor(300_000 / (21 * 21 - 1)));
	});

	test('are not asked of items with several values once all combine in more than 300,000 ways', () => {
		const row: Row = {
			mobileNumber: Array.from({ length: 100 }, (_, i) => number(i)),
			email: Array.from({ length: 100 }, (_, i) => `A${i}@x.com`),
		};
		// Each of the 16 asks 10,000 combinations, and as many again in lower case.
		const queries = read([...rows(16, () => row), { email: 'B@x.com' }]);
		const { planner } = planAll(queries, 'all', 100);
		const others = queries.map((query) => planner.addOtherSpellings(query));
		expect(others.map((spellings) => spellings !== undefined)).toEqual([
			...Array.from({ length: 14 }, () => true),
			false,
			false,
			true,
		]);
	});
});
