/** The items of both outputs: what they hold, in which order, and which input item each goes back to. */
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { ItemEmitter, failItems } from '../../../../nodes/BatchGetTalentId/emit';
import type { EmitSettings } from '../../../../nodes/BatchGetTalentId/emit';
import { FeishuError } from '../../../../nodes/BatchGetTalentId/feishu/errors';
import type {
	IdentifierKind,
	Match,
	Result,
	Talent,
} from '../../../../nodes/BatchGetTalentId/types';
import { emitAll, readItems } from '../../../support/pipeline';

const match = (talent_id: string, fields: object = {}, ...matchedBy: IdentifierKind[]): Match => ({
	talent: { talent_id, ...fields },
	matchedBy,
});
const matched = (...matches: Match[]): Result => ({ status: 'matched', matches });
const unmatched: Result = { status: 'unmatched' };
const skipped: Result = { status: 'skipped' };
const failed = (message: string): Result => ({ status: 'failed', failure: { message } });

/** An item as it comes out, with the index of the input item it goes back to. */
const out = (json: IDataObject, item: number) => ({ json, pairedItem: { item } });
const notLookedUp = (item: number) =>
	out(
		{
			error: 'The run ended before this item was looked up',
			message: 'See the other items for the reason.',
		},
		item,
	);

/** So that what changes it throws. */
function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
	return Object.freeze(value);
}

const SETTINGS: EmitSettings = {
	matchBy: 'all',
	output: 'talent',
	includeInputFields: false,
	includeIdentifiers: false,
	isTool: false,
};

/** Emits results, of items that hold their index unless others are given; both are frozen. */
function emit(
	results: Result[],
	settings: Partial<EmitSettings> = {},
	items: INodeExecutionData[] = results.map((_, row) => ({ json: { row } })),
) {
	const given = { ...SETTINGS, ...settings };
	const [first, second] = emitAll(deepFreeze(items), deepFreeze(results), given);
	return { matched: first, unmatched: second };
}

test('an unmatched item does not keep the error of a node before, by which n8n would call it failed', () => {
	const items = [{ json: { row: 0 }, error: new Error('before') as never }];
	expect(emit([unmatched], {}, items).unmatched.map((one) => 'error' in one)).toEqual([false]);
	expect(items[0]?.error).toBeInstanceOf(Error);
});

describe.each(['talent', 'match'] as const)('with one item per %s', (output) => {
	test('keeps the order of the input on both outputs, and pairs each item with its own', () => {
		const results = [
			unmatched,
			matched(match('b'), match('a')),
			failed('no'),
			skipped,
			unmatched,
			matched(match('c')),
		];
		expect(emit(results, { output })).toStrictEqual({
			matched: [
				out({ talent_id: 'b' }, 1),
				out({ talent_id: 'a' }, 1),
				out({ error: 'no', message: 'no' }, 2),
				notLookedUp(3),
				out({ talent_id: 'c' }, 5),
			],
			unmatched: [out({ row: 0 }, 0), out({ row: 4 }, 4)],
		});
	});

	test('counts each talent once', () => {
		const emitter = new ItemEmitter({ ...SETTINGS, output });
		for (const [itemIndex, ids] of [['a', 'b'], ['b'], []].entries()) {
			const result = matched(...ids.map((id) => match(id)));
			emitter.emit({ json: {} }, result, { itemIndex, identifiers: [] });
		}
		expect(emitter.talents).toBe(2);
	});

	test('loses no item and no talent, whatever became of them', () => {
		const found = fc.constantFrom('a', 'b', 'c', 'd').map((id) => match(id));
		const result = fc.oneof(
			fc
				.uniqueArray(found, { minLength: 1, selector: ({ talent }) => talent.talent_id })
				.map((matches) => matched(...matches)),
			fc.constantFrom(unmatched, skipped, failed('no')),
		);
		fc.assert(
			fc.property(fc.array(result), (results) => {
				const seen = new Set<unknown>();
				const isShown = (id: string) => output === 'match' || (!seen.has(id) && seen.add(id));
				const ids = results.map((one) =>
					one.status === 'matched'
						? one.matches.map(({ talent }) => talent.talent_id).filter(isShown)
						: one.status === 'unmatched'
							? []
							: [undefined],
				);
				const given = emit(results, { output });
				expect(given.matched.map(({ json, pairedItem }) => [pairedItem, json.talent_id])).toEqual(
					ids.flatMap((some, item) => some.map((id) => [{ item }, id])),
				);
				expect(given.unmatched.map(({ json }) => json.row)).toEqual(
					results.flatMap(({ status }, row) => (status === 'unmatched' ? row : [])),
				);
			}),
		);
	});

	test('adds the kinds that a talent was matched by with any, and only then', () => {
		const results = [matched(match('a', { name: 'Li' }, 'mobile_number', 'email'))];
		expect(emit(results, { output, matchBy: 'any' }).matched).toStrictEqual([
			out({ talent_id: 'a', name: 'Li', matched_by: ['mobile_number', 'email'] }, 0),
		]);
		expect(emit(results, { output, matchBy: 'all' }).matched).toStrictEqual([
			out({ talent_id: 'a', name: 'Li' }, 0),
		]);
	});
});

