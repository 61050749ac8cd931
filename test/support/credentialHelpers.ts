/** What the tests of the credential share: its data, servers that are no Feishu, and the search for secrets. */
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { newContext } from './engine/context';
import { node, workflowOf } from './engine/workflow';
import { credentialData } from './feishu/apps';
import { CUSTOM_APP, STORE_APP, Simulator } from './feishu/simulator';

export { STORE_APP };
export { replyJson, serve, stopAll } from './serve';
export const TENANT = 'tenant-north';

type Data = ICredentialDataDecryptedObject;

/** n8n's HTTP helper, as n8n hands it to `preAuthentication`. */
export function httpHelper(): IHttpRequestHelper {
	const { httpRequest } = newContext(workflowOf([], {}), node('Node', 'node'), []).helpers;
	return { helpers: { httpRequest } };
}

/** The credential of the simulator's self-built app, before its first exchange. */
export const custom = (baseUrl: string, changes: Data = {}): Data => ({
	...credentialData(baseUrl),
	accessToken: '',
	issuedFor: '',
	...changes,
});

/** The credential of the simulator's store app, before its first exchange. */
export const store = (baseUrl: string, changes: Data = {}): Data =>
	custom(baseUrl, {
		appType: 'store',
		appId: STORE_APP.id,
		appSecret: STORE_APP.secret,
		appTicket: STORE_APP.ticket,
		tenantKey: TENANT,
		...changes,
	});

/** A simulator with both apps. */
export const startFeishu = async (): Promise<Simulator> =>
	await Simulator.start({ apps: [CUSTOM_APP, STORE_APP], tenants: { [TENANT]: [] } });

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

/** Base URLs that would send secrets in clear, or show some; all kinds: `feishuApp.test.ts`. */
export const FORBIDDEN_BASE_URLS: Array<[baseUrl: string, reason: RegExp]> = [
	['http://10.0.0.1', /https:\/\//],
	['https://user:secret-of-user@example.com', /user name, password/],
];
