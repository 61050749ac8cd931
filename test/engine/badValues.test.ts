/** Values that Feishu rejects: exactly their rows fail, at the cost of few calls. */
import fc from 'fast-check';

import {
	ROWS,
	answered,
	answers,
	cases,
	people,
	runSheetInVirtualTime,
} from '../support/knownSheet';
import { defined } from '../support/defined';
import { FEISHU_KINDS } from '../support/feishu/settings';
import type { FeishuSettings } from '../support/feishu/settings';
import { isFailed } from '../support/oracle';
import type { Case } from '../support/oracle';
import { seeded } from '../support/random';

/** The most calls for `n` values with `bad` among them. */
const mostCalls = (n: number, bad: number) =>
	Math.min(2 * n - 1, 1 + 2 * bad * Math.ceil(Math.log2(n)));

/** So many of a list, in any order. */
const drawn = (list: string[], length: number, seed: number): string[] =>
	fc
		.sample(fc.shuffledSubarray(list, { minLength: length, maxLength: length }), {
			seed,
			numRuns: 1,
		})
		.flat();

const oddRows = (values: string[]): Case[] =>
	values.map((m) => ({ item: { json: { m } }, values: [] }));

describe.each(FEISHU_KINDS)('%s', (_, kind) => {
	test.each([0, 1, 7, 100])(
		'%i bad numbers of a hundred, repeated and several in a cell, fail their rows and no others, in few calls',
		async (bad) => {
			const random = seeded(bad + 1);
			const known = people.flatMap(({ mobile }) => (mobile ? [mobile.number] : []));
			const numbers = drawn(known, 100, bad);
			const settings = { ...kind, badNumbers: new Set(drawn(numbers, bad, bad)) };
			const at = (index: number) => numbers.slice(index, index + 1);
			const any = () => at(Math.floor(random() * numbers.length));
			const rows: Case[] = Array.from({ length: ROWS }, (_row, i) => {
				const several = i % 4 === 0 ? [...new Set([...any(), ...any()])] : any();
				const cell = i < 100 ? at(i) : several;
				return {
					item: { json: { m: cell.join(' / ') } },
					values: cell.map((number) => ({
						kind: 'mobile_number',
						qualifier: '86',
						spellings: [number],
					})),
				};
			});
			const result = await runSheetInVirtualTime(settings, { rows });
			expect(answered(result)).toEqual(answers(rows, settings));
			expect(result.model.calls.length).toBeLessThanOrEqual(mostCalls(100, bad));
		},
	);

	test('odd numbers do not split a clean batch', async () => {
		const clean = await runSheetInVirtualTime(kind);
		const odd = ['123', '1234', '12'];
		const result = await runSheetInVirtualTime(kind, { rows: [...cases, ...oddRows(odd)] });
		expect(result.model.calls).toHaveLength(clean.model.calls.length + odd.length);
		expect(answered(result)).toEqual(answers(cases, kind));
		const apart = kind.oddValues === 'reject' ? result.matched.filter(isFailed) : result.unmatched;
		expect(apart.slice(-odd.length).map(({ pairedItem }) => pairedItem)).toEqual(
			odd.map((_value, index) => ({ item: ROWS + index })),
		);
	});

	test('cells that cannot be read fail without a call', async () => {
		const clean = await runSheetInVirtualTime(kind);
		const unreadable = ['138x', '13800000001张', '1.38E+10', '内推人 13800000001'];
		const result = await runSheetInVirtualTime(kind, { rows: [...cases, ...oddRows(unreadable)] });
		expect(result.model.calls).toHaveLength(clean.model.calls.length);
		expect(answered(result)).toEqual(answers(cases, kind));
		expect(result.matched.filter(isFailed).map(({ pairedItem }) => pairedItem)).toEqual(
			unreadable.map((_value, index) => ({ item: ROWS + index })),
		);
	});
});

test('a number found bad is left out of later batches', async () => {
	const bad = '13899999999';
	const rows = Array.from({ length: ROWS }, (_, i) => ({
		item: { json: { m: bad, e: `${i}@example.com` } },
		values: [],
	}));
	const { matched, model } = await runSheetInVirtualTime(
		{ badNumbers: new Set([bad]) },
		{ rows, parameters: { options: { batchSize: 1 } } },
	);
	expect(matched.map(({ json }) => json.error)).toEqual(
		rows.map(() => 'Feishu does not accept the mobile number (code 1002009)'),
	);
	// Those under way when the first reply came.
	expect(model.calls.length).toBeLessThanOrEqual(50);
});

describe('a rejected parameter', () => {
	const cards = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			item: { json: { i: `E${1000000 + i}`, type: 2 } },
			values: [],
		}));

	test('one bad identification number fails its item alone', async () => {
		const { matched, unmatched, model } = await runSheetInVirtualTime(
			{ badIdentificationNumbers: new Set(['E1000042']) },
			{ rows: cards(ROWS) },
		);
		expect(matched).toHaveLength(1);
		expect(matched[0]).toMatchObject({
			json: {
				error: 'Feishu does not accept a value (code 1002002)',
				message: expect.stringContaining('E1000042'),
			},
			pairedItem: { item: 42 },
		});
		expect(unmatched).toHaveLength(ROWS - 1);
		expect(model.calls.length).toBeLessThanOrEqual(ROWS / 100 - 1 + mostCalls(100, 1));
	});

	/** Rejects every call for identity documents of a type. */
	const rejectType =
		(type: number): FeishuSettings['fault'] =>
		(_, body) =>
			body.identification_type === type
				? { kind: 'reply', status: 400, body: { code: 1002002, msg: 'param is invalid' } }
				: undefined;

	test('with every value rejected only the first batch is split', async () => {
		const { matched, model } = await runSheetInVirtualTime(
			{ fault: rejectType(2) },
			{ rows: cards(10_000) },
		);
		expect(new Set(matched.map(({ json }) => json.error)).size).toBeLessThanOrEqual(2);
		expect(matched).toHaveLength(10_000);
		expect(matched.at(-1)?.json.error).toMatch(
			/^Feishu rejected every value of a call like this one: /,
		);
		expect(model.calls.length).toBeLessThanOrEqual(199 + 49 + 3);
	});

	test('with every value of a type rejected rows of other kinds keep their answers', async () => {
		const bad = defined(people.find(({ mobile }) => mobile)?.mobile, 'number').number;
		const badNumbers = new Set([bad]);
		const result = await runSheetInVirtualTime(
			{ fault: rejectType(2), badNumbers },
			{ rows: [...cases, ...cards(2)], oneWay: () => 10 },
		);
		expect(answered(result)).toEqual(answers(cases, { badNumbers }));
		const errors = result.matched.slice(-2).map(({ json }) => json.error);
		expect(errors).toEqual(Array(2).fill('Feishu does not accept a value (code 1002002)'));
	});
});
