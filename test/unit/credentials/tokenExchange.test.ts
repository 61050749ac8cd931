/** The token exchange, through n8n's own HTTP helper. */
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import { observeExchange } from '../../../credentials/tokenExchange';
import type { ExchangeOutcome } from '../../../credentials/tokenExchange';
import { CUSTOM_APP } from '../../support/feishu/simulator';
import {
	FORBIDDEN_BASE_URLS,
	STORE_APP,
	TENANT,
	custom,
	everythingOf,
	expectNoSecret,
	httpHelper,
	redirectTo,
	replyJson,
	serve,
	startFeishu,
	stopAll,
	store,
} from '../../support/credentialHelpers';

type Data = ReturnType<typeof custom>;

/** Nothing listens there. */
const CLOSED = 'http://127.0.0.1:1';
const ENDPOINTS = '/open-apis/auth/v3';
const TOKEN = /^t-[0-9a-f]{40}$/;
const KEY = /^[0-9a-f]{64}$/;

const credential = new FeishuHireApi();
const helper = httpHelper();

afterEach(stopAll);

const exchange = async (data: Data) => await credential.preAuthentication.call(helper, data);

/** The error of an exchange, searched for secrets. */
async function failExchange(data: Data): Promise<Error> {
	const error = await exchange(data).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(Error);
	expectNoSecret(error);
	return error as Error;
}

describe('the exchange', () => {
	test('takes one request for a self-built app', async () => {
		const feishu = await startFeishu();
		const result = await exchange(custom(feishu.url));
		expect(result).toEqual({
			accessToken: expect.stringMatching(TOKEN),
			issuedFor: expect.stringMatching(KEY),
		});
		expect(feishu.log).toMatchObject([
			{
				path: `${ENDPOINTS}/tenant_access_token/internal`,
				body: { app_id: CUSTOM_APP.id, app_secret: CUSTOM_APP.secret },
				code: 0,
			},
		]);
	});

	test('takes two for a store app', async () => {
		const feishu = await startFeishu();
		const result = await exchange(store(feishu.url));
		expect(result).toEqual({
			accessToken: expect.stringMatching(TOKEN),
			issuedFor: expect.stringMatching(KEY),
		});
		const { id: app_id, secret: app_secret, ticket: app_ticket } = STORE_APP;
		expect(feishu.log).toMatchObject([
			{ path: `${ENDPOINTS}/app_access_token`, body: { app_id, app_secret, app_ticket }, code: 0 },
			{ path: `${ENDPOINTS}/tenant_access_token`, body: { tenant_key: TENANT }, code: 0 },
		]);
	});

	test('ignores blanks around pasted values', async () => {
		const feishu = await startFeishu();
		const paste = (data: Data): Data => {
			const fields = ['appId', 'appSecret', 'appTicket', 'tenantKey', 'baseUrl'];
			const pasted = fields.flatMap((name) =>
				data[name] === undefined ? [] : [[name, ` \t\u00a0${String(data[name])}\ufeff\r\n`]],
			);
			return { ...data, ...Object.fromEntries(pasted) };
		};
		for (const data of [custom(feishu.url), store(feishu.url)]) {
			const { issuedFor } = await exchange(paste(data));
			expect(issuedFor).toBe((await exchange(data)).issuedFor);
		}
	});

	test('keeps the path of a base URL, and doubles no slash', async () => {
		const gateway = await serve((response) =>
			replyJson(response, 200, { code: 0, tenant_access_token: 't-1' }),
		);
		await exchange(custom(`${gateway.url}/feishu//`));
		expect(gateway.asked[0]?.path).toBe(`/feishu${ENDPOINTS}/tenant_access_token/internal`);
	});

	test.each([
		['feishu', 'https://open.feishu.cn'],
		['lark', 'https://open.larksuite.com'],
	])('goes to the host of %s, whatever base URL is stored', async (host, origin) => {
		const httpRequest = jest.fn<Promise<object>, [IHttpRequestOptions]>(async () => ({
			statusCode: 200,
			body: { code: 0, tenant_access_token: 't-1' },
		}));
		const recorder = { helpers: { httpRequest } } as IHttpRequestHelper;
		await credential.preAuthentication.call(recorder, custom('http://left.example.com', { host }));
		expect(httpRequest.mock.calls).toEqual([
			[
				expect.objectContaining({
					url: `${origin}${ENDPOINTS}/tenant_access_token/internal`,
					disableFollowRedirect: true,
				}),
			],
		]);
	});

	test.each(FORBIDDEN_BASE_URLS)('sends nothing to %p', async (baseUrl, reason) => {
		const httpRequest = jest.fn();
		const recorder = { helpers: { httpRequest } } as IHttpRequestHelper;
		const attempt = credential.preAuthentication.call(recorder, custom(baseUrl));
		await expect(attempt).rejects.toThrow(reason);
		expect(httpRequest).not.toHaveBeenCalled();
	});
});

