/** The built node in n8n-core's engine against the simulator: outputs, pairing, On Error. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { storedCredentials } from '../support/engine/built';
import { NODE_TYPE, runNode } from '../support/engine/engine';
import type { OnError, RunOptions, RunResult } from '../support/engine/engine';
import { defined } from '../support/defined';
import { badNumbersOf, candidate, people } from '../support/arbitraries';
import { expectedOf, observed } from '../support/oracle';
import type { Case } from '../support/oracle';
import { PARAMETERS, makeSheet } from '../support/sheets';
import { Hire } from '../support/feishu/hire';
import { REJECTING, withDefaults } from '../support/feishu/settings';
import { Simulator } from '../support/feishu/simulator';

const [everyone = []] = fc
	.sample(people, { seed: 1, numRuns: 20 })
	.sort((a, b) => b.length - a.length);
const feishu = { ...REJECTING, people: everyone, badNumbers: badNumbersOf(REJECTING) };
const hire = new Hire(everyone, withDefaults(feishu));
/** Few enough that their calls are made at once, within the limit of a second. */
const cases = fc.sample(candidate, { seed: 2, numRuns: 40 });

/** The cases that fail on their own or by a bad number. */
function failing(matchBy: 'all' | 'any'): Set<number> {
	const { matched } = expectedOf(cases, { hire, matchBy, output: 'talent' });
	return new Set(matched.flatMap((one) => ('failed' in one ? [one.failed] : [])));
}

let simulator: Simulator;

beforeEach(async () => {
	simulator = await Simulator.start(feishu);
});
afterEach(async () => await simulator.stop());

const run = async (
	given: Case[],
	parameters: IDataObject,
	options: Partial<RunOptions> = {},
): Promise<RunResult> =>
	await runNode({
		items: given.map(({ item }) => item),
		parameters: { ...PARAMETERS, ...parameters },
		credentials: storedCredentials({ baseUrl: simulator.url }),
		...options,
	});

/** The input item that the engine traced each output item back to. */
function expectTraced(given: Case[], origins: unknown[], expected: number[]): void {
	expect(origins).toEqual(expected.map((item) => plain(defined(given[item], 'row').item.json)));
}

/** As JSON, for the engine's tracing drops what is undefined. */
const plain = (json: IDataObject) => JSON.parse(JSON.stringify(json)) as IDataObject;

const itemsOf = (matched: ReturnType<typeof observed>['matched']) =>
	matched.map((one) => ('failed' in one ? one.failed : one.item));

describe.each(['all', 'any'] as const)('match by %s', (matchBy) => {
	describe.each(['talent', 'match'] as const)('one item per %s', (output) => {
		const settings = { hire, matchBy, output };

		test('On Error = stop: matched and unmatched, in order and traced', async () => {
			const bad = failing(matchBy);
			const good = cases.filter((_, index) => !bad.has(index));
			const result = await run(good, { matchBy, output });
			const expected = expectedOf(good, settings);

			expect(result.error).toBeUndefined();
			expect(observed(result.matched, result.unmatched)).toEqual(expected);
			expectTraced(good, result.origins.matched, itemsOf(expected.matched));
			expectTraced(good, result.origins.unmatched, expected.unmatched);
		});

		test('On Error = continue: failed items at their places on Matched', async () => {
			const result = await run(cases, { matchBy, output }, { onError: 'continueRegularOutput' });
			const expected = expectedOf(cases, settings);

			expect(expected.matched.some((one) => 'failed' in one)).toBe(true);
			expect(observed(result.matched, result.unmatched)).toEqual(expected);
			expectTraced(cases, result.origins.matched, itemsOf(expected.matched));
		});

		test('On Error = error output: failed items there, with the fields of their rows', async () => {
			const result = await run(cases, { matchBy, output }, { onError: 'continueErrorOutput' });
			const expected = expectedOf(cases, settings);
			const good = expected.matched.filter((one) => !('failed' in one));
			const bad = itemsOf(expected.matched.filter((one) => 'failed' in one));

			expect(observed(result.matched, result.unmatched)).toEqual({ ...expected, matched: good });
			expectTraced(cases, result.origins.failed, bad);
			expect(result.failed.map(({ json }) => json)).toEqual(
				bad.map((item) => ({
					...defined(cases[item], 'row').item.json,
					error: expect.any(String),
					message: expect.stringMatching(/^.{10}.*In the input: ./s),
				})),
			);
		});
	});
});

test('stops at the first failure: names the item, counts, and says how to continue', async () => {
	const result = await run(
		[1, 2, 3].map((n) => ({
			item: { json: { m: n === 2 ? '13900000666' : `1380000000${n}` } },
			values: [],
		})),
		{},
	);
	expect(result.error?.message).toBe('Feishu does not accept the mobile number (code 1002009)');
	expect(result.error?.context.itemIndex).toBe(1);
	expect(result.error?.httpCode).toBe('400');
	expect(result.error?.description).toContain('In the input: 13900000666.');
	expect(result.error?.description).toContain('1 of 3 items failed');
	expect(result.error?.description).toContain('On Error');
	expect(result.error?.description).toMatch(/Log ID: \w+\./);
});

