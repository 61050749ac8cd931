/** Nothing lost: each fault is injected, and every item counted, through n8n-core's engine. */
import { runNode, storedCredentials } from './engine';
import type { RunOptions, RunResult } from './engine';
import { seeded } from '../nodes/BatchGetTalentId/feishu/virtual';
import { expectedOf, observed } from '../oracle';
import type { Case, Value } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import { Simulator } from '../simulator/simulator';
import type { Fault, SimulatorSettings } from '../simulator/simulator';
import { TalentStore } from '../simulator/store';

const ROWS = 1_000;
const { cases, people } = makeSheet(ROWS);
const store = new TalentStore(people);

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const start = async (settings: Partial<SimulatorSettings>) => {
	simulator = await Simulator.start({ people, ...settings });
};

const run = async (
	options: Partial<RunOptions> & { rows?: Case[] } = {},
	parameters: object = {},
): Promise<RunResult> =>
	await runNode({
		items: (options.rows ?? cases).map(({ item }) => item),
		credentials: storedCredentials({ baseUrl: simulator.url }),
		onError: 'continueRegularOutput',
		...options,
		parameters: { ...PARAMETERS, output: 'match', ...parameters },
	});

const answers = (isBad: (value: Value) => boolean = () => false, rows = cases) =>
	expectedOf(rows, { store, matchBy: 'all', output: 'match', isBad });

/** The outcome of each item: every one is in exactly one place. */
function outcomes(result: RunResult, rows = cases): string[] {
	const { matched, unmatched } = observed(result.matched, result.unmatched);
	const outcome = rows.map(() => [] as string[]);
	for (const one of matched) {
		if ('failed' in one) outcome[one.failed]!.push('failed');
		else outcome[one.item]!.push(`matched ${JSON.stringify(one.json)}`);
	}
	for (const item of unmatched) outcome[item]!.push('unmatched');
	expect(outcome.every((list) => list.length === 1)).toBe(true);
	return outcome.flat();
}

const expectedOutcomes = () => {
	const { matched, unmatched } = answers();
	const outcome: string[] = [];
	for (const one of matched) {
		if ('item' in one) outcome[one.item] = `matched ${JSON.stringify(one.json)}`;
	}
	for (const item of unmatched) outcome[item] = 'unmatched';
	return outcome;
};

const FAULTS: Fault[] = [
	{ kind: 'reset' },
	{ kind: 'silence' },
	{ kind: 'reply', status: 502, body: '<html><body>Bad Gateway</body></html>' },
	{ kind: 'reply', status: 200, body: { code: 1002001, msg: 'system error' } },
	{
		kind: 'reply',
		status: 429,
		body: { code: 99991400, msg: 'too frequent' },
		headers: { 'x-ogw-ratelimit-reset': '0.05' },
	},
	{ kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } },
	{ kind: 'truncate' },
	{ kind: 'trickle', pause: 5 },
];

const STORM = { options: { batchSize: 20, timeout: 400 } };

/** Faults on a share of the calls, never more than four times running on the same call. */
function storm(share: number, most = 4): SimulatorSettings['fault'] {
	const random = seeded(share * 100);
	const hits = new Map<string, number>();
	return (_, body) => {
		const key = JSON.stringify(body);
		const hit = hits.get(key) ?? 0;
		if (random() >= share || hit >= most) {
			hits.set(key, 0);
			return undefined;
		}
		hits.set(key, hit + 1);
		return FAULTS[Math.floor(random() * FAULTS.length)];
	};
}

describe('a storm of faults', () => {
	test.each([0.01, 0.2])('on %d of the calls fails nothing', async (share) => {
		await start({ fault: storm(share) });
		const result = await run({}, STORM);
		expect(simulator.calls.some(({ status }) => status === undefined || status >= 400)).toBe(true);
		expect(observed(result.matched, result.unmatched)).toEqual(answers());
	});

	test('on 0.6 of the calls loses nothing: what failed carries the reason', async () => {
		await start({ fault: storm(0.6, Infinity) });
		const found = outcomes(await run({}, { options: { ...STORM.options, maxTries: 2 } }));
		const expected = expectedOutcomes();
		const failed = found.filter((outcome) => outcome === 'failed');
		expect(failed.length).toBeGreaterThan(0);
		found.forEach((outcome, item) => {
			if (outcome !== 'failed') expect(outcome).toBe(expected[item]);
		});
	});

	test.each(
		FAULTS.filter(({ kind, status }) => kind !== 'trickle' && status !== 429 && status !== 400),
	)('every call answered by %j: all items fail, with a readable reason', async (fault) => {
		await start({ fault: () => fault });
		const result = await run({}, { options: { maxTries: 1, timeout: 300 } });
		expect(new Set(outcomes(result))).toEqual(new Set(['failed']));
		for (const { json } of result.matched) {
			expect(json.error).toMatch(/^Feishu|^The reply of Feishu/);
			expect(json.details).toEqual(
				expect.objectContaining({
					description: expect.any(String) as string,
					identifier: expect.any(String) as string,
				}),
			);
		}
	});
});

