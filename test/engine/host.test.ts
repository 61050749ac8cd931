/** A host of one's own: it cannot be turned against the user, and may have its own authority. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { storedCredentials } from '../support/engine/built';
import { answered, answers, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { Simulator } from '../support/feishu/simulator';
import type { Fault } from '../support/feishu/simulator';

const ROOT = path.resolve(__dirname, '../..');

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
	const reached: string[] = [];
	let elsewhere: Server;
	let location: string;

	beforeAll(async () => {
		elsewhere = createServer((request, response) => {
			reached.push(request.url ?? '');
			response.end('{}');
		});
		await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
		location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/stolen`;
	});
	afterAll(() => elsewhere.close());

	test.each([301, 302, 303, 307, 308])('of HTTP %d', async (status) => {
		const redirect = (): Fault => ({ kind: 'reply', status, headers: { location }, body: '' });
		simulator.settings.exchangeFault = redirect;
		const atExchange = await runSheet(simulator);
		expect(atExchange.error?.message).toContain(`(HTTP ${status})`);
		expect(simulator.calls).toHaveLength(0);

		simulator.settings.exchangeFault = undefined;
		simulator.settings.fault = redirect;
		const atLookup = await runSheet(simulator);
		expect(atLookup.error?.message).toContain(`(HTTP ${status})`);
		expect(simulator.calls.length).toBeGreaterThan(0);
		expect(reached).toEqual([]);
	});
});

describe('a host with its own certificate authority', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
	const openssl = (args: string) =>
		execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });

	beforeAll(() => {
		openssl(
			'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.crt',
		);
		openssl(
			'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout host.key -out host.csr',
		);
		openssl(
			'x509 -req -in host.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out host.crt',
		);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	test('works through NODE_EXTRA_CA_CERTS, which Node reads at its start', () => {
		const answer = execFileSync(
			process.execPath,
			['--import', 'tsx', path.join(ROOT, 'test/support/engine/privateHost.ts'), folder],
			{
				cwd: ROOT,
				encoding: 'utf8',
				env: {
					...process.env,
					N8N_LOG_LEVEL: 'silent',
					NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.crt'),
				},
			},
		);
		expect(answer).toContain('every row is right');
	});

	test('is rejected without it, with the remedy', async () => {
		const read = (name: string) => readFileSync(path.join(folder, name));
		const tls = { key: read('host.key'), cert: read('host.crt') };
		const own = await Simulator.start({ people, tls });
		const { error } = await runSheet(own, { parameters: { options: { maxTries: 1 } } });
		await own.stop();
		expect(error?.message).toContain(
			'certificate is not trusted; for a private certificate authority start n8n with NODE_EXTRA_CA_CERTS',
		);
	});
});
