/** A host of one's own cannot be turned against the user. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { storedCredentials } from '../support/engine/built';
import { answered, answers, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { Simulator } from '../support/feishu/simulator';
import type { Fault } from '../support/feishu/simulator';

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
