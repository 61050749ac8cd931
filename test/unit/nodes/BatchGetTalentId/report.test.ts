import { ExpressionError } from 'n8n-workflow';

import { executeContext } from '../../../support/executeContext';

import {
	failureOfRun,
	progressReporter,
	reportRun,
} from '../../../../nodes/BatchGetTalentId/report';
import type {
	Identifier,
	Match,
	Result,
	TalentQuery,
} from '../../../../nodes/BatchGetTalentId/types';

const identifier = { kind: 'email' } as Identifier;
const query = (itemIndex: number, identifiers = [identifier]): TalentQuery => ({
	itemIndex,
	identifiers,
});
const matched = (...ids: string[]): Result => ({
	status: 'matched',
	matches: ids.map((talent_id): Match => ({ talent: { talent_id }, matchedBy: [] })),
});

function hintOf(...args: Parameters<typeof reportRun> extends [unknown, ...infer A] ? A : never) {
	const { context, hints } = executeContext();
	reportRun(context, ...args);
	expect(hints).toHaveLength(1);
	return hints[0];
}

test('one hint sums a run up in counts', () => {
	const queries = Array.from({ length: 1_234 }, (_, i) => query(i, i < 30 ? [] : undefined));
	const results = queries.map((_, i): Result => {
		if (i < 1_100) return { status: 'unmatched' };
		if (i < 1_110) return { status: 'failed', failure: { message: 'x' } };
		if (i < 1_112) return { status: 'skipped' };
		return matched(`${i % 50}`, `${i}`);
	});
	expect(hintOf(queries, results, { answers: new Map(), calls: 13 }, 1_949)).toEqual({
		message:
			'1,234 rows: 122 matched (172 talents), 1,100 unmatched, 12 failed. ' +
			'Of the unmatched, 30 had no mobile number, email or identification number. ' +
			'13 calls to Feishu in 1.9 s.',
		type: 'info',
		location: 'outputPane',
	});
});

test('a single row in the singular', () => {
	const hint = hintOf([query(0)], [matched('1')], { answers: new Map(), calls: 1 }, 60);
	expect(hint?.message).toBe(
		'1 row: 1 matched (1 talent), 0 unmatched, 0 failed. 1 call to Feishu in 0.1 s.',
	);
});

test('unclear replies make it a warning that says why it took more calls', () => {
	const outcome = { answers: new Map(), calls: 9, repliesUnclear: true };
	expect(hintOf([query(0)], [matched('1')], outcome, 60)).toMatchObject({
		type: 'warning',
		message: expect.stringContaining('so more calls than usual were needed'),
	});
});

test('progress is logged every five seconds, in counts only', () => {
	const { context, said } = executeContext();
	let now = 0;
	const report = progressReporter(context, 1_500, () => now);
	for (let answered = 1; answered <= 1_500; answered++) {
		now += 10;
		report(answered, answered * 2);
	}
	expect(said).toEqual([
		'Feishu Hire: 500 of 1,500 batches answered, 1,000 calls made',
		'Feishu Hire: 1,000 of 1,500 batches answered, 2,000 calls made',
		'Feishu Hire: 1,500 of 1,500 batches answered, 3,000 calls made',
	]);
});

describe('what ends a run as a whole', () => {
	const failure = (
		error: unknown,
		{ continues = true, signal = new AbortController().signal } = {},
	) => failureOfRun(executeContext({ continueOnFail: continues, signal }).context, error);
	const lost = new Error('Connection terminated');

	test('is thrown with On Error = stop; an error of n8n as it is, with its item', () => {
		expect(() => failure(lost, { continues: false })).toThrow(
			expect.objectContaining({ name: 'NodeOperationError', message: lost.message }),
		);
		const error = new ExpressionError('invalid syntax', { itemIndex: 7 });
		expect(() => failure(error, { continues: false })).toThrow(error);
		expect(error.context.itemIndex).toBe(7);
	});

	test('is what fails each item with On Error = continue', () => {
		expect(failure(lost)).toEqual({ message: lost.message });
	});

	test('is thrown once the execution was cancelled, as a cancellation', () => {
		expect(() => failure(lost, { signal: AbortSignal.abort() })).toThrow(/canceled/);
	});
});
