/** Values that Feishu refuses: exactly their rows fail, and they cost as few calls as can be. */
import { ROWS, answered, answers, cases, people, runSheet } from '../support/engine/sheetRun';
import type { SheetOptions } from '../support/engine/sheetRun';
import { seeded } from '../support/virtual';
import type { Case, Value } from '../support/oracle';
import { defined } from '../support/defined';
import { Simulator } from '../support/simulator/simulator';
import type { SimulatorSettings } from '../support/simulator/simulator';

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const start = async (settings: Partial<SimulatorSettings>) => {
	simulator = await Simulator.start({ people, ...settings });
};

const run = async (options: SheetOptions) =>
	await runSheet(simulator, { onError: 'continueRegularOutput', ...options });

/** The most calls for `n` values with `bad` among them. */
const mostCalls = (n: number, bad: number) =>
	Math.min(2 * n - 1, 1 + 2 * bad * Math.ceil(Math.log2(n)));

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
			const known = people.flatMap(({ mobile }) => (mobile ? [mobile.number] : []));
			const numbers = shuffled(known).slice(0, 100);
			const badNumbers = new Set(shuffled(numbers).slice(0, bad));
			await start({ badNumbers });
			const at = (place: number) => numbers.slice(place, place + 1);
			const any = () => at(Math.floor(random() * numbers.length));
			const rows: Case[] = Array.from({ length: ROWS }, (_, i) => {
				const several = i % 4 === 0 ? [...new Set([...any(), ...any()])] : any();
				const cell = i < 100 ? at(i) : several;
				return {
					item: { json: { m: cell.join(' / ') } },
					values: cell.map((number) => ({ kind: 'mobile_number', code: '86', number })),
				};
			});
			const isBad = (value: Value) => 'number' in value && badNumbers.has(value.number);
			expect(answered(await run({ rows }))).toEqual(answers(rows, isBad));
			expect(simulator.calls.length).toBeLessThanOrEqual(mostCalls(100, bad));
		},
	);

	test('suspects do not split a clean batch', async () => {
		await start({});
		await run({});
		const clean = simulator.calls.length;
		simulator.log.length = 0;
		const suspects = ['123', '138x', '13800000001张'].map((m) => ({
			item: { json: { m } },
			values: [],
		}));
		const result = await run({ rows: [...cases, ...suspects] });
		expect(simulator.calls).toHaveLength(clean + suspects.length);
		expect(answered(result)).toEqual(answers());
		const failed = result.matched.filter(({ json }) => json.error);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(
			suspects.map((_, index) => ({ item: ROWS + index })),
		);
	});

	test('a number found bad leaves the later batches', async () => {
		const bad = '13899999999';
		await start({ badNumbers: new Set([bad]) });
		const rows = Array.from({ length: ROWS }, (_, i) => ({
			item: { json: { m: bad, e: `${i}@example.com` } },
			values: [],
		}));
		const result = await run({ rows, parameters: { options: { batchSize: 1 } } });
		expect(result.matched.map(({ json }) => json.error)).toEqual(
			rows.map(() => 'Feishu does not accept the mobile number (code 1002009)'),
		);
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
				message: { identifier: 'E1000042' },
			},
			pairedItem: { item: 42 },
		});
		expect(result.unmatched).toHaveLength(ROWS - 1);
		expect(simulator.calls.length).toBeLessThanOrEqual(ROWS / 100 - 1 + mostCalls(100, 1));
	});

	/** Refuses every call for identity documents of a type. */
	const refuseType =
		(type: number): SimulatorSettings['fault'] =>
		(_, body) =>
			body.identification_type === type
				? { kind: 'reply', status: 400, body: { code: 1002002, msg: 'param is invalid' } }
				: undefined;

	test('every value refused: the first batch tells, and no other is split', async () => {
		await start({ fault: refuseType(2) });
		const result = await run({ rows: cards(30_000), traces: false });
		expect(new Set(result.matched.map(({ json }) => json.error)).size).toBeLessThanOrEqual(2);
		expect(result.matched).toHaveLength(30_000);
		expect(result.matched.at(-1)?.json.error).toMatch(/^Feishu refused every value of a call/);
		expect(simulator.calls.length).toBeLessThanOrEqual(199 + 49);
	});

	test('every value of a type refused: rows of other kinds keep their answers', async () => {
		const bad = defined(people.find(({ mobile }) => mobile)?.mobile, 'number').number;
		await start({ fault: refuseType(2), badNumbers: new Set([bad]), latency: 20 });
		const isBad = (value: Value) => 'number' in value && value.number === bad;
		const result = await run({ rows: [...cases, ...cards(2)] });
		expect(answered(result)).toEqual(answers(cases, isBad));
		const errors = result.matched.slice(-2).map(({ json }) => json.error);
		expect(errors).toEqual(Array(2).fill('Feishu does not accept a value (code 1002002)'));
	});
});
