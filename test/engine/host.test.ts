/** A host of one's own cannot be turned against the user. */
import { storedCredentials } from '../support/engine/built';
import { answered, answers, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { reply } from '../support/feishu/faults';
import { Simulator } from '../support/feishu/simulator';
import { replyJson, serve } from '../support/serve';
import type { TestServer } from '../support/serve';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await Simulator.start({ people });
});
afterEach(async () => await simulator.stop());

describe('a base URL', () => {
	const run = async (baseUrl: string) =>
		await runSheet(simulator, { credentials: storedCredentials({ baseUrl }) });

	test.each(['http://example.com', 'ftp://127.0.0.1', 'https://a:b@example.com', 'nowhere'])(
		'%s is forbidden: a clear error, and no request',
		async (baseUrl) => {
			const { error } = await run(baseUrl);
			expect(error?.message).toMatch(/^The Base URL of the Feishu Hire credential /);
			expect(simulator.log).toHaveLength(0);
		},
	);

	test('with a path and a trailing slash is fine', async () => {
		const { error } = await run(`${simulator.url}/gateway/`);
		expect(error?.message).toContain('HTTP 404');
		expect(simulator.log.every(({ path }) => path.startsWith('/gateway/open-apis/'))).toBe(true);
		simulator.log.length = 0;
		expect(answered(await run(`${simulator.url}/`))).toEqual(answers());
	});
});

describe('no request follows a redirect', () => {
	let elsewhere: TestServer;

	beforeAll(async () => {
		elsewhere = await serve((response) => replyJson(response, 200, {}));
	});
	afterAll(async () => await elsewhere.stop());

	test.each([301, 302, 303, 307, 308])('of HTTP %d', async (status) => {
		const redirect = () => reply(status, '', { location: `${elsewhere.url}/stolen` });
		simulator.settings.exchangeFault = redirect;
		const atExchange = await runSheet(simulator);
		expect(atExchange.error?.message).toContain(`(HTTP ${status})`);
		expect(simulator.calls).toHaveLength(0);

		simulator.settings.exchangeFault = undefined;
		simulator.settings.fault = redirect;
		const atLookup = await runSheet(simulator);
		expect(atLookup.error?.message).toContain(`(HTTP ${status})`);
		expect(simulator.calls.length).toBeGreaterThan(0);
		expect(elsewhere.asked).toEqual([]);
	});
});

describe('behind a proxy', () => {
	const VARIABLES = ['HTTP_PROXY', 'NO_PROXY', 'http_proxy', 'no_proxy'];
	const before = VARIABLES.map((name) => [name, process.env[name]] as const);
	let proxy: TestServer;

	beforeAll(async () => {
		proxy = await serve((response) => replyJson(response, 403, {}));
	});
	beforeEach(() => {
		for (const name of VARIABLES) delete process.env[name];
		process.env.HTTP_PROXY = proxy.url;
		proxy.asked.length = 0;
	});
	afterEach(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});
	afterAll(async () => await proxy.stop());

	test('every request goes through the one that the environment names', async () => {
		await runSheet(simulator);
		expect(simulator.log).toEqual([]);
		expect(proxy.asked.map(({ path }) => path)).toEqual([
			`${simulator.url}/open-apis/auth/v3/tenant_access_token/internal`,
		]);
	});

	test('and none goes through it to a host of NO_PROXY', async () => {
		process.env.NO_PROXY = '127.0.0.1';
		expect(answered(await runSheet(simulator))).toEqual(answers());
		expect(proxy.asked).toEqual([]);
	});
});
