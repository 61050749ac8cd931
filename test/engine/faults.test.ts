/** Nothing lost: calls that fail are asked again, and what still fails says why. */
import {
	ROWS,
	answered,
	answers,
	cases,
	outcomesOf,
	people,
	runSheet,
} from '../support/engine/sheetRun';
import type { SheetOptions } from '../support/engine/sheetRun';
import { seeded } from '../support/virtual';
import { Simulator } from '../support/simulator/simulator';
import type { Fault, SimulatorSettings } from '../support/simulator/simulator';
import type { BatchGetIdRequest } from '../support/simulator/store';

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const start = async (settings: Partial<SimulatorSettings>) => {
	simulator = await Simulator.start({ people, ...settings });
};

const run = async (options: SheetOptions['parameters']) =>
	await runSheet(simulator, { onError: 'continueRegularOutput', parameters: { options } });

const LIMITED: Fault = {
	kind: 'reply',
	status: 429,
	body: { code: 99991400, msg: 'too frequent' },
	headers: { 'x-ogw-ratelimit-reset': '0.05' },
};

/** Faults that count as a try, each with what a row that it makes fail is told. */
const REASONS = new Map<Fault, string>([
	[{ kind: 'reset' }, 'Feishu could not be reached: connection closed'],
	[{ kind: 'silence' }, 'Feishu could not be reached: no reply in time'],
	[
		{ kind: 'reply', status: 502, body: '<html><body>Bad Gateway</body></html>' },
		'Feishu had an internal error',
	],
	[
		{ kind: 'reply', status: 200, body: { code: 1002001, msg: 'system error' } },
		'Feishu had an internal error (code 1002001)',
	],
	[{ kind: 'truncate' }, 'The reply of Feishu was cut short or unreadable'],
]);

const FAULTS: Fault[] = [
	...REASONS.keys(),
	LIMITED,
	{ kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } },
	{ kind: 'trickle', pause: 5 },
];

/** Faults of every kind in turn on a share of the calls, at most so many running on the same call. */
class Storm {
	/** What became of the last call for each number. */
	readonly last = new Map<string, Fault | undefined>();
	struck = 0;
	private readonly random: () => number;
	private readonly hits = new Map<string, number>();

	constructor(
		private readonly share: number,
		private readonly most: number,
	) {
		this.random = seeded(share * 100);
	}

	readonly fault = (_: number, body: BatchGetIdRequest): Fault | undefined => {
		const key = JSON.stringify(body);
		const hit = this.hits.get(key) ?? 0;
		const strikes = this.random() < this.share && hit < this.most;
		const fault = strikes ? FAULTS[this.struck++ % FAULTS.length] : undefined;
		this.hits.set(key, strikes ? hit + 1 : 0);
		body.mobile_number_list?.forEach((number) => this.last.set(number, fault));
		return fault;
	};
}

describe('a storm of faults', () => {
	/** Longer than a busy machine holds an honest reply up. */
	const timeout = 2_000;
	const options = { batchSize: 20, timeout };

	test.each([
		[0.01, 1],
		[0.2, FAULTS.length],
	])('on %d of the calls fails nothing', async (share, fewest) => {
		const storm = new Storm(share, 4);
		await start({ fault: storm.fault });
		expect(answered(await run(options))).toEqual(answers());
		expect(storm.struck).toBeGreaterThanOrEqual(fewest);
	});

	test('on 0.6 of the calls fails what no try was left for, with the reason, and nothing else', async () => {
		const storm = new Storm(0.6, Infinity);
		await start({ fault: storm.fault });
		const result = await run({ ...options, maxTries: 2 });
		const reasonOf = ({ item }: (typeof cases)[number]) => {
			const last = storm.last.get(String(item.json.m));
			return last && REASONS.get(last);
		};
		const reasons = cases.map(reasonOf);
		const right = outcomesOf(answers());
		expect(outcomesOf(answered(result))).toEqual(
			reasons.map((reason, row) => (reason ? ['failed'] : right[row])),
		);
		const failed = result.matched.filter(({ json }) => json.error);
		expect(failed.map(({ json }) => json.error)).toEqual(reasons.filter(Boolean));
		expect(failed.length).toBeGreaterThan(0);
		expect(failed.length).toBeLessThan(ROWS / 2);
		expect(storm.struck).toBeGreaterThan(4 * FAULTS.length);
	});

	test.each([...REASONS])(
		'every call answered by %j: all items fail after all their tries, with the reason',
		async (fault, reason) => {
			await start({ fault: () => fault });
			const result = await run({ maxTries: 2, timeout });
			expect(outcomesOf(answered(result))).toEqual(cases.map(() => ['failed']));
			const calls = simulator.calls.map(({ body }) => JSON.stringify(body));
			expect(calls).toHaveLength(2 * new Set(calls).size);
			expect(result.matched.map(({ json }) => json)).toEqual(
				cases.map(({ item: { json } }) => ({
					error: reason,
					message: expect.objectContaining({
						description: expect.any(String),
						identifier: [json.m, json.e].filter(Boolean).join(', '),
					}),
				})),
			);
		},
	);
});

test('a refused rate is waited out by its reset header, however often, and is no try', async () => {
	let refusals = 0;
	await start({
		fault: (call) => (call % 3 !== 2 && ++refusals < 40 ? LIMITED : undefined),
	});
	const result = await run({ batchSize: 25, maxTries: 1 });
	expect(refusals).toBeGreaterThan(30);
	expect(answered(result)).toEqual(answers());
});

test("Feishu's own windows are kept: no call is refused", async () => {
	await start({ latency: () => 5 });
	expect(answered(await run({ batchSize: 5 }))).toEqual(answers());
	expect(simulator.calls.length).toBeGreaterThan(100);
	expect(simulator.calls.every(({ status }) => status === 200)).toBe(true);
});