const twice = [
	matched(match('a', { name: '', email: 'a@x.com' }, 'email'), match('b', {}, 'email')),
	unmatched,
	matched(match('a', { name: 'Li', email: 'b@x.com', note: 1 }, 'mobile_number')),
	matched(match('a', { name: 'Wu' }, 'identification_number'), match('c', {}, 'email')),
];

test('one item per talent: its fields are merged over all its items; index and pairing are those of the first', () => {
	const merged = { talent_id: 'a', name: 'Li', email: 'a@x.com', note: 1 };
	expect(emit(twice).matched).toStrictEqual([
		out(merged, 0),
		out({ talent_id: 'b' }, 0),
		out({ talent_id: 'c' }, 3),
	]);
	const kinds = ['mobile_number', 'email', 'identification_number'];
	expect(emit(twice, { matchBy: 'any' }).matched[0]).toStrictEqual(
		out({ ...merged, matched_by: kinds }, 0),
	);
});

test('one item per match: each shows what its own item found', () => {
	const { matched: items } = emit(twice, { output: 'match' });
	expect(items.filter(({ json }) => json.talent_id === 'a')).toStrictEqual([
		out({ talent_id: 'a', name: '', email: 'a@x.com' }, 0),
		out({ talent_id: 'a', name: 'Li', email: 'b@x.com', note: 1 }, 2),
		out({ talent_id: 'a', name: 'Wu' }, 3),
	]);
});

test('one item per match: items that share a talent do not share its fields', () => {
	const talent: Talent = { talent_id: 'a' };
	const shared = matched({ talent, matchedBy: [] });
	const [first, second] = emit([shared, shared], { output: 'match' }).matched;
	expect([first?.json, second?.json]).toEqual([talent, talent]);
	expect(first?.json).not.toBe(second?.json);
	expect(first?.json).not.toBe(talent);
});

describe('with the input fields', () => {
	const binary = { cv: { data: 'AA==', mimeType: 'application/pdf' } };
	const items: INodeExecutionData[] = [
		{ json: { row: 1, email: 'mine', matched_by: 'me' }, binary },
		{ json: { row: 2 } },
	];
	const results = [
		matched(match('a', { email: 'a@x.com' }, 'email'), match('b', {}, 'email')),
		matched(match('a', {}, 'email')),
	];

	test('adds those of its item to each match, the talent’s winning a clash, and its binary data', () => {
		const settings = { output: 'match', includeInputFields: true } as const;
		expect(emit(results, settings, items).matched).toStrictEqual([
			{ ...out({ row: 1, email: 'a@x.com', matched_by: 'me', talent_id: 'a' }, 0), binary },
			{ ...out({ row: 1, email: 'mine', matched_by: 'me', talent_id: 'b' }, 0), binary },
			out({ row: 2, talent_id: 'a' }, 1),
		]);
		const [any] = emit(results, { ...settings, matchBy: 'any' }, items).matched;
		expect(any?.json.matched_by).toEqual(['email']);
	});

	test.each([
		{ output: 'match', includeInputFields: false },
		{ output: 'talent', includeInputFields: true },
	] as const)('adds none with %j', (settings) => {
		const fields = emit(results, settings, items).matched.flatMap((item) => [
			...Object.keys(item),
			...Object.keys(item.json),
		]);
		expect(new Set(fields)).toEqual(new Set(['json', 'pairedItem', 'talent_id', 'email']));
	});
});

