/** Invariant 2: what becomes of each item, and the talents that belong to it. */
import { defined } from '../../../support/defined';
import { planAll } from '../../../support/pipeline';
import { isUnanswered, matchQuery, mergeMatches } from '../../../../nodes/BatchGetTalentId/match';
import { readQuery } from '../../../support/readings';
import type { ItemParameter } from '../../../../nodes/BatchGetTalentId/description';
import { Answers } from '../../../../nodes/BatchGetTalentId/types';
import type {
	Answer,
	MatchBy,
	PlannedQuery,
	Talent,
} from '../../../../nodes/BatchGetTalentId/types';

type Row = Partial<Record<ItemParameter, unknown>>;

function readAndPlan(rows: Row[], matchBy: MatchBy = 'all') {
	const queries = rows.map((row, i) =>
		readQuery(i, (name) => row[name] ?? (name === 'identificationType' ? 1 : ''), matchBy),
	);
	return planAll(queries, matchBy, 100);
}

const matchAll = (queries: PlannedQuery[], answers: Answers) =>
	queries.map((query) => matchQuery(query, answers));

const talent = (talent_id: string, fields: object = {}): Talent => ({ talent_id, ...fields });

const A = '13800000001';
const B = '13800000002';

test('merges two finds of a talent: the first non-empty value of each field, and all its kinds', () => {
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
	const rejection = { message: 'Feishu does not accept the mobile number' };
	const found: Answer = { status: 'answered', talents: [talent('1')] };
	const nobody: Answer = { status: 'answered', talents: [] };
	const failed: Answer = { status: 'failed', failure };
	const rejected: Answer = { status: 'rejected', failure: rejection };
	const skipped: Answer = { status: 'skipped' };

	/** The answers, in the order of what is asked; a missing one was not asked. */
	function answersTo(queries: PlannedQuery[], ...answers: Array<Answer | undefined>) {
		const given = new Answers();
		for (const [i, combination] of queries.flatMap((one) => one.combinations).entries()) {
			const answer = answers[i];
			if (answer) given.set(combination, answer);
		}
		return given;
	}

	/** The result of one row that asks as many values as it has answers. */
	function resultOf(answers: Array<Answer | undefined>, extra = '') {
		const mobileNumber = [...answers.map((_, i) => `1380000000${i}`), extra];
		const { queries } = readAndPlan([{ mobileNumber }]);
		return matchAll(queries, answersTo(queries, ...answers))[0];
	}

	const UNUSABLE = '1.38E+10';

	test.each<[string, Array<Answer | undefined>, string, string]>([
		['a call that failed, before all', [found, skipped, rejected, failed], UNUSABLE, 'failed'],
		['a call that was not made, then', [found, skipped, rejected], UNUSABLE, 'skipped'],
		['a call without an answer, the same', [found, undefined], '', 'skipped'],
		['a talent, then', [rejected, found], UNUSABLE, 'matched'],
		['a value that Feishu rejected, then', [nobody, rejected], '', 'failed'],
		['a value that is unusable, then', [nobody], UNUSABLE, 'failed'],
		['nothing of all that', [nobody, nobody], '', 'unmatched'],
		['no identifier', [], '', 'unmatched'],
	])('decides by %s: %j and %j make it %s', (_, answers, extra, status) => {
		expect(resultOf(answers, extra)?.status).toBe(status);
	});

	test('a failed item has the reason, and the first value it failed for', () => {
		expect(resultOf([nobody, failed, rejected])).toEqual({
			status: 'failed',
			failure,
			identifier: '13800000001',
		});
		expect(resultOf([rejected, rejected])).toEqual({
			status: 'failed',
			failure: rejection,
			identifier: '13800000000',
		});
		expect(resultOf([nobody], UNUSABLE)).toMatchObject({
			failure: { message: 'The spreadsheet rounded this number' },
			identifier: UNUSABLE,
		});
	});

	test('a failed item names all values of its combination, shortened', () => {
		const email = `${'a'.repeat(200)}@x.com`;
		const { queries } = readAndPlan([{ mobileNumber: A, email }]);
		expect(matchAll(queries, answersTo(queries, failed))[0]).toMatchObject({
			identifier: `${A}, ${'a'.repeat(100)}…`,
		});
	});

	test('a talent found by several values is one, at the index of its first find, with every kind', () => {
		const { queries } = readAndPlan([{ mobileNumber: A, email: 'a@x.com' }], 'any');
		const answers = answersTo(
			queries,
			{ status: 'answered', talents: [talent('1'), talent('2')] },
			{ status: 'answered', talents: [talent('3'), talent('1', { email: 'a@x.com' })] },
		);
		expect(matchAll(queries, answers)).toEqual([
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
		const { queries } = readAndPlan([{ mobileNumber: A }, { mobileNumber: B }]);
		expect(matchAll(queries, answersTo(queries, nobody, found))).toEqual([
			{ status: 'unmatched' },
			{ status: 'matched', matches: [{ talent: talent('1'), matchedBy: ['mobile_number'] }] },
		]);
	});

	test('a talent that two values of an item find is one match', () => {
		expect(resultOf([found, found])).toEqual({
			status: 'matched',
			matches: [{ talent: talent('1'), matchedBy: ['mobile_number'] }],
		});
	});

	test('a failed item shows the cell of its number, not that of the same number in another country', () => {
		const mobileNumber = ['91234567', '+852 91234567'];
		const { queries } = readAndPlan([{ mobileNumber }]);
		expect(matchAll(queries, answersTo(queries, nobody, failed))[0]).toMatchObject({
			identifier: '+852 91234567 (read as 91234567)',
		});
	});

	test('a failed item says how its cell was read where that is not what it says', () => {
		const { queries } = readAndPlan([{ mobileNumber: '138-0000-0001' }]);
		expect(matchAll(queries, answersTo(queries, failed))[0]).toMatchObject({
			identifier: '138-0000-0001 (read as 13800000001)',
		});
	});

	test('a failed item shows its own cell, not that of another item with the same value', () => {
		const rows = [{ mobileNumber: '138-0000-0001' }, { mobileNumber: '1380 0000 001' }];
		const { queries } = readAndPlan(rows);
		expect(matchAll(queries, answersTo(queries, failed))).toMatchObject(
			rows.map(({ mobileNumber }) => ({ identifier: `${mobileNumber} (read as 13800000001)` })),
		);
	});

	test.each<[string, Answer, Answer | undefined, object]>([
		['rejected in both', rejected, rejected, { status: 'failed', identifier: 'A@x.com' }],
		['rejected in one, and nobody', rejected, nobody, { status: 'unmatched' }],
		['nobody, and rejected in one', nobody, rejected, { status: 'unmatched' }],
		['rejected in one, and a talent', rejected, found, { status: 'matched' }],
		['nobody, and a failed call', nobody, failed, { status: 'failed', identifier: 'A@x.com' }],
		['nobody, and not asked', nobody, undefined, { status: 'skipped' }],
	])('of a value in two spellings, decides by both: %s', (_, likeliest, other, expected) => {
		const { queries, planner } = readAndPlan([{ email: 'A@x.com' }]);
		const query = defined(queries[0], 'query');
		const otherSpellings = defined(planner.addOtherSpellings(query), 'other spellings');
		const answers = answersTo(queries, likeliest);
		const spelled = defined(otherSpellings.flat()[0], 'other spelling');
		if (other) answers.set(spelled, other);
		expect(matchQuery(query, answers, otherSpellings)).toMatchObject(expected);
	});

	test.each<[string, Array<Answer | undefined>, boolean]>([
		['nobody and rejected', [nobody, rejected], true],
		['a talent', [nobody, found], false],
		['a failed call', [rejected, failed], false],
		['a call that was not made', [nobody, skipped], false],
		['no answer', [nobody, undefined], false],
	])('is open to other spellings after %s: %j, %p', (_, answers, expected) => {
		const { queries } = readAndPlan([{ mobileNumber: [A, B] }]);
		const [one] = queries;
		expect(isUnanswered(one?.combinations ?? [], answersTo(queries, ...answers))).toBe(expected);
	});
});
