/** Executions that are cancelled, and executions beside each other. */
import { runNode, storedCredentials } from '../support/engine/engine';
import { people, runSheet } from '../support/engine/sheetRun';
import { expectedOf, observed } from '../support/oracle';
import { PARAMETERS, makeSheet } from '../support/sheets';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { App, SimulatorSettings } from '../support/feishu/simulator';
import { Hire } from '../support/feishu/hire';

let simulator: Simulator;
afterEach(async () => await simulator.stop());

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
					headers: { 'x-ogw-ratelimit-reset': '1' },
				}),
			},
		],
		['backing off', { fault: () => ({ kind: 'reply', status: 502, body: '' }) }],
	])('%s: no call starts after it', async (_, settings) => {
		const controller = new AbortController();
		simulator = await Simulator.start({ people, ...settings });
		const running = runSheet(simulator, {
			signal: controller.signal,
			onError: 'continueRegularOutput',
			parameters: { options: { batchSize: 1, maxTries: 20 } },
		});
		while (simulator.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		const { run: ended } = await running;
		expect(ended.status).toBe('canceled');
		// Longer than a slot of the second and the next backoff take.
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		// Those that had left already may still arrive, and no more than a second allows had left.
		expect(simulator.calls.length).toBeLessThanOrEqual(50);
	});
});

test.each([
	[2, 1],
	[5, 1],
	[2, 2],
	[5, 2],
])(
	'%d executions at once, of %d app(s), do not mix, and keep within the limits of each',
	async (executions, appCount) => {
		const rows = 1_000;
		const { cases, people: everyone } = makeSheet(executions * rows);
		const hire = new Hire(everyone);
		const other: App = { id: 'cli_other', secret: 'secret-of-other', type: 'custom' };
		simulator = await Simulator.start({ people: everyone, apps: [CUSTOM_APP, other] });
		const stored = ({ id, secret }: App) =>
			storedCredentials({ baseUrl: simulator.url, appId: id, appSecret: secret });
		const [one, another] = [stored(CUSTOM_APP), stored(other)] as const;
		await Promise.all(
			Array.from({ length: executions }, async (_, index) => {
				const own = cases.slice(index * rows, (index + 1) * rows);
				const result = await runNode({
					items: own.map(({ item }) => item),
					credentials: index % appCount === 0 ? one : another,
					parameters: { ...PARAMETERS, output: 'match', options: { batchSize: 30 } },
				});
				expect(observed(result.matched, result.unmatched)).toEqual(
					expectedOf(own, { hire, matchBy: 'all', output: 'match' }),
				);
			}),
		);
		expect(simulator.exchanges).toHaveLength(appCount);
		expect(simulator.calls.filter(({ status }) => status !== 200)).toEqual([]);
	},
);