describe('the error of rejected credentials names what to correct', () => {
	test.each<[string, (url: string) => Data, number, RegExp]>([
		['malformed id', (url) => custom(url, { appId: 'custom' }), 10003, /App ID/],
		['unknown id', (url) => custom(url, { appId: 'cli_nobody' }), 10014, /App ID and App Secret/],
		['wrong secret', (url) => custom(url, { appSecret: 'secret-of-x' }), 10014, /App Secret/],
		[
			"store app's wrong secret",
			(url) => store(url, { appSecret: 'secret-of-x' }),
			10014,
			/Secret/,
		],
		['stale ticket', (url) => store(url, { appTicket: 'ticket-of-old' }), 10012, /Ticket is stale/],
		['wrong tenant key', (url) => store(url, { tenantKey: 'nowhere' }), 10003, /Tenant Key/],
	])('a %s', async (_, data, code, words) => {
		const feishu = await startFeishu();
		const error = await failExchange(data(feishu.url));
		expect(error.message).toMatch(words);
		expect(error.message).toContain(`(code ${code})`);
		expect(error).toMatchObject({ feishuCode: code, transient: false });
	});

	test.each([
		[10005, /App ID/],
		[10015, /App Secret/],
		[20002, /App Secret/],
		[99991543, /App Secret/],
		[99991662, /app is disabled/],
	])('by code %i', async (code, words) => {
		const { url } = await serve((response) => replyJson(response, 200, { code, msg: 'no' }));
		const error = await failExchange(custom(url));
		expect(error.message).toMatch(words);
		expect(error).toMatchObject({ feishuCode: code, transient: false });
	});

	test("without an echo of Feishu's words, which could hold the secret", async () => {
		const echo = await serve((response, { body }) =>
			replyJson(response, 400, { code: 4711, msg: body, error: { message: body } }),
		);
		const { message } = await failExchange(custom(echo.url));
		expect(echo.asked[0]?.body).toContain(CUSTOM_APP.secret);
		expect(message).toBe('Feishu did not give out a token for these credentials (code 4711)');
	});

	test('so that n8n shows the words: its credential test prefers a `code` to them', async () => {
		const feishu = await startFeishu();
		const error = await failExchange(custom(feishu.url, { appSecret: 'wrong' }));
		expect(error).not.toHaveProperty('code');
	});
});

