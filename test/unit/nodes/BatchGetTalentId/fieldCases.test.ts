/** Cells from public reports through the whole data flow, on three kinds of Feishu. */
import type { IDataObject } from 'n8n-workflow';

import { defined } from '../../../support/defined';
import shared from '../../../support/fieldCases.json';
import { FIELD_CASES, FIELD_PEOPLE, FIELD_STRANGERS, inOrder } from '../../../support/fieldCases';
import type { FieldCase } from '../../../support/fieldCases';
import found from '../../../support/foundCases.json';
import { Hire } from '../../../support/feishu/hire';
import { FEISHU_KINDS, REJECTING, withDefaults } from '../../../support/feishu/settings';
import type { FeishuKind } from '../../../support/feishu/settings';
import type { Person } from '../../../support/feishu/store';
import { isFailed, itemOf } from '../../../support/oracle';
import { runPipeline, sendTo } from '../../../support/pipeline';

/** The row beside each case is of somebody else. */
const BYSTANDER: Person = {
	talentId: 'bystander',
	mobile: { code: '86', number: '14298765432' },
	email: 'bystander@example.com',
	identification: { type: 1, number: '990101199003070031' },
};

const people = [...FIELD_PEOPLE, ...FIELD_STRANGERS, BYSTANDER];

const run = async (
	kind: FeishuKind,
	rows: IDataObject[],
	matchBy: FieldCase['matchBy'] = 'all',
	everyone = people,
) =>
	await runPipeline(
		rows.map((json) => ({ json })),
		{ matchBy, batchSize: 100, send: sendTo(new Hire(everyone, withDefaults(kind))) },
	);

/** A case's row, and one that gives the same kinds. */
function rowsOf({ parameters }: FieldCase): [row: IDataObject, bystander: IDataObject] {
	const { mobileNumber, mobileCode, email, identificationNumber, identificationType } = parameters;
	const given = (value: unknown, plain: string) => (value === '' ? '' : plain);
	return [
		{
			m: mobileNumber,
			code: mobileCode,
			e: email,
			i: identificationNumber,
			type: identificationType,
		} as IDataObject,
		{
			m: given(mobileNumber, '14298765432'),
			code: '86',
			e: given(email, 'bystander@example.com'),
			i: given(identificationNumber, '990101199003070031'),
			type: 1,
		},
	];
}

describe.each(FEISHU_KINDS)('on %s', (_, kind) => {
	test.each(FIELD_CASES.map((one) => [one.id, one] as const))(
		'%s ends as its writer meant, beside a plain row that stays matched',
		async (_id, one) => {
			const { matched, unmatched } = await run(kind, rowsOf(one), one.matchBy);
			const idsOf = (row: number) =>
				matched
					.filter((item) => itemOf(item) === row)
					.map((item) => (isFailed(item) ? 'fails' : String(item.json.talent_id)));
			expect(idsOf(1)).toEqual([BYSTANDER.talentId]);
			const isUnmatched = unmatched.some((item) => itemOf(item) === 0);
			expect(one.ends).toContain(isUnmatched ? 'unmatched' : inOrder(idsOf(0)));
		},
	);

	test('a new candidate whose number has a trunk zero is unmatched', async () => {
		const { matched, unmatched } = await run(kind, [{ m: '+44 07400 999999' }]);
		expect(matched).toEqual([]);
		expect(unmatched.map(itemOf)).toEqual([0]);
	});
});

test('the shared fixture has 88 cases, and every case has an id of its own', () => {
	expect(shared.cases).toHaveLength(88);
	expect(FIELD_CASES).toHaveLength(shared.cases.length + found.cases.length);
	expect(new Set(FIELD_CASES.map(({ id }) => id)).size).toBe(FIELD_CASES.length);
});

test('5,000 rows whose other spellings are all rejected cost about 250 calls more', async () => {
	const number = (i: number) => `7400${String(100_000 + i)}`;
	const rows = Array.from({ length: 5_000 }, (_, i) => ({ m: `+44 0${number(i)}` }));
	/** Feishu takes no number with a trunk zero. */
	const rejectsTrunkZero = new Set(rows.map((_, i) => `0${number(i)}`));
	const hire = new Hire([], withDefaults({ ...REJECTING, badNumbers: rejectsTrunkZero }));
	const { matched, unmatched, calls, outcome } = await runPipeline(
		rows.map((json) => ({ json })),
		{ matchBy: 'all', batchSize: 100, send: sendTo(hire) },
	);
	expect(matched).toEqual([]);
	expect(unmatched).toHaveLength(5_000);
	expect(calls).toBeGreaterThan(50);
	// A batch each hundred, the first of them bisected to its end, and three probes.
	expect(calls).toBeLessThanOrEqual(50 + 50 + 198 + 3);
	expect(outcome.spellingsNotAsked).toBeGreaterThan(4_800);
	expect(defined(unmatched[0], 'row').json).toEqual({ m: '+44 07400100000' });
});
