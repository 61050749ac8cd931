/** Invariant 6: nothing secret or personal in logs, hints, errors of other items, or the build. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { CUSTOM_APP } from '../support/feishu/simulator';

const ROOT = path.resolve(__dirname, '../..');

test('a faulty run writes no secret, token or identifier to its log, its hints, or another item', () => {
	// The node's whole output, in a process of its own, as n8n at its most talkative would log it.
	const log = execFileSync(
		process.execPath,
		['--import', 'tsx', path.join(ROOT, 'test/support/engine/faultyRun.ts')],
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, N8N_LOG_LEVEL: 'debug' } },
	);
	const [written = '', result = ''] = log.split('\nRESULT ');
	const [line = ''] = result.split('\n');
	const { secrets, shown, hints, foreign } = JSON.parse(line) as {
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
