/** Tokens that fail in every way, and answers after which no call can succeed. */
import { runNode, storedCredentials } from './engine';
import type { MemoryCredentials } from './credentials';
import type { RunOptions } from './engine';
import { expectedOf, observed } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import { CUSTOM_APP, Simulator } from '../simulator/simulator';
import type { App, SimulatorSettings } from '../simulator/simulator';
import { TalentStore } from '../simulator/store';

const { cases, people } = makeSheet(1_000);
const items = cases.map(({ item }) => item);
const store = new TalentStore(people);
const expected = expectedOf(cases, { store, matchBy: 'all', output: 'match', isBad: () => false });

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const start = async (settings: Partial<SimulatorSettings> = {}) => {
	simulator = await Simulator.start({ people, latency: 10, ...settings });
};

const run = async (credentials: MemoryCredentials, options: Partial<RunOptions> = {}) =>
	await runNode({
		items,
		credentials,
		parameters: { ...PARAMETERS, output: 'match', options: { batchSize: 20 } },
		...options,
	});

const stored = (data = {}) => storedCredentials({ baseUrl: simulator.url, ...data });

const expectAllRight = (result: Awaited<ReturnType<typeof run>>) => {
	expect(result.error).toBeUndefined();
	expect(observed(result.matched, result.unmatched)).toEqual(expected);
};

/** A token that n8n stored before. */
async function warm(): Promise<MemoryCredentials> {
	const credentials = stored();
	await run(credentials, { items: items.slice(0, 1) });
	simulator.log.length = 0;
	return credentials;
}

const refusedForToken = () =>
	simulator.calls.filter(({ code }) => String(code).startsWith('999916'));

test('none stored: no call goes before the one exchange', async () => {
	await start();
	const credentials = stored();
	expectAllRight(await run(credentials));
	expect(simulator.exchanges).toHaveLength(1);
	expect(refusedForToken()).toHaveLength(0);
	expect(simulator.log[0]!.path).toContain('tenant_access_token');
	expect(credentials.stores).toBe(1);
});

test('none stored, five executions at once: one exchange', async () => {
	await start();
	const credentials = stored();
	const results = await Promise.all([1, 2, 3, 4, 5].map(async () => await run(credentials)));
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
	await start({
		fault: (call) => {
			if (call % 10 === 9) simulator.revokeTokens();
			return undefined;
		},
	});
	expectAllRight(await run(await warm()));
	const tokens = simulator.calls.map(({ token }) => token);
	for (const { body } of simulator.calls) {
		const used = simulator.calls.filter((one) => one.body === body).map(({ token }) => token);
		expect(new Set(used).size).toBe(used.length);
	}
	expect(simulator.exchanges.length).toBeLessThanOrEqual(new Set(tokens).size);
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
	expect(b.unmatched).toHaveLength(items.length);
	expect(simulator.exchanges).toHaveLength(2);
	expect(north.token).not.toBe(south.token);
});

describe('an exchange that fails', () => {
	/** Answers the exchanges in turn, then honestly. */
	const failExchanges = async (...statuses: number[]) => {
		await start();
		const credentials = stored();
		const { preAuthentication } = credentials.type;
		credentials.type.preAuthentication = async function (data) {
			const status = statuses.shift();
			if (status === undefined) return await preAuthentication!.call(this, data);
			return await preAuthentication!.call(
				{
					helpers: { httpRequest: async () => ({ statusCode: status, headers: {}, body: '' }) },
				} as never,
				data,
			);
		};
		return credentials;
	};

	test('once: the run goes on', async () => {
		const credentials = await failExchanges(502);
		expectAllRight(await run(credentials));
		expect(simulator.exchanges).toHaveLength(1);
	});

	test('for good: one clear error, after as many exchanges as tries', async () => {
		const statuses = Array.from({ length: 100 }, () => 502);
		const credentials = await failExchanges(...statuses);
		const parameters = { ...PARAMETERS, options: { batchSize: 20, maxTries: 2 } };
		const result = await run(credentials, { parameters });
		expect(result.error?.message).toBe(
			`There is no Feishu token service at ${simulator.url} (HTTP 502): check Host and Base URL`,
		);
		expect(simulator.calls).toHaveLength(0);
	});

	test('for a wrong secret: at once, with the code, and no other exchange', async () => {
		await start();
		const result = await run(stored({ appSecret: 'wrong-secret' }));
		expect(result.error?.message).toMatch(
			/^Feishu does not accept this App ID and App Secret.*\(code 10014\)$/,
		);
		expect(JSON.stringify(result.run)).not.toContain('wrong-secret');
		expect(simulator.exchanges).toHaveLength(1);
		expect(simulator.calls).toHaveLength(0);
	});
});

