/** What the credential's fields say: where its app is, and what its token and its limit belong to. */
import { isTokenCurrent, limitKey, readAppOrThrow, tokenKey } from '../../../credentials/feishuApp';

const custom = (baseUrl: string, more: object = {}) =>
	readAppOrThrow({ host: 'custom', baseUrl, appId: 'cli_1', appSecret: 's', ...more });

test('reads the address of a private deployment without slashes at its end', () => {
	expect(custom('https://open.example.com').baseUrl).toBe('https://open.example.com');
	expect(custom(' https://open.example.com/feishu/// ').baseUrl).toBe(
		'https://open.example.com/feishu',
	);
	const slashes = '/'.repeat(60_000);
	expect(custom(`https://open.example.com${slashes}a`).baseUrl).toBe(
		`https://open.example.com${slashes}a`,
	);
});

test.each([
	['https://open.example.com', 'https://open.example.com.'],
	['https://open.example.com:8443/feishu', 'https://open.example.com.:8443/feishu/'],
	['https://open.example.com', 'https://OPEN.example.com:443/'],
])('has one limiter and one token for %s and %s', (one, other) => {
	expect(limitKey(custom(other))).toBe(limitKey(custom(one)));
	expect(tokenKey(custom(other))).toBe(tokenKey(custom(one)));
});

test('the ticket is no part of the token key; app, secret, tenant and address are', () => {
	const base = { appType: 'store', tenantKey: 't', appTicket: 'one' };
	const key = (more: object) => tokenKey(custom('https://open.example.com', { ...base, ...more }));
	expect(key({ appTicket: 'two' })).toBe(key({}));
	for (const more of [{ appId: 'cli_2' }, { appSecret: 'x' }, { tenantKey: 'u' }]) {
		expect(key(more)).not.toBe(key({}));
	}
	expect(tokenKey(custom('https://other.example.com', base))).not.toBe(key({}));
});

test('a token is current only for the app that it was issued for', () => {
	const app = custom('https://open.example.com', { accessToken: 't-1' });
	expect(isTokenCurrent({ ...app, issuedFor: tokenKey(app) })).toBe(true);
	expect(isTokenCurrent({ ...app, issuedFor: 'another' })).toBe(false);
	expect(isTokenCurrent({ ...app, accessToken: '', issuedFor: tokenKey(app) })).toBe(false);
});

test('reads the fields as text, without the blanks around them', () => {
	expect(
		readAppOrThrow({
			appType: 'store',
			appId: ' cli_1\n',
			appSecret: '\ts',
			appTicket: ' ticket ',
			tenantKey: ' tenant ',
			accessToken: ' t-1 ',
			issuedFor: ' key ',
		}),
	).toEqual({
		appType: 'store',
		appId: 'cli_1',
		appSecret: 's',
		appTicket: 'ticket',
		tenantKey: 'tenant',
		baseUrl: 'https://open.feishu.cn',
		accessToken: 't-1',
		issuedFor: 'key',
	});
	const empty = { appId: '', appSecret: '', appTicket: '', tenantKey: '', accessToken: '' };
	expect(readAppOrThrow({ appId: 7, appType: 'other' })).toMatchObject({
		appType: 'custom',
		...empty,
		issuedFor: '',
	});
});

test.each([
	['feishu', 'https://open.feishu.cn'],
	['lark', 'https://open.larksuite.com'],
	[' lark ', 'https://open.larksuite.com'],
	['unknown', 'https://open.feishu.cn'],
])('the host %j is at %s, whatever Base URL is stored', (host, baseUrl) => {
	expect(readAppOrThrow({ host, baseUrl: 'http://left.example.com' }).baseUrl).toBe(baseUrl);
});

test.each([
	'http://localhost:8080',
	'http://127.0.0.1',
	'http://127.10.20.255:1',
	'http://[::1]:8080/feishu',
])('may be http on a loopback address: %s', (baseUrl) => {
	expect(custom(baseUrl).baseUrl).toBe(baseUrl);
});

test.each([
	['http://open.example.com', 'must start with https://'],
	['http://10.0.0.1', 'must start with https://'],
	['http://0.0.0.0', 'must start with https://'],
	['http://[::2]', 'must start with https://'],
	['http://localhost.example.com', 'must start with https://'],
	['http://my.localhost', 'must start with https://'],
	['http://127.0.0.1.example.com', 'must start with https://'],
	['ftp://localhost', 'must start with https://'],
	['javascript:alert(1)', 'must start with https://'],
	['https://user@example.com', 'must hold no user name'],
	['https://:password@example.com', 'must hold no user name'],
	['https://example.com?next=1', 'must hold no user name'],
	['https://example.com#part', 'must hold no user name'],
	['open.example.com', 'is not a URL'],
	['https://', 'is not a URL'],
	['', 'is not a URL'],
])('refuses the Base URL %j: it %s', (baseUrl, reason) => {
	expect(() => custom(baseUrl)).toThrow(`The Base URL of the Feishu Hire credential ${reason}`);
});

describe("an app's tenant", () => {
	const app = (more: object) => custom('https://open.example.com', more);

	test('is part of the keys of a store app, not of a self-built one', () => {
		const [one, other] = [{ tenantKey: 'one' }, { tenantKey: 'other' }];
		const store = { appType: 'store' };
		expect(limitKey(app({ ...store, ...one }))).not.toBe(limitKey(app({ ...store, ...other })));
		expect(limitKey(app(one))).toBe(limitKey(app(other)));
		expect(tokenKey(app(one))).toBe(tokenKey(app(other)));
	});

	test('and secret are no part of the limit: the app and its address are', () => {
		expect(limitKey(app({ appSecret: 'x' }))).toBe(limitKey(app({})));
		expect(limitKey(app({ appId: 'cli_2' }))).not.toBe(limitKey(app({})));
		expect(limitKey(custom('https://other.example.com'))).not.toBe(limitKey(app({})));
	});

	test('has another token as a store app than as a self-built one', () => {
		expect(tokenKey(app({ appType: 'store' }))).not.toBe(tokenKey(app({})));
		expect(tokenKey(app({}))).toMatch(/^[0-9a-f]{64}$/);
	});
});
