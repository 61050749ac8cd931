/** Replies that do not fit: every row gets its right talents, or a clear error. */
import {
	answered,
	answers,
	cases,
	idsOf,
	outcomesOf,
	people,
	runSheetInVirtualTime,
} from '../support/knownSheet';
import type { VirtualSheetOptions } from '../support/knownSheet';
import { FEISHU_KINDS } from '../support/feishu/settings';
import type { FeishuSettings } from '../support/feishu/settings';
import { numberOf } from '../support/sheets';

type Talent = Record<string, unknown>;

/** The number of a talent that its row asks for by it alone, in a call of a hundred. */
const known = numberOf(1);

const isKnown = ({ mobile_number }: Talent) => String(mobile_number).endsWith(known);

const eachTalent =
	(change: (talent: Talent) => object, isChanged: (talent: Talent) => boolean = () => true) =>
	(talents: Talent[]) =>
		talents.map((talent) => (isChanged(talent) ? { ...talent, ...change(talent) } : talent));

describe.each(FEISHU_KINDS)('%s', (_kind, kind) => {
	const run = async (settings: Partial<FeishuSettings>, options?: VirtualSheetOptions) =>
		await runSheetInVirtualTime({ ...kind, ...settings }, options);

	test.each(['null', 'absent', 'empty'] as const)(
		'talent_list is %s: every row is unmatched',
		async (noHit) => {
			const result = await run({ people: [], noHit });
			expect(answered(result)).toEqual({
				matched: [],
				unmatched: cases.map((_row, index) => index),
			});
		},
	);

	test.each<[string, (talents: Talent[]) => unknown]>([
		[
			'another spelling of number and email',
			eachTalent(({ mobile_number, email }) => ({
				mobile_number: `+86 ${String(mobile_number).replace('+86', '')}`,
				...(email !== undefined && { email: ` ${String(email).toUpperCase()}` }),
			})),
		],
		['the talents in another order', (talents) => [...talents].reverse()],
	])('%s: assigned all the same, without a further call', async (_, distort) => {
		const result = await run({ distort });
		expect(idsOf(answered(result))).toEqual(idsOf(answers(cases, kind)));
		expect(result.model.calls.length).toBeLessThanOrEqual(5);
		expect(result.hints).toMatchObject([{ type: 'info' }]);
	});

	test.each<[string, (talent: Talent) => object]>([
		['missing', () => ({ mobile_number: undefined })],
		[
			'masked',
			({ mobile_number }) => ({
				mobile_number: String(mobile_number).replace(/\d{4}(?=\d{4}$)/, '****'),
			}),
		],
	])(
		'the number of 30 talents is %s: their batches are bisected until each is assigned, and a hint says so',
		async (_, blur) => {
			const blurred = new Set<unknown>(people.slice(0, 30).map(({ talentId }) => talentId));
			const distort = eachTalent(blur, ({ talent_id }) => blurred.has(talent_id));
			const rows = cases.map(({ item, values }) => ({ item, values: values.slice(0, 1) }));
			const parameters = { email: '', options: { batchSize: 50 } };
			const result = await run({ distort }, { rows, parameters });
			expect(idsOf(answered(result))).toEqual(idsOf(answers(rows, kind)));
			expect(result.hints).toMatchObject([{ type: 'warning' }]);
		},
	);

	test('a cross match belongs to nobody', async () => {
		const [one, other] = [numberOf(1_000), numberOf(1_001)];
		const crossed = [
			{ m: one, e: 'x@example.com' },
			{ m: other, e: 'y@example.com' },
		];
		const person = {
			talentId: '7999999999999999999',
			mobile: { code: '86', number: one },
			email: 'y@example.com',
		};
		const rows = [...cases, ...crossed.map((json) => ({ item: { json }, values: [] }))];
		const result = await run({ people: [...people, person] }, { rows });
		expect(answered(result)).toEqual(answers(cases, kind));
		expect(result.unmatched.slice(-2).map(({ json }) => json)).toEqual(crossed);
		expect(result.matched.some(({ json }) => json.talent_id === person.talentId)).toBe(false);
		// Both were asked in one call, which returned the talent, and which was not split.
		const asked = result.model.calls.filter(({ body }) => JSON.stringify(body).includes(one));
		expect(asked.map(({ body }) => JSON.stringify(body).includes(other))).toEqual([true]);
	});

	test('the same talent twice is one, unknown fields are kept, prototypes stay clean', async () => {
		const extra = JSON.parse(
			'{"__proto__":{"polluted":true},"constructor":"x","newField":{"a":[1]}}',
		) as object;
		const result = await run({
			distort: (talents) => talents.flatMap((one) => [{ ...one, ...extra }, one]),
		});
		expect(idsOf(answered(result))).toEqual(idsOf(answers(cases, kind)));
		for (const { json } of result.matched) expect(json.newField).toEqual({ a: [1] });
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	test('a talent_id that is a number fails its own row with a clear error, and no other of its call', async () => {
		const result = await run({
			distort: eachTalent(({ talent_id }) => ({ talent_id: Number(talent_id) }), isKnown),
		});
		const right = outcomesOf(answers(cases, kind));
		expect(outcomesOf(answered(result))).toEqual(
			cases.map(({ item }, row) => (item.json.m === known ? ['failed'] : right[row])),
		);
		for (const { json } of result.matched) {
			if (json.talent_id === undefined) {
				expect(json.error).toMatch(/^Feishu returned a talent without an ID, or with a number/);
			}
		}
	});

	test('every mobile number masked: a row is matched by a call of its own', async () => {
		const rows = cases
			.slice(0, 30)
			.map(({ item, values }) => ({ item, values: values.slice(0, 1) }));
		const spelling = { mobile: 'masked', email: 'as stored' } as const;
		const result = await run({ spelling }, { rows, parameters: { email: '' } });
		expect(idsOf(answered(result))).toEqual(idsOf(answers(rows, kind)));
	});
});

test.each([
	['data is a list', { data: [] }],
	['data is text', { data: 'none' }],
	['talent_list is an object', { data: { talent_list: {} } }],
	['talent_list is text', { data: { talent_list: '' } }],
	['talent_list is a number', { data: { talent_list: 0 } }],
])('a reply of an unknown form fails the rows of its call, and says so: %s', async (_, form) => {
	const body = { code: 0, msg: 'ok', ...form };
	const result = await runSheetInVirtualTime({
		fault: () => ({ kind: 'reply', status: 200, body }),
	});
	expect(outcomesOf(answered(result))).toEqual(cases.map(() => ['failed']));
	expect(new Set(result.matched.map(({ json }) => json.error))).toEqual(
		new Set(['The reply of Feishu has an unknown form']),
	);
});
