/** The errors that stop a run, and what they say. */
import { ExpressionError } from 'n8n-workflow';
import type { IExecuteFunctions, INode } from 'n8n-workflow';

import {
	assertSomeIdentifiers,
	RunSummary,
	throwReadingFailures,
	toRunFailureOrThrow,
} from '../../../../nodes/BatchGetTalentId/report';
import type {
	Combination,
	Identifier,
	LookUpOutcome,
	PlannedQuery,
	Result,
	TalentQuery,
} from '../../../../nodes/BatchGetTalentId/types';

const identifier = { kind: 'email' } as Identifier;
const query = (itemIndex: number, identifiers = [identifier]): TalentQuery => ({
	itemIndex,
	identifiers,
});
const matched: Result = { status: 'matched', matches: [] };

/** What a function throws for its context. */
function thrownBy(act: (context: IExecuteFunctions) => void): unknown {
	try {
		act({ getNode: () => ({ name: 'Node' }) as INode } as IExecuteFunctions);
	} catch (error) {
		return error;
	}
	return undefined;
}

const CONTINUE_ADVICE =
	'To look the other rows up all the same, set On Error in the Settings of this node to Continue (using error output).';

describe('a sheet without any identifier', () => {
	const unreadable = { message: 'rounded', description: 'what to do', kinds: [] };
	const thrown = (...queries: TalentQuery[]) =>
		thrownBy((context) => assertSomeIdentifiers(context, queries));

	test('is an error that names the parameters', () => {
		expect(thrown(query(0, []), query(1, []))).toMatchObject({
			name: 'NodeOperationError',
			message: 'No item gives a mobile number, an email or an identification number',
			description: expect.stringMatching(/^Set Mobile Number, Email or Identification Number to/),
		});
	});

	test('is none where a row has one, be it one that cannot be read', () => {
		expect(thrown(query(0, []), query(1))).toBeUndefined();
		expect(thrown(query(0, []), { ...query(1, []), problem: unreadable })).toBeUndefined();
	});
});

describe('with On Error = stop, rows that cannot be looked up', () => {
	const problem = (message: string, cell?: string) => ({
		message,
		description: 'What to do.',
		kinds: [],
		identifier: cell,
	});
	const unread = (itemIndex: number, message: string, identifiers: Identifier[] = []) => ({
		...query(itemIndex, identifiers),
		problem: problem(message, `cell ${itemIndex}`),
		combinations: identifiers.map(() => ({}) as Combination),
	});
	const readable = { ...query(0), combinations: [{} as Combination] };
	const thrown = (...queries: PlannedQuery[]) =>
		thrownBy((context) => throwReadingFailures(context, queries));

	test('throw the reason of the first, and count all by reason', () => {
		const queries = [unread(1, 'masked'), unread(2, 'rounded'), unread(3, 'masked')];
		expect(thrown(readable, ...queries)).toMatchObject({
			name: 'NodeOperationError',
			message: 'masked',
			context: { itemIndex: 1 },
			description:
				'What to do. In the input: cell 1. Rows that cannot be looked up: ' +
				`masked: 2 (the first is item 1). rounded: 1 (the first is item 2). ${CONTINUE_ADVICE}`,
		});
	});

	test('are also those that ask too much', () => {
		const tooMany = { ...query(1), problem: problem('too many'), combinations: [] };
		expect(thrown(readable, tooMany)).toMatchObject({
			message: 'too many',
			context: { itemIndex: 1 },
			description: expect.stringMatching(/^What to do\. Rows that/),
		});
	});

	test('are not those of which another value can be read', () => {
		expect(thrown(unread(0, 'masked', [identifier]))).toBeUndefined();
	});
});

describe('with On Error = stop, a failure', () => {
	const failed = (message: string, status?: number): Result => ({
		status: 'failed',
		failure: { message, description: 'What to do.', status },
		identifier: 'a@x.com',
	});
	const thrown = (results: Result[], outcome: Pick<LookUpOutcome, 'runFailure'> = {}) =>
		thrownBy((context) => {
			const summary = new RunSummary(context);
			for (const [index, result] of results.entries()) summary.add(query(index), result);
			summary.throwFirstFailure(outcome as LookUpOutcome);
		});

	test('of an item is thrown as that of the first, with how many failed', () => {
		expect(
			thrown([matched, failed('first'), failed('second'), { status: 'skipped' }]),
		).toMatchObject({
			name: 'NodeOperationError',
			message: 'first',
			context: { itemIndex: 1 },
			description: `What to do. In the input: a@x.com. 2 of 4 items failed before the run was stopped. ${CONTINUE_ADVICE}`,
		});
	});

	test('without advice of its own says how many failed', () => {
		const failure = { message: 'first' };
		expect(thrown([{ status: 'failed', failure }])).toMatchObject({
			description: `1 of 1 items failed before the run was stopped. ${CONTINUE_ADVICE}`,
		});
	});

	test('of an HTTP status is an error of the API', () => {
		expect(thrown([failed('first', 400)])).toMatchObject({
			name: 'NodeApiError',
			message: 'first',
			httpCode: '400',
			description: expect.stringMatching(/^What to do\. In the input: a@x\.com\./),
			context: { itemIndex: 0 },
		});
	});

	test('of the run goes before those of items', () => {
		const runFailure = { message: 'no scope', description: 'Ask the administrator.' };
		const error = thrown([failed('first')], { runFailure });
		expect(error).toMatchObject(runFailure);
		expect(error).not.toHaveProperty('context.itemIndex', expect.any(Number));
	});

	test('is not thrown where none is', () => {
		expect(thrown([matched, { status: 'unmatched' }])).toBeUndefined();
	});
});

describe('an error that ends the run as a whole', () => {
	const failure = (
		error: unknown,
		{ continues = true, signal = new AbortController().signal } = {},
	) =>
		toRunFailureOrThrow(
			{
				continueOnFail: () => continues,
				getExecutionCancelSignal: () => signal,
				getNode: () => ({ name: 'Node' }) as INode,
			} as unknown as IExecuteFunctions,
			error,
		);
	const lost = new Error('Connection terminated');

	test('is thrown with On Error = stop; an error of n8n as it is, with its item', () => {
		expect(() => failure(lost, { continues: false })).toThrow(
			expect.objectContaining({ name: 'NodeOperationError', message: lost.message }),
		);
		const error = new ExpressionError('invalid syntax', { itemIndex: 7 });
		expect(() => failure(error, { continues: false })).toThrow(error);
		expect(error.context.itemIndex).toBe(7);
	});

	test('is the failure of each item with On Error = continue', () => {
		expect(failure(lost)).toEqual({ message: lost.message });
		const error = new ExpressionError('invalid syntax', { description: 'What to do.' });
		expect(failure(error)).toEqual({ message: 'invalid syntax', description: 'What to do.' });
	});

	test('is thrown once the execution was cancelled, as a cancellation', () => {
		expect(() => failure(lost, { signal: AbortSignal.abort() })).toThrow(/canceled/);
	});
});
