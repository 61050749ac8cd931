/** Executions that are cancelled, and executions beside each other. */
import { runNode, storedCredentials } from '../support/engine/engine';
import { people, runSheet, runSheetInVirtualTime } from '../support/engine/sheetRun';
import type { Fault } from '../support/feishu/faults';
import { Hire } from '../support/feishu/hire';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { App } from '../support/feishu/simulator';
import { expectedOf, observed } from '../support/oracle';
import { PARAMETERS, makeSheet } from '../support/sheets';

let simulator: Simulator | undefined;
afterEach(async () => {
	await simulator?.stop();
	simulator = undefined;
});

describe('after a cancel no call starts', () => {
	const LIMITED: Fault = {
		kind: 'reply',
		status: 429,
		body: { code: 99991400 },
		headers: { 'x-ogw-ratelimit-reset': '1' },
	};

	/** The exchange takes 20 ms, and so does a call. */
	test.each<[string, Fault | undefined, number]>([
		['with calls under way', undefined, 35],
		['while a rate limit is waited out', LIMITED, 700],
		['during a backoff', { kind: 'reply', status: 502, body: '' }, 60],
	])('%s', async (_, fault, cancelAfter) => {
		const result = await runSheetInVirtualTime(
			{ fault: () => fault },
			{
				oneWay: () => 10,
				cancelAfter,
				parameters: { options: { batchSize: 1, maxTries: 20 } },
			},
		);
		expect(result.error?.message).toBe('The execution was canceled');
		expect(result.took).toBe(cancelAfter);
		// The clock has run until no timer was left.
		expect(result.model.calls.length).toBeGreaterThan(0);
		const cancelledAt = result.startedAt + cancelAfter;
		expect(result.requestedAt.filter((at) => at > cancelledAt)).toEqual([]);
	});
});

test('over HTTP a cancel in n8n ends the run at once', async () => {
	const controller = new AbortController();
	const own = await Simulator.start({ people, latency: 300 });
	simulator = own;
	const running = runSheet(own, {
		signal: controller.signal,
		onError: 'continueRegularOutput',
		parameters: { options: { batchSize: 1 } },
	});
	while (own.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
	controller.abort();
	const { run } = await running;
	expect(run.status).toBe('canceled');
	// Those under way: a second allows no more.
	expect(own.calls.length).toBeLessThanOrEqual(50);
});

test.each([
	[2, 1],
	[5, 1],
	[2, 2],
	[5, 2],
])(
	'%d executions at once, of %d app(s), do not mix, and keep within the limits of each',
	async (executions, appCount) => {
		const rows = 400;
		const { cases, people: everyone } = makeSheet(executions * rows);
		const hire = new Hire(everyone);
		const other: App = { id: 'cli_other', secret: 'secret-of-other', type: 'custom' };
		const own = await Simulator.start({ people: everyone, apps: [CUSTOM_APP, other] });
		simulator = own;
		const stored = ({ id, secret }: App) =>
			storedCredentials({ baseUrl: own.url, appId: id, appSecret: secret });
		const [one, another] = [stored(CUSTOM_APP), stored(other)] as const;
		await Promise.all(
			Array.from({ length: executions }, async (_, index) => {
				const given = cases.slice(index * rows, (index + 1) * rows);
				const result = await runNode({
					items: given.map(({ item }) => item),
					credentials: index % appCount === 0 ? one : another,
					parameters: { ...PARAMETERS, output: 'match', options: { batchSize: 15 } },
				});
				expect(observed(result.matched, result.unmatched)).toEqual(
					expectedOf(given, { hire, matchBy: 'all', output: 'match' }),
				);
			}),
		);
		expect(own.exchanges).toHaveLength(appCount);
		expect(own.calls.filter(({ status }) => status !== 200)).toEqual([]);
	},
);
