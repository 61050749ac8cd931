/** n8n's button "Test credential": the request that ours makes of it, and what its rules say of the reply. */
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import { CREDENTIAL_ERRORS, NO_TOKEN } from '../../../credentials/tokenExchange';
import { node, workflowOf } from '../../support/engine/workflow';
import { CUSTOM_APP } from '../../support/feishu/simulator';
import {
	FORBIDDEN_BASE_URLS,
	STORE_APP,
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

type Data = ICredentialDataDecryptedObject;

const credential = new FeishuHireApi();
const { httpRequest } = httpHelper().helpers;
const { expression } = workflowOf([], {});

afterEach(stopAll);

/** The request of the test, its expressions resolved by n8n and the token added by the credential. */
async function requestOf(data: Data): Promise<IHttpRequestOptions> {
	const $credentials = data as never;
	const request = expression.getComplexParameterValue(
		node('Node', 'node'),
		{ ...credential.test.request } as never,
		'internal',
		{ $credentials },
	);
	return await credential.authenticate(data, request as unknown as IHttpRequestOptions);
}

/** Makes the request; returns what n8n says of the reply by our rules, nothing when all is well. */
async function runTest(data: Data): Promise<string | undefined> {
	const body = (await httpRequest(await requestOf(data))) as Data;
	const { rules = [] } = credential.test;
	const [broken] = rules.flatMap((rule) =>
		rule.type === 'responseSuccessBody' && body[rule.properties.key] === rule.properties.value
			? rule.properties.message
			: [],
	);
	expectNoSecret({ message: broken });
	return broken;
}

/** The data after a first exchange. */
const exchanged = async (data: Data): Promise<Data> => ({
	...data,
	...((await credential.preAuthentication.call(httpHelper(), data)) as Data),
});

describe('right credentials pass', () => {
	test.each([
		['a self-built app', custom, '/open-apis/auth/v3/app_access_token/internal'],
		['a store app', store, '/open-apis/auth/v3/app_access_token'],
	])('of %s, whether their token works, was revoked, or is none', async (_, data, path) => {
		const feishu = await startFeishu();
		const stored = await exchanged(data(feishu.url));
		feishu.log.length = 0;
		expect(await runTest(stored)).toBeUndefined();
		feishu.revokeTokens();
		expect(await runTest(stored)).toBeUndefined();
		expect(await runTest({ ...stored, accessToken: 'rubbish' })).toBeUndefined();
		expect(feishu.log.map((request) => request.path)).toEqual([path, path, path]);
	});

	test('with blanks around pasted values and slashes behind the base URL', async () => {
		const feishu = await startFeishu();
		const blank = { appId: ` ${STORE_APP.id}\n`, appTicket: `\t${STORE_APP.ticket} ` };
		const pasted = { ...blank, appSecret: ` ${STORE_APP.secret}\n` };
		expect(await runTest(store(` ${feishu.url}// `, pasted))).toBeUndefined();
		expect(feishu.log.map(({ code }) => code)).toEqual([0]);
	});

	test.each([
		['feishu', 'https://open.feishu.cn'],
		['lark', 'https://open.larksuite.com'],
	])('at the host of %s, whatever base URL is stored', async (host, baseURL) => {
		const { id: app_id, secret: app_secret } = CUSTOM_APP;
		expect(await requestOf(custom('http://left.example.com', { host }))).toMatchObject({
			method: 'POST',
			baseURL,
			url: '/open-apis/auth/v3/app_access_token/internal',
			body: { app_id, app_secret },
		});
	});

	test('below a path of the base URL', async () => {
		const { url, asked } = await serve((response) =>
			replyJson(response, 200, { code: 0, app_access_token: 'a-1' }),
		);
		expect(await runTest(custom(`${url}/feishu/`))).toBeUndefined();
		expect(asked[0]?.path).toBe('/feishu/open-apis/auth/v3/app_access_token/internal');
	});
});

describe('wrong credentials fail in our words, whatever token is stored', () => {
	test.each<[string, typeof custom, Data, RegExp]>([
		['a wrong secret', custom, { appSecret: 'secret-of-x' }, /App Secret.*\(code 10014\)$/],
		['an unknown id', custom, { appId: 'cli_nobody' }, /App ID.*\(code 10014\)$/],
		['a malformed id', custom, { appId: 'custom' }, /App ID.*\(code 10003\)$/],
		['an empty id', custom, { appId: '' }, /App ID.*\(code 10003\)$/],
		["a store app's wrong secret", store, { appSecret: 'x' }, /App Secret.*\(code 10014\)$/],
		['a stale ticket', store, { appTicket: 'ticket-of-old' }, /Ticket.*\(code 10012\)$/],
	])('%s', async (_, data, changes, words) => {
		const feishu = await startFeishu();
		const stored = await exchanged(data(feishu.url));
		expect(await runTest({ ...stored, ...changes })).toMatch(words);
		expect(await runTest({ ...stored, ...changes, issuedFor: '' })).toMatch(words);
		expect(await runTest({ ...stored, ...changes, accessToken: '' })).toMatch(words);
	});

	test.each([...CREDENTIAL_ERRORS])('by code %i: %s', async (code, message) => {
		const { url } = await serve((response) => replyJson(response, 200, { code, msg: 'no' }));
		expect(await runTest(custom(url))).toBe(`${message} (code ${code})`);
	});

	test('any other code, and a reply that is no JSON', async () => {
		const other = await serve((response) => replyJson(response, 200, { code: 4711, msg: 'no' }));
		expect(await runTest(custom(other.url))).toBe(NO_TOKEN);
		const page = await serve((response) => response.end('<html>Welcome</html>'));
		expect(await runTest(custom(page.url))).toBe(NO_TOKEN);
	});
});

describe('a wrong host', () => {
	test('that redirects is not followed', async () => {
		const other = await serve((response) => replyJson(response, 200, { app_access_token: 'a-1' }));
		const { url, asked } = await serve(redirectTo(other.url, 307));
		await expect(runTest(custom(url))).rejects.toMatchObject({ response: { status: 307 } });
		expect(asked).toHaveLength(1);
		expect(other.asked).toEqual([]);
	});

	test.each(FORBIDDEN_BASE_URLS)('is rejected in words: %p', async (baseUrl, reason) => {
		await expect(runTest(custom(baseUrl))).rejects.toThrow(reason);
	});
});
