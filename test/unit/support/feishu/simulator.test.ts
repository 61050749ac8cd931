/** The model over HTTP: what goes over the wire, and each fault against the same lookup. */
import { once } from 'node:events';
import { connect } from 'node:net';

import { PATHS, exchangeCustom, getToken, lookUp, overHttp } from '../../../support/feishu/client';
import type { Post } from '../../../support/feishu/client';
import { CUSTOM_APP, STORE_APP, Simulator } from '../../../support/feishu/simulator';
import type { Fault, SimulatorSettings } from '../../../support/feishu/simulator';

const BO = { email_list: ['bo@example.com'] };
const HONEST = {
	code: 0,
	msg: 'ok',
	data: { talent_list: [{ talent_id: '1', email: 'bo@example.com', is_onboarded: false }] },
};

let simulator: Simulator;
let post: Post;
let token: string;

/** Starts a simulator whose first lookup has a fault. */
async function start(fault: Fault, settings: Partial<SimulatorSettings> = {}): Promise<void> {
	simulator = await Simulator.start({
		people: [{ talentId: '1', email: 'bo@example.com' }],
		fault: (call) => (call === 0 ? fault : undefined),
		...settings,
	});
	post = overHttp(simulator.url);
	token = await getToken(post);
}

afterEach(async () => await simulator.stop());

const fetchBo = async () =>
	await fetch(simulator.url + PATHS.lookup, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		body: JSON.stringify(BO),
	});

const networkCode = (error: unknown) => ((error as Error).cause as { code?: string }).code;

test('faults are asked for each lookup with its number and body, and for nothing else', async () => {
	const fault = jest.fn(() => undefined);
	await start({ kind: 'reset' }, { fault });
	await lookUp(post, token, BO);
	await lookUp(post, token, { email_list: [] });
	expect(simulator.exchanges).toHaveLength(1);
	expect(fault.mock.calls).toEqual([
		[0, BO],
		[1, { email_list: [] }],
	]);
});

test('faults of the token endpoints are asked for each request to one, and for nothing else', async () => {
	const exchangeFault = jest.fn((request: number): Fault | undefined =>
		request === 1 ? { kind: 'reply', status: 502, body: '<html>' } : undefined,
	);
	simulator = await Simulator.start({
		apps: [CUSTOM_APP, STORE_APP],
		tenants: { north: [] },
		exchangeFault,
	});
	post = overHttp(simulator.url);
	token = await getToken(post);
	await lookUp(post, token, BO);
	const failed = await exchangeCustom(post);
	expect([failed.status, failed.text]).toEqual([502, '<html>']);
	expect(await getToken(post, 'north')).toMatch(/^t-/);
	expect(exchangeFault.mock.calls).toEqual([[0], [1], [2], [3]]);
	expect(simulator.exchanges.map(({ status }) => status)).toEqual([200, 502, 200]);
});

test('`reset` cuts the connection', async () => {
	await start({ kind: 'reset' });
	const error: unknown = await fetchBo().catch((reason: unknown) => reason);
	expect(networkCode(error)).toBe('ECONNRESET');
	expect(simulator.calls[0]).not.toHaveProperty('status');
	expect((await lookUp(post, token, BO)).body).toEqual(HONEST);
});

test('`silence` never answers, though later calls are answered', async () => {
	await start({ kind: 'silence' });
	const { fault } = simulator.settings;
	const asked = new Promise<void>((resolve) => {
		simulator.settings.fault = (call, body) => {
			resolve();
			return fault?.(call, body);
		};
	});
	const outcome = fetchBo().then(
		({ status }) => `answered with ${status}`,
		(error: unknown) => networkCode(error),
	);
	await asked;
	expect((await lookUp(post, token, BO)).body).toEqual(HONEST);
	expect(simulator.calls[0]).not.toHaveProperty('status');
	await simulator.stop();
	expect(await outcome).not.toMatch(/answered/);
});

test('`reply` answers with what the test wants', async () => {
	await start({
		kind: 'reply',
		status: 503,
		headers: { 'retry-after': '2' },
		body: { code: 2200, msg: 'internal' },
	});
	const { status, headers, body } = await lookUp(post, token, BO);
	expect([status, headers.get('retry-after')]).toEqual([503, '2']);
	expect(body).toEqual({ code: 2200, msg: 'internal' });
	expect(simulator.calls[0]).toMatchObject({ status: 503, code: 2200 });
});

