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
