/** Tokens that fail in every way: no item is lost, and no exchange too much is made. */
import { storedCredentials } from '../support/engine/built';
import type { MemoryCredentials } from '../support/engine/built';
import { answered, answers, cases, outcomesOf, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import type { SheetOptions } from '../support/engine/sheetRun';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { App, Fault, SimulatorSettings } from '../support/feishu/simulator';
import { shortenBackoffs } from '../support/fakeTimers';

let simulator: Simulator;
beforeEach(shortenBackoffs);
afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.stop();
});

const start = async (settings: Partial<SimulatorSettings> = {}) => {
	simulator = await Simulator.start({ people, latency: 10, ...settings });
};

const run = async (credentials: MemoryCredentials, options: SheetOptions = {}) =>
	await runSheet(simulator, {
		credentials,
		// Few enough calls to be made at once, within the limit of a second.
		parameters: { options: { batchSize: 12 } },
		...options,
	});

const stored = (data = {}) => storedCredentials({ baseUrl: simulator.url, ...data });

const expectAllRight = (result: Awaited<ReturnType<typeof run>>) => {
	expect(result.error).toBeUndefined();
	expect(answered(result)).toEqual(answers());
};

/** A token that n8n stored before. */
async function warm(): Promise<MemoryCredentials> {
	const credentials = stored();
	await run(credentials, { rows: cases.slice(0, 1) });
	simulator.log.length = 0;
	return credentials;
}

/** Lets exchanges take their time, and counts how many are under way at once. */
function slowExchanges() {
	const counted = { most: 0 };
	const exchangeFault = (): Fault => {
		const underWay = simulator.exchanges.filter(({ status }) => status === undefined);
		counted.most = Math.max(counted.most, underWay.length);
		return { kind: 'trickle', pause: 2 };
	};
	return { counted, exchangeFault };
}

const refusedForToken = () =>
	simulator.calls.filter(({ code }) => String(code).startsWith('999916'));

test('none stored: no call goes before the one exchange', async () => {
	await start();
	const credentials = stored();
	expectAllRight(await run(credentials));
	expect(simulator.exchanges).toHaveLength(1);
	expect(refusedForToken()).toHaveLength(0);
	expect(simulator.log[0]?.path).toContain('tenant_access_token');
	expect(credentials.stores).toBe(1);
});

test('none stored, five executions at once: one exchange', async () => {
	await start({ exchangeFault: slowExchanges().exchangeFault });
	const credentials = stored();
	const parameters = { options: { batchSize: 100 } };
	const results = await Promise.all(
		[1, 2, 3, 4, 5].map(async () => await run(credentials, { parameters })),
	);
	results.forEach(expectAllRight);
	expect(simulator.exchanges).toHaveLength(1);
});

test('stored and valid: no exchange', async () => {
	await start();
	expectAllRight(await run(await warm()));
	expect(simulator.exchanges).toHaveLength(0);
});

test('stored and stale from yesterday: one exchange, each call that saw it is repeated once', async () => {
	await start();
	const credentials = await warm();
	simulator.revokeTokens();
	expectAllRight(await run(credentials));
	expect(simulator.exchanges).toHaveLength(1);
	const bodies = simulator.calls.map(({ body }) => JSON.stringify(body));
	const asked = new Map(bodies.map((body) => [body, bodies.filter((one) => one === body).length]));
	expect(Math.max(...asked.values())).toBe(2);
	expect(simulator.calls).toHaveLength(asked.size + refusedForToken().length);
});

test('expires during the run: no item lost', async () => {
	let now = 0;
	await start({ clock: () => now, windows: [] });
	const credentials = await warm();
	simulator.settings.fault = (call) => {
		if (call === 20) now += 7200_000;
		return undefined;
	};
	expectAllRight(await run(credentials));
	expect(simulator.exchanges).toHaveLength(1);
	expect(refusedForToken().length).toBeGreaterThan(0);
});

