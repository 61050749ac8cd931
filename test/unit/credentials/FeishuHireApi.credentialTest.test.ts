/** The button "Test credential", through n8n's routing engine: before a first exchange and after it. */
import { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import { CUSTOM_APP } from '../../support/feishu/simulator';
import type { Simulator } from '../../support/feishu/simulator';
import { testCredential } from '../../support/credentialTester';
import type { TestResult } from '../../support/credentialTester';
import {
	CLOSED,
	FORBIDDEN_BASE_URLS,
	STORE_APP,
	custom,
	expectNoSecret,
	redirectTo,
	replyJson,
	serve,
	startFeishu,
	stopAll,
	store,
} from '../../support/credentialHelpers';

type Data = ReturnType<typeof custom>;

const PASSED = { status: 'OK', message: 'Connection successful!' };

const credential = new FeishuHireApi();

afterEach(stopAll);

async function runTest(data: Data): Promise<TestResult> {
	const result = await testCredential(credential, data);
	expectNoSecret({ message: result.message });
	return result;
}

const failed = (words: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(words),
});

/** The endpoints asked, with whether they were shown a bearer. */
const askedOf = ({ log }: Simulator) =>
	log.map(({ path, token }) => path.replace(/^.*\/v3\//, '') + (token ? ' with bearer' : ''));

describe('right credentials pass', () => {
	test.each([
		[
			'a self-built app',
			custom,
			['tenant_access_token/internal', 'app_access_token/internal with bearer'],
		],
		[
			'a store app',
			store,
			['app_access_token', 'tenant_access_token', 'app_access_token with bearer'],
		],
	])('of %s, and their token is stored', async (_, data, asked) => {
		const feishu = await startFeishu();
		const first = await runTest(data(feishu.url));
		expect(first).toMatchObject(PASSED);
		expect(first.stored.accessToken).toMatch(/^t-/);
		expect(askedOf(feishu)).toEqual(asked);

		// n8n does not exchange a stored token for the test.
		feishu.log.length = 0;
		expect(await runTest(first.stored)).toMatchObject(PASSED);
		expect(askedOf(feishu)).toEqual([asked.at(-1)]);
	});

	test('with blanks around pasted values and slashes behind the base URL', async () => {
		const feishu = await startFeishu();
		const blank = { appId: ` ${STORE_APP.id}\n`, appTicket: `\t${STORE_APP.ticket} ` };
		const pasted = store(` ${feishu.url}// `, { ...blank, appSecret: ` ${STORE_APP.secret}\n` });
		const first = await runTest(pasted);
		expect(first).toMatchObject(PASSED);
		expect(await runTest(first.stored)).toMatchObject(PASSED);
		expect(feishu.log.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
	});

	test('with an expression for the ticket', async () => {
		const feishu = await startFeishu();
		const appTicket = "={{ ['ticket', 'of', 'store'].join('-') }}";
		expect(await runTest(store(feishu.url, { appTicket }))).toMatchObject(PASSED);
	});

	test('when the stored token was revoked, and when it is no token at all', async () => {
		const feishu = await startFeishu();
		const { stored } = await runTest(custom(feishu.url));
		feishu.revokeTokens();
		expect(await runTest(stored)).toMatchObject(PASSED);
		expect(await runTest({ ...stored, accessToken: 'rubbish' })).toMatchObject(PASSED);
	});

	test.each([
		['feishu', 'https://open.feishu.cn'],
		['lark', 'https://open.larksuite.com'],
	])('at the host of %s, whatever base URL is stored', async (host, baseURL) => {
		const authenticate = jest.fn(async () => {
			throw new Error('enough');
		});
		const stored = custom('http://left.example.com', { host, accessToken: 't-1' });
		await testCredential(Object.assign(new FeishuHireApi(), { authenticate }), stored);
		const { id: app_id, secret: app_secret } = CUSTOM_APP;
		const url = '/open-apis/auth/v3/app_access_token/internal';
		const request = { method: 'POST', baseURL, url, disableFollowRedirect: true };
		expect(authenticate.mock.calls).toEqual([
			[expect.anything(), expect.objectContaining({ ...request, body: { app_id, app_secret } })],
		]);
	});

	test('below a path of the base URL', async () => {
		const { url, asked } = await serve((response) =>
			replyJson(response, 200, { code: 0, app_access_token: 'a-1', tenant_access_token: 't-1' }),
		);
		expect(await runTest(custom(`${url}/feishu/`))).toMatchObject(PASSED);
		expect(asked.map(({ path }) => path)).toEqual([
			'/feishu/open-apis/auth/v3/tenant_access_token/internal',
			'/feishu/open-apis/auth/v3/app_access_token/internal',
		]);
	});
});

describe('wrong credentials fail in our words', () => {
	const cases: Array<[string, typeof custom, Data, RegExp]> = [
		['a wrong secret', custom, { appSecret: 'secret-of-x' }, /App Secret.*\(code 10014\)$/],
		['an unknown id', custom, { appId: 'cli_nobody' }, /App ID.*\(code 10014\)$/],
		['a malformed id', custom, { appId: 'custom' }, /App ID.*\(code 10003\)$/],
		['an empty id', custom, { appId: '' }, /App ID.*\(code 10003\)$/],
		["a store app's wrong secret", store, { appSecret: 'x' }, /App Secret.*\(code 10014\)$/],
		['a stale ticket', store, { appTicket: 'ticket-of-old' }, /Ticket.*\(code 10012\)$/],
	];

	describe.each(cases)('%s', (_, data, changes, words) => {
		test('entered at first', async () => {
			const feishu = await startFeishu();
			const result = await runTest(data(feishu.url, changes));
			expect(result).toMatchObject(failed(words));
			expect(result.stored.accessToken).toBe('');
		});

		test('entered over right ones, whose token is stored', async () => {
			const feishu = await startFeishu();
			const { stored } = await runTest(data(feishu.url));
			expect(await runTest({ ...stored, ...changes })).toMatchObject(failed(words));
			expect(await runTest(stored)).toMatchObject(PASSED);
		});

		test('with a valid token that is said to be of nothing', async () => {
			const feishu = await startFeishu();
			const { stored } = await runTest(data(feishu.url));
			const changed = { ...stored, ...changes, issuedFor: '' };
			expect(await runTest(changed)).toMatchObject(failed(words));
		});
	});

	test('a wrong tenant key, entered at first', async () => {
		const feishu = await startFeishu();
		const result = await runTest(store(feishu.url, { tenantKey: 'nowhere' }));
		expect(result).toMatchObject(failed(/Tenant Key.*\(code 10003\)$/));
	});

	test('a disabled app, whose token is still stored', async () => {
		const app = { ...CUSTOM_APP };
		const feishu = await startFeishu({ apps: [app] });
		const { stored } = await runTest(custom(feishu.url));
		app.enabled = false;
		expect(await runTest(stored)).toMatchObject(failed(/disabled.*\(code 10014\)$/));
	});

	test('any other code', async () => {
		const { url } = await serve((response) => replyJson(response, 200, { code: 4711, msg: 'no' }));
		const { stored } = await runTest(custom((await startFeishu()).url));
		const rejected = failed(/^Feishu did not give out a token for these credentials/);
		expect(await runTest(custom(url))).toMatchObject(rejected);
		expect(await runTest({ ...stored, baseUrl: url })).toMatchObject(rejected);
	});
});

describe('a wrong host', () => {
	/** Data with a token, of a host that is gone. */
	const storedAt = async (baseUrl: string): Promise<Data> => {
		const { stored } = await runTest(custom((await startFeishu()).url));
		return { ...stored, baseUrl };
	};

	test('that is unreachable fails in our words; with a stored token in a code of n8n', async () => {
		expect(await runTest(custom(CLOSED))).toMatchObject(
			failed(/^Feishu's token service could not be reached at .* \(connection refused\)/),
		);
		expect(await runTest(await storedAt(CLOSED))).toMatchObject({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});

	test('that answers with a page fails', async () => {
		const { url } = await serve((response) => {
			response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome</html>');
		});
		expect(await runTest(custom(url))).toMatchObject(
			failed(/^A proxy, firewall or login page answered/),
		);
		expect(await runTest(await storedAt(url))).toMatchObject(failed(/^Feishu did not give out/));
	});

	test('that is down fails', async () => {
		const { url } = await serve((response) => {
			response.writeHead(502).end('<html>');
		});
		expect(await runTest(custom(url))).toMatchObject(failed(/\(HTTP 502\)/));
		expect(await runTest(await storedAt(url))).toMatchObject(failed(/^Bad Gateway$/));
	});

	test('that redirects fails, and is not followed', async () => {
		const other = await serve((response) => replyJson(response, 200, { app_access_token: 'a-1' }));
		const { url } = await serve(redirectTo(other.url, 307));
		expect(await runTest(custom(url))).toMatchObject(failed(/\(HTTP 307\)/));
		expect(await runTest(await storedAt(url))).toMatchObject(failed(/^Temporary Redirect$/));
		expect(other.asked).toEqual([]);
	});

	test.each(FORBIDDEN_BASE_URLS)(
		'rejects %p, with a stored token and without',
		async (baseUrl, reason) => {
			expect(await runTest(custom(baseUrl))).toMatchObject(failed(reason));
			expect(await runTest(await storedAt(baseUrl))).toMatchObject(failed(reason));
		},
	);
});
