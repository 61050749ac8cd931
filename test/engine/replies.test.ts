/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Replies and input that do not fit, and runs that are cancelled. */
import { runNode, storedCredentials } from './engine';
import type { RunOptions } from './engine';
import { expectedOf, observed } from '../oracle';
import { PARAMETERS, makeSheet, numberOf } from '../sheets';
import { Simulator } from '../simulator/simulator';
import type { SimulatorSettings } from '../simulator/simulator';
import { TalentStore } from '../simulator/store';

type Talents = Array<Record<string, unknown>>;

const { cases, people } = makeSheet(1_000);
const expected = expectedOf(cases, {
	store: new TalentStore(people),
	matchBy: 'all',
	output: 'match',
	isBad: () => false,
});

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const run = async (settings: Partial<SimulatorSettings>, options: Partial<RunOptions> = {}) => {
	simulator = await Simulator.start({ people, ...settings });
	return await runOn(simulator, options);
};

const runOn = async ({ url }: Simulator, options: Partial<RunOptions>) =>
	await runNode({
		items: cases.map(({ item }) => item),
		credentials: storedCredentials({ baseUrl: url }),
		onError: 'continueRegularOutput',
		...options,
		parameters: { ...PARAMETERS, output: 'match', ...options.parameters },
	});

const eachTalent = (change: (talent: Record<string, unknown>) => object) => (talents: Talents) =>
	talents.map((talent) => ({ ...talent, ...change(talent) }));