test('`reply` with a text is a page, of HTTP 200 by default', async () => {
	await start({ kind: 'reply', body: '<html>' });
	const response = await fetchBo();
	expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
	expect(await response.text()).toBe('<html>');
});

test('`truncate` sends the first half of the honest reply', async () => {
	await start({ kind: 'truncate' });
	const response = await fetchBo();
	const text = await response.text();
	expect([response.status, response.headers.get('content-type')]).toEqual([
		200,
		'application/json; charset=utf-8',
	]);
	const honest = JSON.stringify(HONEST);
	expect(text).toBe(honest.slice(0, honest.length / 2));
	expect(() => JSON.parse(text)).toThrow(SyntaxError);
	expect(simulator.calls[0]).not.toHaveProperty('status');
});

test('`trickle` sends the honest reply in pieces', async () => {
	await start({ kind: 'trickle', pause: 5 });
	const response = await fetchBo();
	const pieces: string[] = [];
	for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString());
	expect(pieces.join('')).toBe(JSON.stringify(HONEST));
	expect(pieces[0]?.length).toBeLessThan(pieces.join('').length);
	expect(simulator.calls[0]).toMatchObject({ status: 200, code: 0 });
});

test('a latency is asked for each lookup', async () => {
	const latency = jest.fn(() => 1);
	await start({ kind: 'reply', body: HONEST }, { latency });
	await lookUp(post, token, BO);
	await lookUp(post, token, BO);
	expect(latency).toHaveBeenCalledTimes(2);
});

test('a caller that goes away before its body is through leaves the simulator unharmed', async () => {
	await start({ kind: 'reset' });
	const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
	const head = `POST ${PATHS.lookup} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n`;
	socket.write(`${head}Expect: 100-continue\r\n\r\nhalf`);
	// The server has read the head when it says to continue.
	await once(socket, 'data');
	const gone = once(socket, 'close');
	socket.destroy();
	await gone;
	expect(await getToken(post)).toBe(token);
	// What became of it is known when the simulator has stopped: an error here would end the tests.
	await simulator.stop();
	expect(simulator.calls).toEqual([]);
});

test('a call counts when it comes, not when it is answered', async () => {
	const windows = [{ length: 60_000, limit: 1 }];
	await start({ kind: 'trickle', pause: 1 }, { windows, latency: 1 });
	const replies = await Promise.all([lookUp(post, token, BO), lookUp(post, token, BO)]);
	expect(replies.map(({ body }) => body.code).sort()).toEqual([0, 99991400]);
});

test('the log tells what was answered', async () => {
	await start({ kind: 'reply', body: HONEST });
	await lookUp(post, 'forged', BO);
	await lookUp(post, 'forged', BO);
	expect(simulator.log).toMatchObject([
		{ path: PATHS.custom, status: 200, code: 0 },
		{ path: PATHS.lookup, status: 200, code: 0 },
		{ path: PATHS.lookup, status: 400, code: 99991663 },
	]);
});

describe('the wire', () => {
	test('carries JSON and a log id of its own, on success and on rejection', async () => {
		await start({ kind: 'trickle', pause: 0 });
		const replies = [
			await lookUp(post, token, BO),
			await lookUp(post, 'forged', {}),
			await post(PATHS.custom, {}),
		];
		const logIds = replies.map(({ headers }) => headers.get('x-tt-logid'));
		expect(new Set(logIds).size).toBe(3);
		for (const id of logIds) expect(id).toMatch(/^2026[0-9A-F]{16}$/);
		for (const { headers } of replies) {
			expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
		}
	});

	test.each([
		['path', 'POST', '/open-apis/hire/v1/talents'],
		['method', 'GET', PATHS.lookup],
	])('answers a wrong %s with a text of HTTP 404', async (_, method, path) => {
		await start({ kind: 'trickle', pause: 0 });
		const response = await fetch(simulator.url + path, { method });
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toBe('text/plain');
		expect(await response.text()).toBe('404 page not found');
	});
});