test('stops before any call when a row is unusable', async () => {
	const result = await run(
		[
			{ item: { json: { m: '13800000001' } }, values: [] },
			{ item: { json: { m: '1.38E+10' } }, values: [] },
		],
		{},
	);
	expect(result.error?.message).toBe('The spreadsheet rounded this number');
	expect(result.error?.description).toContain('In the input: 1.38E+10.');
	expect(result.error?.context.itemIndex).toBe(1);
	expect(simulator.calls).toHaveLength(0);
});

test('items without identifiers are unmatched and counted in the hint', async () => {
	const given = [{ m: '13800000001' }, { m: '' }, { m: '无' }].map((json) => ({
		item: { json },
		values: [],
	}));
	const result = await run(given, {});
	expect(result.unmatched.map(({ pairedItem }) => pairedItem)).toEqual(
		expect.arrayContaining([{ item: 1 }, { item: 2 }]),
	);
	expect(result.hints).toHaveLength(1);
	expect(result.hints[0]?.message).toContain(
		'Unmatched rows without a mobile number, email or identification number: 2 (the first is item 1).',
	);
});

test.each<[OnError]>([['stopWorkflow'], ['continueRegularOutput']])(
	'no identifier at all is an error that names the parameters (%s)',
	async (onError) => {
		const result = await run([{ item: { json: {} }, values: [] }], {}, { onError });
		const { message, description } = result.error ?? {};
		const shown = onError === 'stopWorkflow' ? [message, description] : result.matched[0]?.json;
		expect(JSON.stringify(shown)).toMatch(
			/No item gives.*Mobile Number, Email or Identification Number/,
		);
		expect(simulator.calls).toHaveLength(0);
	},
);

test('includes input fields and binary data; the talent wins a clash', async () => {
	const [mobile] = everyone
		.flatMap((person) => person.mobile ?? [])
		.filter(({ code, number }) => code === '86' && !feishu.badNumbers.has(number));
	const binary = { cv: { data: 'eA==', mimeType: 'text/plain' } };
	const json = { m: defined(mobile, 'good number').number, talent_id: 'mine', note: 'kept' };
	const result = await run([{ item: { json, binary }, values: [] }], {
		output: 'match',
		includeInputFields: true,
	});
	expect(result.matched[0]).toMatchObject({
		json: {
			note: 'kept',
			m: json.m,
			mobile_number: json.m,
			talent_id: expect.stringMatching(/^7/),
		},
		binary,
	});
});

test('an unmatched item is a copy of the input with binary data; the input stays as it was', async () => {
	const binary = { cv: { data: 'eA==', mimeType: 'text/plain' } };
	const item = {
		json: { m: '13811111111', deep: { kept: true } },
		binary,
		pairedItem: { item: 7 },
	};
	const before = structuredClone(item);
	const result = await run([{ item, values: [] }], {});
	expect(result.unmatched).toEqual([{ json: item.json, binary, pairedItem: { item: 0 } }]);
	expect(item).toEqual(before);
});

test('as an AI tool an unmatched item is an answer on the first output', async () => {
	const rows = [{ item: { json: { m: '13811111111' } }, values: [] }];
	const result = await run(rows, {}, { type: `${NODE_TYPE}Tool` });
	expect(result.matched).toEqual([
		{
			json: { matched: false, message: 'Feishu Hire has no talent with these identifiers.' },
			pairedItem: { item: 0 },
		},
	]);
	expect(result.unmatched).toEqual([]);
});

test.each([
	['batchSize', 0],
	['batchSize', 1e9],
	['requestsPerSecond', 51],
	['requestsPerMinute', 0.5],
	['maxTries', 0],
	['timeout', 'soon'],
])('an option out of its bounds is a clear error: %s = %s', async (name, value) => {
	const result = await run(makeSheet(1_000).cases, { options: { [name]: value } });
	expect(result.error?.message).toMatch(/^\D+ must be a whole number from 1 to \d+$/);
	expect(result.error?.description).toMatch(/^Set .+ in the options of this node\.$/);
	expect(simulator.calls).toHaveLength(0);
});

test('a hundred values share a call, and equal ones are asked once', async () => {
	const rows = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			item: { json: { m: `137${String(i).padStart(8, '0')}` } },
			values: [],
		}));
	await run(rows(100), {}, { traces: false });
	expect(simulator.calls).toHaveLength(1);
	await run([...rows(1_000), ...rows(1_000)], {}, { traces: false });
	expect(simulator.calls).toHaveLength(11);
});