test('revoked at every tenth call: one exchange at a time, no item lost', async () => {
	const { counted, exchangeFault } = slowExchanges();
	await start({
		exchangeFault,
		fault: (call) => {
			if (call % 10 === 9) simulator.revokeTokens();
			return undefined;
		},
	});
	const parameters = { options: { batchSize: 20 } };
	expectAllRight(await run(await warm(), { parameters }));
	expect(counted.most).toBe(1);
	// No call goes twice with the same token.
	const sent = simulator.calls.map(({ body, token }) => JSON.stringify([body, token]));
	expect(new Set(sent).size).toBe(sent.length);
	const tokens = new Set(simulator.calls.map(({ token }) => token));
	expect(tokens.size).toBeGreaterThan(1);
	expect(simulator.exchanges.length).toBeLessThan(tokens.size);
});

test('issued for other credentials: never sent', async () => {
	const other: App = { id: 'cli_other', secret: 'secret-of-other', type: 'custom' };
	await start({ apps: [CUSTOM_APP, other] });
	const credentials = await warm();
	const old = credentials.token;
	credentials.data = { ...credentials.data, appId: other.id, appSecret: other.secret };
	expectAllRight(await run(credentials));
	expect(simulator.calls.some(({ token }) => token === old)).toBe(false);
	expect(new Set(simulator.calls.map(({ appId }) => appId))).toEqual(new Set([other.id]));
});

test('a store app exchanges twice, and its tenants share nothing', async () => {
	const app: App = {
		id: 'cli_store',
		secret: 'secret-of-store',
		type: 'store',
		ticket: 'ticket-1',
	};
	const tenants = { north: people, south: [] };
	await start({ apps: [app], tenants });
	const of = (tenantKey: string) =>
		stored({
			appType: 'store',
			appId: app.id,
			appSecret: app.secret,
			appTicket: 'ticket-1',
			tenantKey,
		});
	const [north, south] = [of('north'), of('south')];
	const [a, b] = await Promise.all([run(north), run(south)]);
	expectAllRight(a);
	expect(b.matched).toEqual([]);
	expect(b.unmatched).toHaveLength(cases.length);
	expect(simulator.exchanges).toHaveLength(2);
	expect(north.token).not.toBe(south.token);
});

describe('an exchange that fails', () => {
	const PAGE: Fault = { kind: 'reply', status: 502, body: '<html>Bad Gateway</html>' };

	test.each<Fault>([
		PAGE,
		{ kind: 'reset' },
		{ kind: 'truncate' },
		{ kind: 'reply', status: 200, body: { code: 5000, msg: 'internal error' } },
		{ kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } },
	])('once by %j: one more exchange, and no item lost', async (fault) => {
		await start({ exchangeFault: (request) => (request === 0 ? fault : undefined) });
		expectAllRight(await run(stored()));
		expect(simulator.exchanges).toHaveLength(2);
		expect(refusedForToken()).toHaveLength(0);
	});

	test('for good: one clear error, and no call without a token', async () => {
		await start({ exchangeFault: () => PAGE });
		const result = await run(stored(), { parameters: { options: { batchSize: 5, maxTries: 2 } } });
		expect(result.error?.message).toBe(
			`A proxy, firewall or login page answered in the place of Feishu's token service at ${simulator.url} (HTTP 502)`,
		);
		expect(simulator.exchanges).toHaveLength(2);
		expect(simulator.calls).toHaveLength(0);
	});

	test('for good during the run: answered items keep their answers, all others say why', async () => {
		await start({ exchangeFault: (request) => (request > 0 ? PAGE : undefined) });
		simulator.settings.fault = (call) => {
			if (call === 30) simulator.revokeTokens();
			return undefined;
		};
		const result = await run(stored(), {
			onError: 'continueRegularOutput',
			parameters: { options: { batchSize: 5, maxTries: 2 } },
		});
		const outcomes = outcomesOf(answered(result));
		const right = outcomesOf(answers());
		expect(outcomes).toEqual(
			outcomes.map(([outcome], row) => (outcome === 'failed' ? ['failed'] : right[row])),
		);
		const failed = result.matched.filter(({ json }) => json.error);
		expect(failed.length).toBeGreaterThan(cases.length / 2);
		expect(failed.length).toBeLessThan(cases.length - 100);
		for (const { json } of failed) {
			expect(json.error).toMatch(/^A proxy, firewall or login page answered .* token service/);
		}
		expect(simulator.exchanges.length).toBeLessThanOrEqual(1 + 2);
	});
});
