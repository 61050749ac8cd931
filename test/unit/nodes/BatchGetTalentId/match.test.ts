/** docs/architecture.md: invariant 2, "No false match", and "What becomes of an item". */
import { defined } from '../../../support/defined';
import { matchQueries, mergeMatches, placeTalents } from '../../../../nodes/BatchGetTalentId/match';
import { planBatches } from '../../../../nodes/BatchGetTalentId/plan';
import { readQuery } from '../../../../nodes/BatchGetTalentId/read/query';
import type { ItemParameter } from '../../../../nodes/BatchGetTalentId/read/query';
import type {
	Answer,
	Combination,
	MatchBy,
	Talent,
} from '../../../../nodes/BatchGetTalentId/types';

type Row = Partial<Record<ItemParameter, unknown>>;

function plan(rows: Row[], matchBy: MatchBy = 'all') {
	const queries = rows.map((row, i) =>
		readQuery(i, (name) => row[name] ?? (name === 'identificationType' ? 1 : '')),
	);
	return { queries, ...planBatches(queries, matchBy, 100) };
}

const talent = (talent_id: string, fields: object = {}): Talent => ({ talent_id, ...fields });

const A = '13800000001';
const B = '13800000002';

describe('placing the talents of a reply', () => {
	/** The ids of the talents of each row; nothing when the batch must be split. */
	function place(rows: Row[], talents: Talent[]) {
		const { batches } = plan(rows);
		expect(batches).toHaveLength(1);
		const placed = placeTalents(defined(batches[0], 'batch').combinations, talents);
		return placed?.map((found) => found.map(({ talent_id }) => talent_id));
	}

	const rows = [
		{ mobileNumber: A, email: 'a@x.com' },
		{ mobileNumber: B, email: 'b@x.com' },
	];

	test('each goes to the row that all its values are of, however they are spelled', () => {
		expect(
			place(rows, [
				talent('2', { mobile_number: '+86 138-0000-0002', email: ' B@X.com' }),
				talent('1', { mobile_number: A, email: 'a@x.com' }),
				talent('3', { mobile_number: A, email: 'a@x.com' }),
			]),
		).toEqual([['1', '3'], ['2']]);
	});

	test('one that fits a value of each of two rows belongs to neither', () => {
		expect(place(rows, [talent('1', { mobile_number: A, email: 'b@x.com' })])).toEqual([[], []]);
	});

	test.each<[string, object]>([
		['lacks a value', { mobile_number: A }],
		['masks a value', { mobile_number: '138****0001', email: 'a@x.com' }],
		['has a value of nobody', { mobile_number: A, email: 'c@x.com' }],
		['has a value that is no text', { mobile_number: 13800000001, email: 'a@x.com' }],
	])('one that %s cannot be placed', (_, fields) => {
		const good = talent('1', { mobile_number: B, email: 'b@x.com' });
		expect(place(rows, [good, talent('2', fields)])).toBeUndefined();
	});

	test('a row that was asked alone takes whatever comes', () => {
		const masked = talent('1', { mobile_number: '138****0001' });
		expect(place([{ mobileNumber: A }], [masked, talent('2')])).toEqual([['1', '2']]);
	});
});

test('two finds of a talent are one: the first non-empty value of each field, and all its kinds', () => {
	const first = talent('1', { email: '', mobile_number: A, note: null, name: null });
	const second = talent('1', {
		email: 'a@x.com',
		mobile_number: B,
		note: '',
		extra: '',
		name: 'Li',
	});
	expect(
		mergeMatches(
			{ talent: first, matchedBy: ['email', 'mobile_number'] },
			{ talent: second, matchedBy: ['identification_number', 'email'] },
		),
	).toEqual({
		talent: {
			talent_id: '1',
			email: 'a@x.com',
			mobile_number: A,
			note: null,
			name: 'Li',
			extra: '',
		},
		matchedBy: ['mobile_number', 'email', 'identification_number'],
	});
});

