/**
 * What older versions of n8n do otherwise, brought about in any engine: from n8n-workflow 1.99 to
 * 2.33 the errors of n8n's HTTP helper lose their cause, and before 2.34 `sleep` ignores its signal.
 */
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { builtNode, storedCredentials } from '../support/engine/built';
import { answered, answers, cases, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { Simulator } from '../support/feishu/simulator';
import type { SimulatorSettings } from '../support/feishu/simulator';
import { shortenBackoffs } from '../support/fakeTimers';

/** How the tests see the sleeps of the node: real by default. */
const sleeps = { endless: false, onLong: (ms: number): void => void ms };

/** Longer than the node sleeps where it does not wait for Feishu. */
const MAX_SHORT_SLEEP_MS = 50;

jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
		if (!sleeps.endless || ms <= MAX_SHORT_SLEEP_MS) return await actual.sleep(ms, signal);
		sleeps.onLong(ms);
		await new Promise(() => {});
	};
	return new Proxy(actual, {
		get: (target, name) =>
			name === 'sleep' ? sleep : (target as Record<string | symbol, unknown>)[name],
	});
});

let simulator: Simulator;
const start = async (settings: Partial<SimulatorSettings>) => {
	simulator = await Simulator.start({ people, ...settings });
};
afterEach(async () => {
	sleeps.endless = false;
	jest.restoreAllMocks();
	await simulator.stop();
});

/** The node in an n8n whose HTTP helper throws errors without a cause. */
function withoutCauses(): INodeType {
	const node = builtNode();
	return {
		description: node.description,
		async execute(this: IExecuteFunctions) {
			const { httpRequestWithAuthentication: send } = this.helpers;
			this.helpers.httpRequestWithAuthentication = async function (...args) {
				return (await send.apply(this, args).catch((error: Error) => {
					error.cause = undefined;
					throw error;
				})) as unknown;
			};
			return await node.execute.call(this);
		},
	};
}

describe('in an n8n that loses the cause of errors', () => {
	beforeEach(shortenBackoffs);

	const run = async (options: object = {}) =>
		await runSheet(simulator, {
			node: withoutCauses(),
			onError: 'continueRegularOutput',
			parameters: { options },
		});

	test('retries a broken connection up to maxTries, then says what happened', async () => {
		await start({ fault: () => ({ kind: 'reset' }) });
		const { matched } = await run({ maxTries: 2 });
		const bodies = simulator.calls.map(({ body }) => JSON.stringify(body));
		expect(bodies).toHaveLength(2 * new Set(bodies).size);
		expect(matched).toHaveLength(cases.length);
		for (const { json } of matched) expect(json.error).toMatch(/connection closed/);
	});

	test('retries a call without a reply in time', async () => {
		await start({ fault: (call) => (call === 0 ? { kind: 'silence' } : undefined) });
		expect(answered(await run({ timeout: 500 }))).toEqual(answers());
	});

	test('names what Feishu says of wrong credentials, and asks once', async () => {
		await start({});
		const credentials = storedCredentials({ baseUrl: simulator.url, appSecret: 'wrong' });
		const { error } = await runSheet(simulator, { node: withoutCauses(), credentials });
		expect(error?.message).toMatch(/^Feishu does not accept this App ID.*\(code 10014\)$/);
		expect(simulator.exchanges).toHaveLength(1);
	});

	test('exchanges the token again after an exchange that failed once', async () => {
		await start({
			exchangeFault: (request) => (request === 0 ? { kind: 'reset' } : undefined),
		});
		expect(answered(await run())).toEqual(answers());
		expect(simulator.exchanges).toHaveLength(2);
	});

	test('leaves nothing of a failed exchange that n8n would copy or store', async () => {
		await start({});
		const credentials = storedCredentials({ baseUrl: simulator.url, appSecret: 'wrong' });
		const exchange = jest.spyOn(credentials.type, 'preAuthentication');
		const { data: stored } = credentials;
		await runSheet(simulator, { node: withoutCauses(), credentials });
		const handed = exchange.mock.calls.map(([data]) => ({ ...data }));
		expect(handed).toHaveLength(1);
		const fields = credentials.type.properties.map(({ name }) => name);
		for (const data of handed) {
			expect(Reflect.ownKeys(data).filter((key) => !fields.includes(String(key)))).toEqual([]);
		}
		expect(credentials.data).toBe(stored);
	});
});

describe('in an n8n whose sleep ignores its signal', () => {
	test.each<[string, (ms: number) => boolean, Partial<SimulatorSettings>]>([
		[
			'that waits out a rate limit',
			(ms) => ms > 50_000,
			{
				fault: () => ({
					kind: 'reply',
					status: 429,
					body: { code: 99991400 },
					headers: { 'x-ogw-ratelimit-reset': '60' },
				}),
			},
		],
		[
			'that backs off',
			// A slot of the limiter is held for longer.
			(ms) => ms < 1_000,
			{ fault: () => ({ kind: 'reply', status: 502, body: '' }) },
		],
	])(
		'an execution %s ends when it is cancelled',
		async (_, isTheWait, settings) => {
			// Backoffs of nearly the longest length, so that none is short.
			const { random } = Math;
			jest.spyOn(Math, 'random').mockImplementation(() => 0.9 + random() / 10);
			await start(settings);
			const controller = new AbortController();
			const onLong = (ms: number) => {
				if (isTheWait(ms)) setImmediate(() => controller.abort());
			};
			Object.assign(sleeps, { endless: true, onLong });
			// One call, for the end of any ends the run.
			const rows = cases.slice(0, 1);
			const { run } = await runSheet(simulator, { rows, signal: controller.signal });
			expect(run.status).toBe('canceled');
		},
		// Without end where the node sleeps on.
		20_000,
	);
});