describe('a reply that does not fit', () => {
	test.each([
		['null', () => null],
		['missing', () => undefined],
		['empty', () => []],
	])('talent_list is %s: nobody is there', async (_, distort) => {
		const result = await run({ distort });
		expect(result.unmatched).toHaveLength(cases.length);
		expect(result.matched).toEqual([]);
	});

	test.each<[string, (talents: Talents) => unknown]>([
		[
			'another spelling of number and email',
			eachTalent(({ mobile_number, email }) => ({
				mobile_number: `+86 ${String(mobile_number)}`,
				...(email !== undefined && { email: ` ${String(email).toUpperCase()}` }),
			})),
		],
		['the talents in another order', (talents) => [...talents].reverse()],
	])('%s: placed all the same, without a further call', async (_, distort) => {
		const result = await run({ distort });
		const ids = (list: Array<{ json?: { talent_id?: unknown } }>) =>
			list.map((one) => one.json?.talent_id);
		expect(ids(result.matched)).toEqual(ids(expected.matched as never));
		expect(observed([], result.unmatched).unmatched).toEqual(expected.unmatched);
		expect(simulator.calls.length).toBeLessThanOrEqual(10);
		expect(result.hints).toMatchObject([{ type: 'info' }]);
	});

	test.each<[string, (talents: Talents) => unknown]>([
		['the number is missing', eachTalent(() => ({ mobile_number: undefined }))],
		[
			'the number is masked',
			eachTalent(({ mobile_number }) => ({
				mobile_number: String(mobile_number).replace(/\d{4}(?=\d{4}$)/, '****'),
			})),
		],
	])(
		'%s: batches are split until every talent is placed, and a hint says so',
		async (_, distort) => {
			const items = cases.slice(0, 60).map(({ item }) => item);
			const result = await run(
				{ distort },
				{ items, parameters: { email: '', options: { batchSize: 20 } } },
			);
			const ids = (from: typeof result.matched) => from.map(({ json }) => json.talent_id);
			await simulator.stop();
			const honest = await run(
				{},
				{ items, parameters: { email: '', options: { batchSize: 20 } } },
			);
			expect(ids(result.matched)).toEqual(ids(honest.matched));
			expect(result.unmatched).toEqual(honest.unmatched);
			expect(result.hints).toMatchObject([{ type: 'warning' }]);
		},
	);

	test('a cross match belongs to nobody', async () => {
		const rows = [
			{ m: numberOf(1), e: 'x@example.com' },
			{ m: numberOf(2), e: 'y@example.com' },
		];
		const person = {
			talentId: '7000000000000000001',
			mobile: { code: '86', number: numberOf(1) },
			email: 'y@example.com',
		};
		const result = await run({ people: [person] }, { items: rows.map((json) => ({ json })) });
		expect(simulator.calls).toHaveLength(1);
		expect(result.matched).toEqual([]);
		expect(result.unmatched.map(({ json }) => json)).toEqual(rows);
	});

	test('the same talent twice is one, unknown fields are kept, prototypes stay clean', async () => {
		const extra = JSON.parse(
			'{"__proto__":{"polluted":true},"constructor":"x","newField":{"a":[1]}}',
		) as object;
		const result = await run({
			distort: (talents) => talents.flatMap((one) => [{ ...one, ...extra }, one]),
		});
		expect(result.matched).toHaveLength(expected.matched.length);
		expect(result.matched.every(({ json }) => (json.newField as { a: number[] }).a[0] === 1)).toBe(
			true,
		);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	test('a talent_id that is a number is a clear error', async () => {
		const result = await run({
			distort: eachTalent(({ talent_id }) => ({ talent_id: Number(talent_id) })),
		});
		expect(result.matched[0]!.json.error).toMatch(
			/^Feishu returned a talent without an ID, or with a number/,
		);
		expect(result.matched.some(({ json }) => json.talent_id)).toBe(false);
	});

	test('a reply of 10 MB is read', async () => {
		const bulk = 'x'.repeat(200_000);
		const result = await run(
			{ distort: eachTalent(() => ({ bulk })) },
			{ items: cases.slice(0, 160).map(({ item }) => item) },
		);
		expect(result.matched.length).toBeGreaterThan(90);
		expect(result.matched.every(({ json }) => json.bulk === bulk)).toBe(true);
	});
});

describe('input that does not fit', () => {
	/** What became of single rows beside a good one. */
	const outcomeOf = async (rows: object[], parameters: object = {}) => {
		const items = [...rows, { m: numberOf(0) }].map((json) => ({ json: json as never }));
		const result = await run(
			{},
			{ items, parameters: { email: '={{ $json.e }}', ...parameters } as never },
		);
		const outcomes = rows.map((_, index) => {
			const at = ({ pairedItem }: { pairedItem?: unknown }) =>
				(pairedItem as { item: number }).item === index;
			const [one] = result.matched.filter(at);
			return one ? (one.json.error ?? 'matched') : result.unmatched.some(at) && 'unmatched';
		});
		expect(result.matched.some(({ json }) => json.talent_id === people[0]!.talentId)).toBe(true);
		return outcomes;
	};

	test('objects, nested lists and booleans fail their item by name', async () => {
		expect(await outcomeOf([{ m: { a: 1 } }, { m: [['1']] }, { e: true }])).toEqual([
			'Mobile Number is of type object, not text',
			'Mobile Number is a list within a list, not text',
			'Email is of type boolean, not text',
		]);
	});

	test('floats are read while exact, and marks are overlooked', async () => {
		const [zero] = people;
		const exact = Number(zero!.mobile!.number);
		expect(
			await outcomeOf([
				{ m: exact },
				{ m: `${exact}.0` },
				{ m: '1.38E+10' },
				{ m: 2 ** 60 },
				{ m: `\u202e${exact}\u202c` },
				{ m: '📱' },
			]),
		).toEqual([
			'matched',
			'matched',
			'The spreadsheet rounded this number',
			'The spreadsheet rounded this number',
			'matched',
			'unmatched',
		]);
	});

	test('a string of 1 MB and prototype names hurt nobody', async () => {
		const long = `${'9'.repeat(1_000_000)}`;
		expect(
			await outcomeOf([
				{ m: long },
				{ e: '__proto__' },
				{ e: 'constructor' },
				{ m: '1'.repeat(20).split('').join(',') },
			]),
		).toEqual([
			'unmatched',
			'unmatched',
			'unmatched',
			'Feishu does not accept the mobile number (code 1002009)',
		]);
	});

	test('an expression that fails for one item fails that item', async () => {
		const email = "={{ $json.boom ? $('Nowhere').item.json.e : '' }}";
		expect(
			await outcomeOf([{ m: numberOf(0), boom: true }, { m: numberOf(0) }], { email }),
		).toEqual(['The expression of Email failed', 'matched']);
	});

	test('prototype names among the fields of an item stay fields', async () => {
		const json = JSON.parse(`{"__proto__":{"polluted":true},"m":"${numberOf(0)}"}`) as never;
		const result = await run({}, { items: [{ json }], parameters: { includeInputFields: true } });
		expect(result.matched[0]!.json.talent_id).toBe(people[0]!.talentId);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	test('an identification number without a valid type fails its item', async () => {
		expect(
			await outcomeOf([
				{ i: 'E1', type: 'passport' },
				{ i: 'E1', type: 2 },
				{ m: numberOf(0), type: 'x' },
			]),
		).toEqual(['Identification Type is not a positive whole number', 'unmatched', 'matched']);
	});
});

describe('a cancelled execution', () => {
	test.each<[string, Partial<SimulatorSettings>]>([
		['with calls under way', { latency: 300 }],
		[
			'waiting for a refused rate',
			{
				fault: () => ({
					kind: 'reply',
					status: 429,
					body: { code: 99991400 },
					headers: { 'x-ogw-ratelimit-reset': '50' },
				}),
			},
		],
		['backing off', { fault: () => ({ kind: 'reply', status: 502, body: '' }) }],
	])('%s: no call starts after it', async (_, settings) => {
		const controller = new AbortController();
		const options = { batchSize: 1, maxTries: 20 };
		simulator = await Simulator.start({ people, ...settings });
		const running = runOn(simulator, { signal: controller.signal, parameters: { options } });
		while (simulator.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		const abortedAt = Date.now();
		const { run: ended } = await running;
		expect(ended.status).toBe('canceled');
		// Longer than a slot of the second and the next backoff take.
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		// What had left already may still arrive.
		expect(simulator.calls.filter(({ at }) => at > abortedAt + 200)).toEqual([]);
	});
});
