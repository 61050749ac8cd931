/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
/** Invariant 6, redirects, private certificate authorities, and executions beside each other. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { runNode, storedCredentials } from './engine';
import { expectedOf, observed } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import { CUSTOM_APP, Simulator } from '../simulator/simulator';
import { TalentStore } from '../simulator/store';

const ROOT = path.resolve(__dirname, '../..');
const { cases, people } = makeSheet(1_000);
const items = cases.map(({ item }) => item);
const parameters = { ...PARAMETERS, output: 'match', options: { batchSize: 20, maxTries: 2 } };

let simulator: Simulator;
afterEach(async () => await simulator.stop());

test('a faulty run writes no secret, token or identifier to its log, its hints, or another item', async () => {
	// The node's whole output, in a process of its own, as n8n at its most talkative would log it.
	simulator = await Simulator.start();
	const log = execFileSync(
		process.execPath,
		['--import', 'tsx', path.join(ROOT, 'test/engine/faultyRun.ts')],
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, N8N_LOG_LEVEL: 'debug' } },
	);
	const [written, result] = log.split('\nRESULT ') as [string, string];
	const { secrets, shown, hints, foreign } = JSON.parse(result.split('\n')[0]!) as {
		secrets: string[];
		shown: number;
		hints: string;
		foreign: string[];
	};
	expect(secrets.length).toBeGreaterThan(1_000);
	expect(shown).toBeGreaterThan(100);
	expect(foreign).toEqual([]);
	expect(written).toContain('Feishu');
	expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
	expect(secrets.filter((secret) => hints.includes(secret))).toEqual([]);
});

test('no request follows a redirect', async () => {
	simulator = await Simulator.start({ people });
	const reached: string[] = [];
	const elsewhere = createServer((request, response) => {
		reached.push(request.url ?? '');
		response.end('{}');
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	const { port } = elsewhere.address() as AddressInfo;
	const headers = { location: `http://127.0.0.1:${port}/stolen` };
	for (const status of [301, 302, 307, 308]) {
		simulator.settings.fault = () => ({ kind: 'reply', status, headers, body: '' });
		const credentials = storedCredentials({ baseUrl: simulator.url });
		const { error } = await runNode({ items: items.slice(0, 5), credentials, parameters });
		expect(error?.message).toContain(`(HTTP ${status})`);
	}
	elsewhere.close();
	expect(reached).toEqual([]);
});

test('executions beside each other, of two apps, do not mix', async () => {
	const other = { id: 'cli_other', secret: 'secret-of-other', type: 'custom' as const };
	simulator = await Simulator.start({ people, apps: [CUSTOM_APP, other] });
	const store = new TalentStore(people);
	const baseUrl = simulator.url;
	const credentials = [
		storedCredentials({ baseUrl }),
		storedCredentials({ baseUrl, appId: other.id, appSecret: other.secret }),
	];
	await Promise.all(
		[0, 200, 400, 600, 800].map(async (from, index) => {
			const rows = cases.slice(from, from + 200);
			const result = await runNode({
				items: rows.map(({ item }) => item),
				credentials: credentials[index % 2]!,
				parameters,
			});
			expect(observed(result.matched, result.unmatched)).toEqual(
				expectedOf(rows, { store, matchBy: 'all', output: 'match', isBad: () => false }),
			);
		}),
	);
	expect(simulator.exchanges).toHaveLength(2);
	expect(simulator.calls.every(({ status }) => status === 200)).toBe(true);
});

describe('a host with its own certificate authority', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
	const file = (name: string) => path.join(folder, name);
	const openssl = (...args: string[]) =>
		execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

	beforeAll(() => {
		openssl(
			'req',
			'-x509',
			'-newkey',
			'rsa:2048',
			'-nodes',
			'-days',
			'2',
			'-subj',
			'/CN=Test CA',
			'-keyout',
			'ca.key',
			'-out',
			'ca.crt',
		);
		openssl(
			'req',
			'-newkey',
			'rsa:2048',
			'-nodes',
			'-subj',
			'/CN=localhost',
			'-addext',
			'subjectAltName=DNS:localhost',
			'-keyout',
			'host.key',
			'-out',
			'host.csr',
		);
		openssl(
			'x509',
			'-req',
			'-in',
			'host.csr',
			'-CA',
			'ca.crt',
			'-CAkey',
			'ca.key',
			'-CAcreateserial',
			'-days',
			'2',
			'-copy_extensions',
			'copy',
			'-out',
			'host.crt',
		);
	});
	afterAll(() => rmSync(folder, { recursive: true }));
	beforeEach(async () => {
		simulator = await Simulator.start();
	});

	const lookUp = (env: object) =>
		execFileSync(
			process.execPath,
			['--import', 'tsx', path.join(ROOT, 'test/engine/privateHost.ts'), folder],
			{
				cwd: ROOT,
				encoding: 'utf8',
				env: { ...process.env, N8N_LOG_LEVEL: 'silent', ...env },
			},
		);

	test('works through NODE_EXTRA_CA_CERTS', () => {
		expect(lookUp({ NODE_EXTRA_CA_CERTS: file('ca.crt') })).toContain('matched 1');
	});

	test('is refused without it, saying so', () => {
		expect(lookUp({ NODE_EXTRA_CA_CERTS: '' })).toContain(
			'certificate is not trusted; for an authority of your own start n8n with NODE_EXTRA_CA_CERTS',
		);
	});
});

test('the build holds no secret of the tests, and no path of this machine', async () => {
	simulator = await Simulator.start();
	const dist = path.join(ROOT, 'dist');
	const texts = readdirSync(dist, { recursive: true })
		.map((name) => path.join(dist, String(name)))
		.filter((name) => statSync(name).isFile())
		.map((name) => readFileSync(name, 'utf8'));
	for (const text of texts) {
		expect(text).not.toContain(CUSTOM_APP.secret);
		expect(text).not.toContain(ROOT);
	}
});
