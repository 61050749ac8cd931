/** Invariant 6: nothing secret or personal in logs or the build; of hints and errors the fuzzer judges that. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { CUSTOM_APP } from '../support/feishu/apps';

const ROOT = path.resolve(__dirname, '../..');

test('faulty runs write no secret, token or identifier to the log of n8n at its most talkative', () => {
	const output = execFileSync(
		process.execPath,
		['--import', 'tsx', path.join(ROOT, 'test/support/engine/ownProcess.ts')],
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, N8N_LOG_LEVEL: 'debug' } },
	);
	const [log = '', result = ''] = output.split('\nRESULT ');
	const [line = ''] = result.split('\n');
	const { secrets, failed } = JSON.parse(line) as { secrets: string[]; failed: number };
	expect(secrets.length).toBeGreaterThan(400);
	expect(failed).toBeGreaterThan(100);
	expect(log).toContain('Feishu');
	expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
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
