/** What the tests of the credential share: its data, servers that are no Feishu, and the search for secrets. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CUSTOM_APP, STORE_APP, Simulator } from './feishu/simulator';
import type { SimulatorSettings } from './feishu/simulator';

export { STORE_APP };
export const TENANT = 'tenant-north';

/** Nothing listens there. */
export const CLOSED = 'http://127.0.0.1:1';

const EMPTY = { accessToken: '', issuedFor: '' };

/** The credential of the simulator's self-built app, before its first exchange. */
export const custom = (
	baseUrl: string,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject => ({
	appType: 'custom',
	appId: CUSTOM_APP.id,
	appSecret: CUSTOM_APP.secret,
	host: 'custom',
	baseUrl,
	...EMPTY,
	...changes,
});

/** The credential of the simulator's store app, before its first exchange. */
export const store = (
	baseUrl: string,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject => ({
	appType: 'store',
	appId: STORE_APP.id,
	appSecret: STORE_APP.secret,
	appTicket: STORE_APP.ticket,
	tenantKey: TENANT,
	host: 'custom',
	baseUrl,
	...EMPTY,
	...changes,
});

const running: Array<() => Promise<unknown>> = [];

/** Stops all that was started; for `afterEach`. */
export async function stopAll(): Promise<void> {
	await Promise.all(running.splice(0).map(async (stop) => await stop()));
}

/** A simulator with both apps. */
export async function startFeishu(settings: Partial<SimulatorSettings> = {}): Promise<Simulator> {
	const simulator = await Simulator.start({
		apps: [CUSTOM_APP, STORE_APP],
		tenants: { [TENANT]: [] },
		...settings,
	});
	running.push(async () => await simulator.stop());
	return simulator;
}

/** What another server was asked. */
export interface Asked {
	path: string;
	authorization?: string;
	body: string;
}

/** A server that is no Feishu, and the log of what came to it. */
export async function serve(
	answer: (response: ServerResponse, asked: Asked) => void,
): Promise<{ url: string; asked: Asked[] }> {
	const asked: Asked[] = [];
	const server: Server = createServer((request, response) => {
		void read(request).then((body) => {
			const { url = '', headers } = request;
			const one = { path: url, authorization: headers.authorization, body };
			asked.push(one);
			answer(response, one);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	running.push(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function read(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text;
}

export const replyJson = (response: ServerResponse, status: number, body: unknown): void => {
	response
		.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
		.end(JSON.stringify(body));
};

export const redirectTo =
	(url: string, status: number) =>
	(response: ServerResponse): void => {
		response.writeHead(status, { Location: `${url}/elsewhere` }).end();
	};

/** All that a log or a person could be shown of an error: message, stack, fields and causes. */
export const everythingOf = (error: unknown): string =>
	[inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error)].join('\n');

const SECRETS = /secret-of|ticket-of|\b[at]-[0-9a-f]{20,}/;

/** Fails when an error shows a secret, a ticket or a token. */
export function expectNoSecret(error: unknown): void {
	expect(everythingOf(error)).not.toMatch(SECRETS);
}

/** Base URLs that would send secrets in clear, or elsewhere than they seem to. */
export const FORBIDDEN_BASE_URLS: Array<[baseUrl: string, reason: RegExp]> = [
	['http://open.feishu.cn', /https:\/\//],
	['http://10.0.0.1', /https:\/\//],
	['http://0.0.0.0', /https:\/\//],
	['http://[::2]', /https:\/\//],
	['http://localhost.example.com', /https:\/\//],
	['http://127.0.0.1.example.com', /https:\/\//],
	['ftp://localhost', /https:\/\//],
	['javascript:alert(1)', /https:\/\//],
	['https://user:secret-of-user@example.com', /user name, password/],
	['https://user@example.com', /user name, password/],
	['https://example.com?next=1', /query/],
	['https://example.com/#part', /fragment/],
	['open.feishu.cn', /not a .*URL/],
	['https://', /not a .*URL/],
	['', /not a .*URL/],
];
