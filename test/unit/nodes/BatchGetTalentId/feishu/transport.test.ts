/** What goes to n8n's HTTP helper, and what becomes of what it throws. */
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readAppOrThrow, tokenKey } from '../../../../../credentials/feishuApp';
import { TokenExchangeError } from '../../../../../credentials/tokenExchange';
import type { ErrorInfo } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { createTransport } from '../../../../../nodes/BatchGetTalentId/feishu/transport';
import type { Endpoint } from '../../../../../nodes/BatchGetTalentId/feishu/transport';

const OWN: ErrorInfo = { retry: 'never', failure: 'value', message: 'rejected', help: 'Look.' };

const ENDPOINT: Endpoint<unknown> = {
	path: '/open-apis/test',
	errors: new Map([[4711, OWN]]),
	parse: ({ data }) => data,
};

const BODY = { mobile_number_list: ['13800138000'] };

let app = 0;

/**
 * A transport of an app of its own with a stored token.
 * @param request what n8n's HTTP helper does
 */
function setUp(
	request: (options: IHttpRequestOptions) => unknown,
	{ signal, read = () => undefined }: { signal?: AbortSignal; read?: () => void } = {},
) {
	const fields = {
		appType: 'custom',
		appId: `cli_transport${++app}`,
		appSecret: 's',
		host: 'custom',
		baseUrl: 'https://feishu.example.com/gateway/',
	};
	const data = { ...fields, accessToken: 't-1', issuedFor: tokenKey(readAppOrThrow(fields)) };
	const requests: Array<[credential: string, options: IHttpRequestOptions, decrypted: object]> = [];
	const context = {
		getExecutionCancelSignal: () => signal,
		getCredentials: async () => {
			read();
			return data;
		},
		helpers: {
			httpRequestWithAuthentication: async (...args: (typeof requests)[number]) => {
				requests.push(args);
				return request(args[1]);
			},
		},
	};
	const send = createTransport(context as unknown as IExecuteFunctions, ENDPOINT, 1_234);
	return { data, requests, send: async () => await send(BODY) };
}

const reply = (body: object, statusCode = 200) => ({
	statusCode,
	headers: {},
	body: JSON.stringify(body),
});

const failWith = (error: unknown) => () => {
	throw error;
};

const networkError = (code: string) =>
	new Error('wrapped', { cause: Object.assign(new Error('inner'), { code, config: BODY }) });

/** The error that a call comes to. */
async function failureOf(error: unknown) {
	const failure = await setUp(failWith(error)).send();
	if (!(failure instanceof FeishuError)) throw new Error('The call did not fail.');
	return { ...failure, message: failure.message };
}

test('posts the body to the address of the credential, with its stored data, once', async () => {
	const { send, requests, data } = setUp(() => reply({ code: 0, data: [1] }));
	expect(await send()).toEqual([1]);
	expect(requests).toEqual([
		[
			'feishuHireApi',
			expect.objectContaining({
				method: 'POST',
				url: 'https://feishu.example.com/gateway/open-apis/test',
				body: BODY,
				timeout: 1_234,
			}),
			{ credentialsDecrypted: expect.objectContaining({ data }) },
		],
	]);
});

test('follows no redirect, and lets no status throw', async () => {
	const { send, requests } = setUp(() => reply({ code: 0 }));
	await send();
	expect(requests[0]?.[1]).toMatchObject({
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});
});

test('hands the helper new options for each call, for it writes into them', async () => {
	const { send, requests } = setUp((options) => {
		options.headers = { Authorization: 'Bearer t-1' };
		return reply({ code: 0 });
	});
	await send();
	await send();
	expect(requests[1]?.[1]).not.toBe(requests[0]?.[1]);
});

test("reads a failure by the endpoint's own codes", async () => {
	const { send } = setUp(() => reply({ code: 4711 }, 400));
	expect(await send()).toMatchObject({ failure: 'value', message: 'rejected (code 4711)' });
});

test.each([
	['ECONNRESET', 'backoff', 'call', 'connection closed'],
	['ETIMEDOUT', 'backoff', 'call', 'no reply in time'],
	['ENOTFOUND', 'backoff', 'call', 'unknown host name'],
	['EPIPE', 'backoff', 'call', 'EPIPE'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'never', 'run', 'its certificate is not trusted'],
])('%s: retries with %s, then fails the %s', async (code, retry, failure, reason) => {
	expect(await failureOf(networkError(code))).toMatchObject({
		retry,
		failure,
		message: expect.stringContaining(`Feishu could not be reached: ${reason}`),
	});
});

test.each([
	[true, 'backoff'],
	[false, 'never'],
])(
	'a failed token exchange (transient: %s) is retried with %s, then ends the run',
	async (transient, retry) => {
		const exchange = new TokenExchangeError('The App Ticket is stale', transient, 10012);
		expect(await failureOf(new Error('n8n wraps it', { cause: exchange }))).toMatchObject({
			retry,
			failure: 'run',
			message: 'The App Ticket is stale',
			code: 10012,
		});
	},
);

test('any other error of the helper ends the run, and says why', async () => {
	expect(await failureOf(new Error('Credential type is unknown'))).toMatchObject({
		retry: 'never',
		failure: 'run',
		description: 'Credential type is unknown',
	});
});

test('keeps nothing of the request that an error of the helper carries', async () => {
	const failures = [networkError('ECONNRESET'), Object.assign(new Error('x'), { config: BODY })];
	for (const error of failures) {
		expect(JSON.stringify(await failureOf(error))).not.toContain('13800138000');
	}
});

test('retries with backoff where n8n cannot read the credential, then ends the run', async () => {
	const { send, requests } = setUp(() => reply({ code: 0 }), {
		read: failWith(new Error('Connection terminated')),
	});
	expect(await send()).toMatchObject({
		retry: 'backoff',
		failure: 'run',
		message: 'n8n could not read the Feishu Hire credential',
		description: 'Connection terminated',
	});
	expect(requests).toEqual([]);
});

test.each(['request', 'read'] as const)(
	'rejects with the reason of a cancel, whatever the %s throws',
	async (step) => {
		const cancelled = new Error('cancelled');
		const controller = new AbortController();
		const fail = () => {
			controller.abort(cancelled);
			throw new Error('aborted by the helper');
		};
		const { signal } = controller;
		const { send } =
			step === 'request' ? setUp(fail, { signal }) : setUp(() => undefined, { signal, read: fail });
		await expect(send()).rejects.toBe(cancelled);
	},
);