describe('hopeless answers end the run', () => {
	const broken: Array<[string, Partial<App>, RegExp, RegExp]> = [
		[
			'scope',
			{ scopes: [] },
			/hire:talent:readonly is missing \(code 99991672\)/,
			/Permissions & Scopes.*See https:\/\/open\.feishu\.cn\/app\/cli_custom\/auth.*Log ID: 20261122000000SCOPE/,
		],
		[
			'IP',
			{ addressAllowed: false },
			/allow-list \(code 99991401\)/,
			/Security Settings.*Log ID: /,
		],
		['quota', { quotaLeft: 0 }, /quota of API calls is used up \(code 99991403\)/, /next month/],
	];

	test.each(broken)(
		'%s, On Error = stop: one error that says what to do',
		async (_, app, message, help) => {
			await start({ apps: [{ ...CUSTOM_APP, ...app }] });
			const result = await run(stored());
			expect(result.error?.message).toMatch(message);
			expect(result.error?.description).toMatch(help);
			expect(simulator.calls.length).toBeLessThanOrEqual(50);
		},
	);

	test.each(broken)('%s, On Error = continue: every item gets it', async (_, app, message) => {
		await start({ apps: [{ ...CUSTOM_APP, ...app }] });
		const result = await run(stored(), { onError: 'continueRegularOutput' });
		expect(result.matched).toHaveLength(items.length);
		expect(result.matched.every(({ json }) => message.test(String(json.error)))).toBe(true);
	});

	test('disabled during the run: answered items keep their answers', async () => {
		const app = { ...CUSTOM_APP };
		await start({
			apps: [app],
			fault: (call) => {
				if (call === 30) app.enabled = false;
				return undefined;
			},
		});
		const result = await run(await warm(), { onError: 'continueRegularOutput' });
		const found = result.matched.filter(({ json }) => json.talent_id);
		const failed = result.matched.filter(({ json }) => json.error);
		expect(found.length).toBeGreaterThan(100);
		expect(failed.length).toBeGreaterThan(100);
		expect(found.length + failed.length + result.unmatched.length).toBe(items.length);
		expect(failed[0]!.json.error).toBe('The Feishu app is disabled (code 99991662)');
	});
});

describe('a forbidden base URL', () => {
	test.each(['http://example.com', 'ftp://127.0.0.1', 'https://a:b@example.com', 'nowhere'])(
		'%s: a clear error, and no request',
		async (baseUrl) => {
			await start();
			const result = await run(stored({ baseUrl }));
			expect(result.error?.message).toMatch(/^The Base URL of the Feishu Hire credential /);
			expect(simulator.log).toHaveLength(0);
		},
	);

	test('a path and a trailing slash are fine', async () => {
		await start();
		const result = await run(stored({ baseUrl: `${simulator.url}/gateway/` }));
		expect(result.error?.message).toContain('HTTP 404');
		expect(simulator.log.every(({ path }) => path.startsWith('/gateway/open-apis/'))).toBe(true);
		simulator.log.length = 0;
		expectAllRight(await run(stored({ baseUrl: `${simulator.url}/` })));
	});
});
