/** The model's tokens: both flows, their rejections and their lives. */
import { defined } from '../../../support/defined';
import {
	PATHS,
	exchangeCustom,
	exchangeStoreApp,
	exchangeTenant,
	findIds,
	getAppToken,
	getToken,
	lookUp,
	inProcess,
} from '../../../support/feishu/client';
import type { Post } from '../../../support/feishu/client';
import { CUSTOM_APP, STORE_APP } from '../../../support/feishu/apps';
import { FeishuModel } from '../../../support/feishu/model';
import type { FeishuSettings } from '../../../support/feishu/settings';

const MINUTE = 60_000;
const ANY = { email_list: ['a@example.com'] };

let model: FeishuModel;
let post: Post;
let now = 1_000_000;

async function start(settings: Partial<FeishuSettings> = {}): Promise<void> {
	model = new FeishuModel({
		apps: [CUSTOM_APP, STORE_APP],
		tenants: { north: [{ talentId: '1', email: 'a@example.com' }], south: [] },
		...settings,
	});
	post = inProcess(model, () => now);
}

describe('a self-built app', () => {
	test('gets a token of two hours with its id and secret, at top level', async () => {
		await start();
		const { status, body } = await exchangeCustom(post);
		expect(status).toBe(200);
		expect(body).toEqual({
			code: 0,
			msg: 'ok',
			tenant_access_token: expect.stringMatching(/^t-\w{20,}$/),
			expire: 7200,
		});
		expect((await lookUp(post, body.tenant_access_token, ANY)).body.code).toBe(0);
	});

	test('gets an app access token with the same fields', async () => {
		await start();
		const { id: app_id, secret: app_secret } = CUSTOM_APP;
		const { body } = await post(PATHS.customApp, { app_id, app_secret });
		expect(body).toMatchObject({ code: 0, app_access_token: expect.stringMatching(/^a-/) });
		expect(body.tenant_access_token).toBeUndefined();
	});

	test.each([
		['an empty id', { id: '', secret: CUSTOM_APP.secret }, 10003],
		['a malformed id', { id: 'custom', secret: CUSTOM_APP.secret }, 10003],
		['an unknown id', { id: 'cli_nobody', secret: CUSTOM_APP.secret }, 10014],
		["a store app's id", { id: STORE_APP.id, secret: STORE_APP.secret }, 10014],
		['a wrong secret', { id: CUSTOM_APP.id, secret: 'wrong' }, 10014],
	])('is rejected with %s, by HTTP 200', async (_, app, code) => {
		await start();
		const { status, body } = await exchangeCustom(post, app);
		expect(status).toBe(200);
		expect(body).toEqual({ code, msg: expect.any(String) });
	});

	test('is rejected when it is disabled', async () => {
		await start({ apps: [{ ...CUSTOM_APP, enabled: false }] });
		expect((await exchangeCustom(post)).body.code).toBe(10014);
	});

	test('is rejected without a body', async () => {
		await start();
		expect((await post(PATHS.custom, 'no JSON')).body.code).toBe(10003);
	});
});

describe('a store app', () => {
	test('gets a token in two steps, which opens its tenant and no other', async () => {
		await start();
		const app = await exchangeStoreApp(post);
		expect(app.body).toEqual({
			code: 0,
			msg: 'ok',
			app_access_token: expect.stringMatching(/^a-\w{20,}$/),
			expire: 7140,
		});
		const appToken = defined(app.body.app_access_token, 'app access token');
		const { body } = await exchangeTenant(post, appToken, 'north');
		expect(body).toMatchObject({ code: 0, expire: 7200 });
		expect(body.tenant_access_token).toMatch(/^t-/);
		expect(await findIds(post, body.tenant_access_token, ANY)).toEqual(['1']);
		expect(await findIds(post, await getToken(post, 'south'), ANY)).toEqual([]);
	});

	test('keeps its app access token out of lookups', async () => {
		await start();
		const { body } = await exchangeStoreApp(post);
		expect((await lookUp(post, body.app_access_token, ANY)).body.code).toBe(99991663);
	});

	test.each([
		['a stale ticket', { ...STORE_APP, ticket: 'old' }, 10012],
		['no ticket', { ...STORE_APP, ticket: undefined }, 10012],
		['a wrong secret', { ...STORE_APP, secret: 'wrong' }, 10014],
		["a self-built app's id", { ...CUSTOM_APP, ticket: STORE_APP.ticket }, 10014],
	])('is rejected with %s, by HTTP 200', async (_, app, code) => {
		await start();
		const { status, body } = await exchangeStoreApp(post, app);
		expect([status, body.code, body.app_access_token]).toEqual([200, code, undefined]);
	});

	test.each([
		['an unknown tenant', 'east'],
		['no tenant, which is not the one of self-built apps', ''],
	])('is rejected for %s', async (_, tenant) => {
		await start();
		const appToken = await getAppToken(post);
		const { status, body } = await exchangeTenant(post, appToken, tenant);
		expect([status, body.code]).toEqual([200, 10003]);
		expect(body.tenant_access_token).toBeUndefined();
	});

	test('is rejected with an app access token that was never given out', async () => {
		await start();
		const { body } = await exchangeTenant(post, 'a-forged', 'north');
		expect(body.code).toBe(10015);
	});
});

describe('a token', () => {
	test('comes again while it has 30 minutes left, then a new one, and both are valid', async () => {
		await start();
		const first = await getToken(post);
		now += 90 * MINUTE;
		const again = await exchangeCustom(post);
		expect(again.body).toMatchObject({ tenant_access_token: first, expire: 1800 });
		now += 1;
		const renewed = await exchangeCustom(post);
		expect(renewed.body.tenant_access_token).not.toBe(first);
		expect(renewed.body.expire).toBe(7200);
		expect(await getToken(post)).toBe(renewed.body.tenant_access_token);
		for (const token of [first, renewed.body.tenant_access_token]) {
			expect((await lookUp(post, token, ANY)).body.code).toBe(0);
		}
	});

	test('is another one for each app and each tenant', async () => {
		await start();
		const tokens = [
			await getToken(post),
			await getToken(post, 'north'),
			await getToken(post, 'south'),
		];
		expect(new Set(tokens).size).toBe(3);
		expect(await getToken(post, 'north')).toBe(tokens[1]);
	});

	test('is rejected from the millisecond of its end on, by HTTP 400', async () => {
		await start({ tokenLife: 10 });
		const token = await getToken(post);
		now += 9_999;
		expect((await lookUp(post, token, ANY)).body.code).toBe(0);
		now += 1;
		const { status, body } = await lookUp(post, token, ANY);
		expect([status, body.code]).toEqual([400, 99991677]);
	});

	test.each([
		['missing', undefined, 99991661],
		['never given out', 't-forged', 99991663],
	])('is rejected when it is %s, by HTTP 400', async (_, token, code) => {
		await start();
		const { status, body } = await lookUp(post, token, ANY);
		expect([status, body.code]).toEqual([400, code]);
	});

	test('is rejected once all were revoked, and a new one is given out', async () => {
		await start();
		const token = await getToken(post);
		model.revokeTokens();
		expect((await lookUp(post, token, ANY)).body.code).toBe(99991663);
		const renewed = await getToken(post);
		expect(renewed).not.toBe(token);
		expect((await lookUp(post, renewed, ANY)).body.code).toBe(0);
	});
});
