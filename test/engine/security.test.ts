/** Invariant 6: nothing secret or personal in logs, hints, errors of other items, or the build; and whom the node trusts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { CUSTOM_APP } from '../support/feishu/apps';

const ROOT = path.resolve(__dirname, '../..');

describe('in a process of its own', () => {
	interface Outcome {
		trusted: string;
		unknown: string;
		secrets: string[];
		failed: number;
		hints: string;
		foreign: string[];
	}
	let outcome: Outcome;
	/** Its whole output, as n8n at its most talkative would log it. */
	let written: string;

	const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
	const openssl = (args: string) =>
		execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });
	const NEW_KEY = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
	const LOCALHOST = '-subj /CN=localhost -addext subjectAltName=DNS:localhost';

	beforeAll(() => {
		openssl(`req -x509 ${NEW_KEY} -days 2 -subj /CN=authority -keyout ca.key -out ca.crt`);
		openssl(`req ${NEW_KEY} ${LOCALHOST} -keyout host.key -out host.csr`);
		openssl(
			'x509 -req -in host.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out host.crt',
		);
		openssl(`req -x509 ${NEW_KEY} -days 2 ${LOCALHOST} -keyout stranger.key -out stranger.crt`);
		const output = execFileSync(
			process.execPath,
			['--import', 'tsx', path.join(ROOT, 'test/support/engine/ownProcess.ts'), folder],
			{
				cwd: ROOT,
				encoding: 'utf8',
				env: {
					...process.env,
					N8N_LOG_LEVEL: 'debug',
					NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.crt'),
				},
			},
		);
		const [log = '', result = ''] = output.split('\nRESULT ');
		written = log;
		const [line = ''] = result.split('\n');
		outcome = JSON.parse(line) as Outcome;
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	test('faulty runs write no secret, token or identifier to the log, a hint, or another item', () => {
		const { secrets, failed, hints, foreign } = outcome;
		expect(secrets.length).toBeGreaterThan(400);
		expect(failed).toBeGreaterThan(100);
		expect(foreign).toEqual([]);
		expect(written).toContain('Feishu');
		expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
		expect(secrets.filter((secret) => hints.includes(secret))).toEqual([]);
	});

	test('a host with its own certificate authority works through NODE_EXTRA_CA_CERTS, which Node reads at its start', () => {
		expect(outcome.trusted).toBe('every row is right');
	});

	test('a host of an unknown authority is rejected, with the remedy', () => {
		expect(outcome.unknown).toContain(
			'certificate is not trusted; for a private certificate authority start n8n with NODE_EXTRA_CA_CERTS',
		);
	});
});

test('the build holds no secret of the tests, and no path of this machine', () => {
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
