/** A host of one's own cannot be turned against the user. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { storedCredentials } from '../support/engine/built';
import { answered, answers, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { reply } from '../support/feishu/replies';
import { Simulator } from '../support/feishu/simulator';
import { replyJson, serve } from '../support/serve';
import type { TestServer } from '../support/serve';

const ONE_TRY = { parameters: { options: { maxTries: 1 } } };

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

describe('over TLS', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
	const read = (file: string) => readFileSync(path.join(folder, file));
	const openssl = (args: string) =>
		execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });
	const NEW_KEY = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
	const LOCALHOST = '-subj /CN=localhost -addext subjectAltName=DNS:localhost';
	const trusted = getCACertificates('default');
	let host: Simulator;

	beforeAll(async () => {
		openssl(`req -x509 ${NEW_KEY} -days 2 -subj /CN=authority -keyout ca.key -out ca.crt`);
		openssl(`req ${NEW_KEY} ${LOCALHOST} -keyout host.key -out host.csr`);
		openssl(
			'x509 -req -in host.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out host.crt',
		);
		host = await Simulator.start({
			people,
			tls: { key: read('host.key'), cert: read('host.crt') },
		});
	});
	afterAll(async () => {
		setDefaultCACertificates(trusted);
		rmSync(folder, { recursive: true });
		await host.stop();
	});

	test('a host of an unknown authority is rejected, with the remedy', async () => {
		expect((await runSheet(host, ONE_TRY)).error?.message).toContain(
			'certificate is not trusted; for a private certificate authority start n8n with NODE_EXTRA_CA_CERTS',
		);
	});

	test('a host works whose authority Node trusts, as those of NODE_EXTRA_CA_CERTS', async () => {
		setDefaultCACertificates([...trusted, read('ca.crt').toString()]);
		expect(answered(await runSheet(host, ONE_TRY))).toEqual(answers());
	});
});