describe('what becomes of an item', () => {
	const failure = { message: 'Feishu had an internal error' };
	const refusal = { message: 'Feishu does not accept the mobile number' };
	const found: Answer = { status: 'answered', talents: [talent('1')] };
	const nobody: Answer = { status: 'answered', talents: [] };
	const failed: Answer = { status: 'failed', failure };
	const rejected: Answer = { status: 'rejected', failure: refusal };
	const skipped: Answer = { status: 'skipped' };

	/** The answers, in the order of what is asked; a missing one was not asked. */
	function answersTo(asked: Combination[][], ...answers: Array<Answer | undefined>) {
		const byCombination = new Map<Combination, Answer>();
		for (const [i, combination] of asked.flat().entries()) {
			const answer = answers[i];
			if (answer) byCombination.set(combination, answer);
		}
		return byCombination;
	}

	/** The result of one row that asks as many values as it has answers. */
	function become(answers: Array<Answer | undefined>, extra = '') {
		const mobileNumber = [...answers.map((_, i) => `1380000000${i}`), extra];
		const { queries, asked } = plan([{ mobileNumber }]);
		return matchQueries(queries, asked, answersTo(asked, ...answers))[0];
	}

	const UNUSABLE = '1.38E+10';

	test.each<[string, Array<Answer | undefined>, string, string]>([
		['a call that failed, whatever else', [found, skipped, rejected, failed], UNUSABLE, 'failed'],
		['a call that was not made, then', [found, skipped, rejected], UNUSABLE, 'skipped'],
		['one that nobody knows of, the same', [found, undefined], '', 'skipped'],
		['a talent, then', [rejected, found], UNUSABLE, 'matched'],
		['a value that Feishu refuses, then', [nobody, rejected], '', 'failed'],
		['a value that is unusable, then', [nobody], UNUSABLE, 'failed'],
		['nothing of all that', [nobody, nobody], '', 'unmatched'],
		['no identifier', [], '', 'unmatched'],
	])('%s', (_, answers, extra, status) => {
		expect(become(answers, extra)?.status).toBe(status);
	});

	test('a failed item tells why, and the first value it failed for', () => {
		expect(become([nobody, failed, rejected])).toEqual({
			status: 'failed',
			failure,
			identifier: '13800000001',
		});
		expect(become([rejected, rejected])).toEqual({
			status: 'failed',
			failure: refusal,
			identifier: '13800000000',
		});
		expect(become([nobody], UNUSABLE)).toMatchObject({
			failure: { message: 'The spreadsheet rounded this number' },
			identifier: UNUSABLE,
		});
	});

	test('it names all values of a combination, none at full length', () => {
		const email = `${'a'.repeat(200)}@x.com`;
		const { queries, asked } = plan([{ mobileNumber: A, email }]);
		expect(matchQueries(queries, asked, answersTo(asked, failed))[0]).toMatchObject({
			identifier: `${A}, ${'a'.repeat(100)}…`,
		});
	});

	test('a talent found by several values is one, at its first place, with every kind', () => {
		const { queries, asked } = plan([{ mobileNumber: A, email: 'a@x.com' }], 'any');
		const answers = answersTo(
			asked,
			{ status: 'answered', talents: [talent('1'), talent('2')] },
			{ status: 'answered', talents: [talent('3'), talent('1', { email: 'a@x.com' })] },
		);
		expect(matchQueries(queries, asked, answers)).toEqual([
			{
				status: 'matched',
				matches: [
					{ talent: talent('1', { email: 'a@x.com' }), matchedBy: ['mobile_number', 'email'] },
					{ talent: talent('2'), matchedBy: ['mobile_number'] },
					{ talent: talent('3'), matchedBy: ['email'] },
				],
			},
		]);
	});

	test('each query gets its own result, in order', () => {
		const { queries, asked } = plan([{ mobileNumber: A }, { mobileNumber: B }]);
		expect(matchQueries(queries, asked, answersTo(asked, nobody, found))).toEqual([
			{ status: 'unmatched' },
			{ status: 'matched', matches: [{ talent: talent('1'), matchedBy: ['mobile_number'] }] },
		]);
	});
});