test('a refused rate is waited out by its reset header, however often, and is no try', async () => {
	let refusals = 0;
	await start({
		fault: (call) => (call % 3 !== 2 && ++refusals < 40 ? FAULTS[4] : undefined),
	});
	const result = await run({}, { options: { batchSize: 25, maxTries: 1 } });
	expect(refusals).toBeGreaterThan(30);
	expect(observed(result.matched, result.unmatched)).toEqual(answers());
});

test("Feishu's own windows are kept: no call is refused", async () => {
	await start({ latency: () => 5 });
	await run({}, { options: { batchSize: 5 } });
	expect(simulator.calls.length).toBeGreaterThan(100);
	expect(simulator.calls.every(({ status }) => status === 200)).toBe(true);
});

describe('bad numbers', () => {
	test.each([0, 1, 7, 100])(
		'%i in a hundred, repeated and several in a cell: those rows fail, no others, at the least cost',
		async (bad) => {
			const random = seeded(bad + 1);
			const shuffled = <T>(list: T[]) =>
				list
					.map((one) => ({ one, rank: random() }))
					.sort((a, b) => a.rank - b.rank)
					.map(({ one }) => one);
			const numbers = shuffled(people.map(({ mobile }) => mobile!.number)).slice(0, 100);
			const badNumbers = new Set(shuffled(numbers).slice(0, bad));
			await start({ badNumbers });
			const any = () => numbers[Math.floor(random() * numbers.length)]!;
			const rows: Case[] = Array.from({ length: ROWS }, (_, i) => {
				const cell = i < 100 ? [numbers[i]!] : [...new Set(i % 4 === 0 ? [any(), any()] : [any()])];
				return {
					item: { json: { m: cell.join(' / ') } },
					values: cell.map((number) => ({ kind: 'mobile_number', code: '86', number })),
				};
			});
			const result = await run({ rows });
			const isBad = (value: Value) => 'number' in value && badNumbers.has(value.number);
			expect(observed(result.matched, result.unmatched)).toEqual(answers(isBad, rows));
			expect(simulator.calls.length).toBeLessThanOrEqual(
				Math.min(2 * 100 - 1, 1 + 2 * bad * Math.ceil(Math.log2(100))),
			);
		},
	);

	test('suspects do not split a clean batch', async () => {
		await start({});
		const suspects = ['123', '138x', '13800000001张'].map((m) => ({
			item: { json: { m } },
			values: [],
		}));
		const result = await run(
			{ rows: [...cases.slice(0, 90), ...suspects] },
			{ mobileCode: '86', email: '' },
		);
		expect(simulator.calls).toHaveLength(1 + suspects.length);
		expect(result.matched.filter(({ json }) => json.error)).toHaveLength(suspects.length);
	});

	test('a number found bad leaves the later batches', async () => {
		const bad = '13899999999';
		await start({ badNumbers: new Set([bad]) });
		const rows = Array.from({ length: 300 }, (_, i) => ({
			item: { json: { m: bad, e: `${i}@example.com` } },
			values: [],
		}));
		const result = await run({ rows }, { options: { batchSize: 1 } });
		expect(result.matched.filter(({ json }) => json.error)).toHaveLength(300);
		// Those under way when the first reply came.
		expect(simulator.calls.length).toBeLessThanOrEqual(50);
	});
});

describe('a parameter refused', () => {
	const cards = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			item: { json: { i: `E${1000000 + i}`, type: 2 } },
			values: [],
		}));

	test('one bad identification number fails its item alone', async () => {
		await start({ badIdentificationNumbers: new Set(['E1000042']) });
		const result = await run({ rows: cards(ROWS) });
		expect(result.matched).toHaveLength(1);
		expect(result.matched[0]).toMatchObject({
			json: {
				error: 'Feishu does not accept a value (code 1002002)',
				details: { identifier: 'E1000042' },
			},
			pairedItem: { item: 42 },
		});
		expect(result.unmatched).toHaveLength(ROWS - 1);
	});

	test('every value refused: the run stops after the first batch', async () => {
		await start({
			fault: () => ({
				kind: 'reply',
				status: 400,
				body: { code: 1002002, msg: 'param is invalid' },
			}),
		});
		const result = await run({ rows: cards(5_000) });
		expect(new Set(result.matched.map(({ json }) => json.error)).size).toBeLessThanOrEqual(2);
		expect(result.matched).toHaveLength(5_000);
		expect(result.matched[4_999]!.json.error).toMatch(/^The run was stopped/);
		expect(simulator.calls.length).toBeLessThanOrEqual(199 + 49);
	});
});
