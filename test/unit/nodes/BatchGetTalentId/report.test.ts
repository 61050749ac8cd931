/** The hint of a run, and its progress in the log. */
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { RunSummary, createProgressReporter } from '../../../../nodes/BatchGetTalentId/report';
import { Answers } from '../../../../nodes/BatchGetTalentId/types';
import type {
	Identifier,
	IdentifierKind,
	LookUpOutcome,
	Match,
	Result,
	TalentQuery,
} from '../../../../nodes/BatchGetTalentId/types';
import { defined } from '../../../support/defined';

const identifier = { kind: 'email' } as Identifier;
const query = (itemIndex: number, identifiers = [identifier]): TalentQuery => ({
	itemIndex,
	identifiers,
});
const matched = (...ids: string[]): Result => ({
	status: 'matched',
	matches: ids.map((talent_id): Match => ({ talent: { talent_id }, matchedBy: [] })),
});

const OUTCOME: LookUpOutcome = {
	answers: new Answers(),
	otherSpellings: new Map(),
	spellingsNotAsked: 0,
	otherIdentifiers: 0,
	calls: 1,
};

type ParameterArguments = [string, number, string, { rawExpressions?: boolean }];

/** The hint of a run of 1.9 s whose mobile number is set, and nothing else. */
function hintOf(
	queries: TalentQuery[],
	results: Result[],
	outcome: Partial<LookUpOutcome> = {},
	talents = 1,
) {
	const hints: NodeExecutionHint[] = [];
	const context = {
		addExecutionHints: (hint: NodeExecutionHint) => hints.push(hint),
		getNodeParameter: (...[name, , fallback, { rawExpressions }]: ParameterArguments) =>
			name === 'mobileNumber' && rawExpressions ? '={{ $json.m }}' : fallback,
	};
	const times = [1_000, 2_949];
	jest.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 2_949);
	const summary = new RunSummary(context as unknown as IExecuteFunctions);
	for (const [i, result] of results.entries()) summary.add(defined(queries[i], 'query'), result);
	summary.show({ ...OUTCOME, ...outcome }, talents);
	expect(hints).toHaveLength(1);
	return hints[0];
}

afterEach(() => jest.restoreAllMocks());

test('sums a run up in one hint, in counts only', () => {
	const mobile = { kind: 'mobile_number' } as Identifier;
	const queries = Array.from({ length: 1_234 }, (_, i) => query(i, i < 30 ? [] : [mobile]));
	const results = queries.map((_, i): Result => {
		if (i < 1_100) return { status: 'unmatched' };
		if (i < 1_110) return { status: 'failed', failure: { message: 'x' } };
		if (i < 1_112) return { status: 'skipped' };
		return matched(`${i % 50}`, `${i}`);
	});
	expect(hintOf(queries, results, { calls: 13 }, 172)).toEqual({
		message:
			'1,234 rows: 122 matched (172 talents), 1,100 unmatched, 12 failed. ' +
			'Unmatched rows without a mobile number, email or identification number: 30 (the first is item 0). ' +
			'13 calls to Feishu in 1.9 s.',
		type: 'info',
		location: 'outputPane',
	});
});

test('counts one row in the singular', () => {
	expect(hintOf([query(0)], [matched('1')])?.message).toBe(
		'1 row: 1 matched (1 talent), 0 unmatched, 0 failed. 1 call to Feishu in 1.9 s.',
	);
});

test('counts unmatched rows whose number is no valid one, and names the first', () => {
	const invalid = { kind: 'mobile_number', invalid: true } as Identifier;
	const queries = [query(0), query(1, [invalid]), query(2, [invalid]), query(3, [invalid])];
	const unmatched: Result = { status: 'unmatched' };
	const hint = hintOf(queries, [unmatched, matched('1'), unmatched, unmatched]);
	expect(hint?.message).toContain(
		'Unmatched rows whose mobile number is no valid one of its country: 2 (the first is item 2).',
	);
});

test.each([
	[19, false],
	[20, true],
])('names a parameter that is set and was empty in all of %i rows: %s', (rows, isNamed) => {
	const queries = Array.from({ length: rows }, (_, i) => query(i));
	const results = queries.map((): Result => ({ status: 'unmatched' }));
	const { message = '' } = hintOf(queries, results) ?? {};
	expect(message.includes('Mobile Number was empty in every row')).toBe(isNamed);
	expect(message).not.toContain('Identification Number was empty');
});

test('counts talents with other identifiers, and rows whose other spellings were not asked', () => {
	const hint = hintOf([query(0)], [matched('1')], { otherIdentifiers: 2, spellingsNotAsked: 1 });
	expect(hint?.message).toContain('2 talents came back with another identifier than asked.');
	expect(hint?.message).toMatch(/other spellings, because .* or they were too many: 1\./);
});

test('warns of ambiguous replies, for they take more calls', () => {
	expect(hintOf([query(0)], [matched('1')], { hasAmbiguousReplies: true })).toMatchObject({
		type: 'warning',
		message: expect.stringContaining('so more calls than usual were needed'),
	});
});

test('logs progress every five seconds, in counts only', () => {
	const lines: string[] = [];
	const logger = { info: (line: string) => lines.push(line) } as never;
	let now = 0;
	const report = createProgressReporter({ logger }, () => now);
	for (let answered = 1; answered <= 1_500; answered++) {
		now += 10;
		report(answered, 1_500, answered * 2);
	}
	expect(lines).toEqual([
		'Feishu Hire: 500 of 1,500 batches answered, 1,000 calls made',
		'Feishu Hire: 1,000 of 1,500 batches answered, 2,000 calls made',
		'Feishu Hire: 1,500 of 1,500 batches answered, 3,000 calls made',
	]);
});

test('names a parameter that was empty in every row, from 20 rows on, also where rows cannot be read', () => {
	const rows = Array.from({ length: 20 }, (_, i) => query(i));
	const unread = (kinds: IdentifierKind[]) => ({
		itemIndex: 0,
		identifiers: [],
		problem: { message: 'rounded', description: 'what to do', kinds },
	});
	const emailOf = (i: number): TalentQuery => ({
		itemIndex: i,
		identifiers: [
			{ kind: 'email', value: 'a@x.com', key: 'a@x.com', qualifier: '', suspect: false },
		],
	});
	const hint = (queries: TalentQuery[]) =>
		hintOf(
			queries,
			queries.map((): Result => ({ status: 'unmatched' })),
		)?.message;
	const sentence = 'Mobile Number was empty in every row';
	expect(hint(rows.map((_, i) => emailOf(i)))).toContain(sentence);
	expect(hint([unread(['email']), ...rows.slice(1).map((_, i) => emailOf(i))])).toContain(sentence);
	expect(
		hint([unread(['mobile_number', 'email']), ...rows.slice(1).map((_, i) => emailOf(i))]),
	).not.toContain(sentence);
	expect(hint(rows.slice(0, 19).map((_, i) => emailOf(i)))).not.toContain(sentence);
});