describe('a failed item', () => {
	const items = [{ json: { row: 1 }, binary: {} }];
	const settings = { output: 'match', includeInputFields: true } as const;
	const emitFailed = (result: Result) => emit([result], settings, items).matched;

	test('has an error, a message and its pairing, and nothing else, so that n8n routes it', () => {
		const failure = new FeishuError({
			retry: 'never',
			failure: 'value',
			message: 'bad number',
			description: 'Check it.',
			code: 1002009,
			logId: 'LOG',
			status: 400,
		});
		expect(emitFailed({ status: 'failed', failure, identifier: '123' })).toStrictEqual([
			out({ error: 'bad number', message: 'Check it. In the input: 123.' }, 0),
		]);
	});

	test('has two texts always: n8n takes one that is empty for no error', () => {
		const failure = { message: 'no', description: '', code: 0, logId: undefined };
		expect(emitFailed({ status: 'failed', failure, identifier: '' })).toStrictEqual([
			out({ error: 'no', message: 'no' }, 0),
		]);
	});

	test('is also one that was skipped, or has no result', () => {
		expect(emitFailed(skipped)).toStrictEqual([notLookedUp(0)]);
		expect(emit([], settings, items)).toStrictEqual({ matched: [notLookedUp(0)], unmatched: [] });
	});
});

describe('an unmatched item', () => {
	test('has the identifiers that were read if asked for: the first of each kind, named as in the API', () => {
		const items = [
			{ json: { m: '138 0013 8000, 13900000000', code: '86', e: 'a@x.com', i: 'E1', type: 2 } },
			{ json: { m: '', code: '86', type: 1 } },
		];
		const settings = {
			matchBy: 'any',
			output: 'talent',
			includeInputFields: false,
			includeIdentifiers: true,
			isTool: false,
		} as const;
		const queries = readItems(items, 'any');
		const [, given] = emitAll(deepFreeze(items), [unmatched, unmatched], settings, queries);
		expect(given.map(({ json }) => json)).toEqual([
			{
				...items[0]?.json,
				identifiers: {
					mobile_code: '86',
					mobile_number: '13800138000',
					email: 'a@x.com',
					identification_type: 2,
					identification_number: 'E1',
				},
			},
			{ ...items[1]?.json, identifiers: {} },
		]);
	});

	test('is the input item itself, but with its own pairing', () => {
		const input = {
			json: { row: { deep: true } },
			binary: { cv: { data: 'AA==', mimeType: 'application/pdf' } },
			pairedItem: [{ item: 7, input: 1 }],
			metadata: { subExecution: { executionId: '1', workflowId: '2' } },
		};
		const [other, item] = emit([unmatched, unmatched], {}, [{ json: {} }, input]).unmatched;
		expect(item).toStrictEqual({ ...input, pairedItem: { item: 1 } });
		expect(item?.json).toBe(input.json);
		expect(other).toStrictEqual(out({}, 0));
	});

	test('of a tool is on Matched, in the order of the input, for the model sees that output only', () => {
		const given = emit([unmatched, matched(match('a')), unmatched], { isTool: true });
		const message = 'Feishu Hire has no talent with these identifiers.';
		expect(given).toStrictEqual({
			matched: [
				out({ matched: false, message }, 0),
				out({ talent_id: 'a' }, 1),
				out({ matched: false, message }, 2),
			],
			unmatched: [],
		});
		expect(given.matched[0]?.json).not.toBe(given.matched[2]?.json);
	});
});

test('fails every item where one failure ended the run', () => {
	const failure = { message: 'no scope', description: 'Ask the administrator.' };
	expect(failItems([{ json: { row: 0 } }, { json: { row: 1 } }], failure)).toStrictEqual(
		[0, 1].map((item) => out({ error: 'no scope', message: 'Ask the administrator.' }, item)),
	);
});