describe('the error of a host without a token service names the host', () => {
	test('when nothing listens there, in words that n8n leaves as they are', async () => {
		const error = await failExchange(custom(CLOSED));
		expect(error.message).toBe(
			`Feishu's token service could not be reached at ${CLOSED} (connection refused): check Host and the network of this n8n`,
		);
		expect(error).toMatchObject({ transient: true, feishuCode: undefined });
	});

	test('when the connection is cut', async () => {
		const { url } = await serve((response) => response.socket?.resetAndDestroy());
		const error = await failExchange(store(url));
		expect(error.message).toContain('(connection closed)');
		expect(error).toMatchObject({ transient: true });
	});

	test.each([
		['a text', 200, 'secret-of-page', true],
		['a text of HTTP 404', 404, '404 page not found', false],
		['a gateway that is down', 502, 'Bad Gateway', true],
		['a gateway that timed out', 408, '', true],
		['a reply cut short', 200, '{"code":0,"tenant_access_token":"t-', true],
		['success without a token', 200, '{"code":0,"msg":"ok"}', true],
		['success with an empty token', 200, '{"code":0,"tenant_access_token":""}', true],
		['a token that is no text', 200, '{"code":0,"tenant_access_token":1}', true],
		['a token without a code', 200, '{"tenant_access_token":"t-1"}', true],
	])('when it answers with %s', async (_, status, body, transient) => {
		const { url } = await serve((response) => {
			response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
		});
		const error = await failExchange(custom(url));
		expect(error.message).toBe(
			`There is no Feishu token service at ${url} (HTTP ${status}): check Host and Base URL`,
		);
		expect(error).toMatchObject({ transient });
	});

	test.each([
		[200, '<html>secret-of-page</html>', true],
		[403, '\n<!DOCTYPE html><p>secret-of-page', false],
		[502, '<html>Bad Gateway</html>', true],
	])(
		'as answered by a proxy when there is a page with HTTP %i',
		async (status, body, transient) => {
			const { url } = await serve((response) => {
				response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
			});
			const error = await failExchange(custom(url));
			expect(error.message).toBe(
				`A proxy, firewall or login page answered in the place of Feishu's token service at ${url} (HTTP ${status})`,
			);
			expect(error).toMatchObject({ transient });
		},
	);

	test.each([301, 302, 303, 307, 308])('when it redirects by HTTP %i', async (status) => {
		const other = await serve((response) =>
			replyJson(response, 200, { code: 0, tenant_access_token: 't-stolen' }),
		);
		const { url, asked } = await serve(redirectTo(other.url, status));
		const { message } = await failExchange(custom(url));
		expect(message).toContain(`(HTTP ${status})`);
		expect(asked).toHaveLength(1);
		expect(other.asked).toEqual([]);
	});

	test("when it redirects a store app's second request", async () => {
		const other = await serve((response) => replyJson(response, 200, {}));
		const { url, asked } = await serve((response, { path }) => {
			if (path.endsWith('/tenant_access_token')) return redirectTo(other.url, 307)(response);
			replyJson(response, 200, { code: 0, app_access_token: `a-${'0'.repeat(40)}` });
		});
		expect((await failExchange(store(url))).message).toContain('(HTTP 307)');
		expect(asked).toHaveLength(2);
		expect(other.asked).toEqual([]);
	});
});

test.each([
	[99991400, 429],
	[10101, 200],
	[2200, 500],
	[10014, 503],
	[12345, 429],
	[12345, 408],
])('code %i with HTTP %i is transient', async (code, status) => {
	const { url } = await serve((response) => replyJson(response, status, { code, msg: 'busy' }));
	const error = await failExchange(custom(url));
	expect(error).toMatchObject({ transient: true, feishuCode: code });
});

test('the search for secrets finds one at the bottom of an error', () => {
	const cause = Object.assign(new Error('inner'), { config: { data: [CUSTOM_APP.secret] } });
	expect(everythingOf(new Error('outer', { cause }))).toContain(CUSTOM_APP.secret);
	expect(() => expectNoSecret(new Error('outer', { cause }))).toThrow();
});

describe('the node observes an exchange by the data that it hands to n8n', () => {
	async function outcomeOf(data: Data): Promise<ExchangeOutcome | undefined> {
		let outcome: ExchangeOutcome | undefined;
		observeExchange(data, (one) => (outcome = one));
		await exchange(data).catch(() => undefined);
		return outcome;
	}

	test('its token', async () => {
		const feishu = await startFeishu();
		expect(await outcomeOf(custom(feishu.url))).toEqual({
			accessToken: expect.stringMatching(TOKEN),
			issuedFor: expect.stringMatching(KEY),
		});
	});

	test('its failure', async () => {
		const feishu = await startFeishu();
		const outcome = await outcomeOf(custom(feishu.url, { appSecret: 'wrong' }));
		expect(outcome).toMatchObject({ transient: false, feishuCode: 10014 });
	});

	test('without a trace in what n8n stores', () => {
		const data = custom('https://feishu.example.com');
		const keys = Object.keys(data);
		observeExchange(data, () => undefined);
		expect(Object.keys(data)).toEqual(keys);
		expect(JSON.parse(JSON.stringify(data))).toEqual({ ...data });
	});
});
