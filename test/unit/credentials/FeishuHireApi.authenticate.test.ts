/** Which requests carry the token. */
import type { IHttpRequestOptions } from 'n8n-workflow';

import { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import {
	FORBIDDEN_BASE_URLS,
	custom,
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

const URL_OF_CALL = 'https://open.feishu.cn/open-apis/hire/v1/talents/batch_get_id';

const credential = new FeishuHireApi();
const helper = httpHelper();

afterEach(stopAll);

/** The data after a first exchange. */
const exchanged = async (data: Data): Promise<Data> => ({
	...data,
	...((await credential.preAuthentication.call(helper, data)) as Data),
});

const authenticate = async (data: Data, options: Partial<IHttpRequestOptions> = {}) =>
	await credential.authenticate(data, { url: URL_OF_CALL, ...options });

const sentToken = async (data: Data) => (await authenticate(data)).headers?.Authorization;

/** Data whose token fits, by a server that takes any base URL's path. */
async function exchangedAt(path: string): Promise<{ data: Data; url: string }> {
	const { url } = await serve((response) =>
		replyJson(response, 200, { code: 0, tenant_access_token: 't-1' }),
	);
	return { data: await exchanged(custom(url + path)), url };
}

describe('the token is sent', () => {
	test('by the app it was issued for, beside the headers that are there', async () => {
		const feishu = await startFeishu();
		for (const data of [custom(feishu.url), store(feishu.url)]) {
			const stored = await exchanged(data);
			const { headers, url } = await authenticate(stored, { headers: { 'X-Other': 'kept' } });
			expect(headers).toEqual({
				'X-Other': 'kept',
				Authorization: `Bearer ${String(stored.accessToken)}`,
			});
			expect(url).toBe(URL_OF_CALL);
		}
	});

	test.each<[string, Data]>([
		["a store app's ticket", { appTicket: 'ticket-of-next-hour' }],
		['nothing but blanks', { appId: ' cli_store\n', appSecret: '\tsecret-of-store ' }],
	])('although %s changed', async (_, changes) => {
		const feishu = await startFeishu();
		const stored = await exchanged(store(feishu.url));
		expect(await sentToken({ ...stored, ...changes })).toBe(`Bearer ${String(stored.accessToken)}`);
	});

	test('although a self-built app has values of a store app stored', async () => {
		const feishu = await startFeishu();
		const stored = await exchanged(custom(feishu.url));
		const left = { appTicket: 'ticket-of-old', tenantKey: 'tenant-old' };
		expect(await sentToken({ ...stored, ...left })).toBe(`Bearer ${String(stored.accessToken)}`);
	});

	test('although a slash was put behind the base URL', async () => {
		const { data, url } = await exchangedAt('/feishu');
		expect(await sentToken({ ...data, baseUrl: `${url}/feishu/` })).toBe('Bearer t-1');
	});
});

describe('the token is not sent', () => {
	test.each<[string, Data]>([
		['app type', { appType: 'custom' }],
		['app ID', { appId: 'cli_other' }],
		['app secret', { appSecret: 'secret-of-other' }],
		['tenant key', { tenantKey: 'tenant-south' }],
		['host', { host: 'feishu' }],
		['base URL', { baseUrl: 'https://feishu.example.com' }],
		['token key', { issuedFor: '' }],
	])('after the %s changed', async (_, changes) => {
		const feishu = await startFeishu();
		const stored = await exchanged(store(feishu.url));
		expect(await sentToken(stored)).toBe(`Bearer ${String(stored.accessToken)}`);
		expect(await sentToken({ ...stored, ...changes })).toBeUndefined();
	});

	test('to another path of the host', async () => {
		const { data, url } = await exchangedAt('/feishu');
		expect(await sentToken({ ...data, baseUrl: `${url}/other` })).toBeUndefined();
		expect(await sentToken({ ...data, baseUrl: url })).toBeUndefined();
	});

	test('when there is none', async () => {
		const feishu = await startFeishu();
		const data = { ...(await exchanged(custom(feishu.url))), accessToken: '' };
		const { headers } = await authenticate(data, { headers: { 'X-Other': 'kept' } });
		expect(headers).toEqual({ 'X-Other': 'kept' });
	});
});

describe('the base URL', () => {
	test.each(FORBIDDEN_BASE_URLS)('rejects %p in words', async (baseUrl, reason) => {
		const error: unknown = await authenticate(custom(baseUrl)).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(/^The Base URL of the Feishu Hire credential /),
		});
		expect((error as Error).message).toMatch(reason);
		expectNoSecret(error);
	});

	test.each([
		'https://feishu.example.com',
		'https://feishu.example.com/',
		'https://feishu.example.com:8443/gateway/feishu/',
		'HTTPS://Feishu.Example.com',
		'http://localhost:8080',
		'http://127.0.0.1',
		'http://127.255.0.3:1/path',
		'http://[::1]:8080',
	])('accepts %p', async (baseUrl) => {
		const { url } = await authenticate(custom(baseUrl));
		expect(url).toBe(URL_OF_CALL);
	});

	test('is not looked at when the host is not a custom one', async () => {
		const options = await authenticate(custom('ftp://left.example.com', { host: 'lark' }));
		expect(options.url).toBe(URL_OF_CALL);
	});
});

describe('a redirect is not followed', () => {
	test('whatever the caller asks', async () => {
		const { maxRedirects } = await authenticate(custom('https://a.example.com'), {
			maxRedirects: 5,
		});
		expect(maxRedirects).toBe(0);
	});

	test("by n8n's HTTP helper, so that the token stays with its host", async () => {
		const other = await serve((response) => replyJson(response, 200, {}));
		const feishu = await startFeishu();
		const stored = await exchanged(custom(feishu.url));
		const { url, asked } = await serve(redirectTo(other.url, 307));
		const options = await authenticate(stored, { url, method: 'POST', body: { a: 1 } });
		await expect(helper.helpers.httpRequest(options)).rejects.toMatchObject({
			response: { status: 307 },
		});
		expect(asked).toMatchObject([{ authorization: `Bearer ${String(stored.accessToken)}` }]);
		expect(other.asked).toEqual([]);
	});
});
