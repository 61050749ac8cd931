/** What the node's tests rest on: the model of Feishu finds, limits, rejects and ages tokens as Feishu does. */
import { CUSTOM_APP, ONBOARDING_SCOPE, STORE_APP } from '../../../support/feishu/apps';
import type { App } from '../../../support/feishu/apps';
import { FeishuModel } from '../../../support/feishu/model';
import { EXACT } from '../../../support/feishu/settings';
import type { FeishuSettings } from '../../../support/feishu/settings';
import type { Person } from '../../../support/feishu/store';
import { SlidingWindows, peak } from '../../../support/feishu/windows';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const AUTH = '/open-apis/auth/v3';
const LOOKUP = '/open-apis/hire/v1/talents/batch_get_id';

const AL: Person = {
	talentId: '1',
	mobile: { code: '86', number: '13800000001' },
	email: 'Al@Example.com',
	identification: { type: 2, number: 'E12345678' },
};
const BO: Person = {
	talentId: '2',
	mobile: { code: '86', number: '13800000002' },
	email: 'bo@example.com',
};
const CY: Person = { talentId: '3', mobile: { code: '852', number: '13800000002' } };

let model: FeishuModel;
let now = 0;

function start(settings: Partial<FeishuSettings> = {}): void {
	now = 0;
	model = new FeishuModel({
		people: [BO, AL, CY],
		apps: [CUSTOM_APP, STORE_APP],
		tenants: { north: [{ ...AL, talentId: '9' }], south: [] },
		...settings,
	});
}

/** What a reply may hold. */
interface Body {
	code: number;
	expire?: number;
	app_access_token?: string;
	tenant_access_token?: string;
	data?: { talent_list: Array<Record<string, unknown>> };
}

function post(path: string, body: unknown, token?: string) {
	const { reply } = model.respond({ method: 'POST', path, body, token }, now);
	return { ...reply, body: reply.body as Body };
}

const exchange = ({ id, secret }: App = CUSTOM_APP) =>
	post(`${AUTH}/tenant_access_token/internal`, { app_id: id, app_secret: secret }).body;

function exchangeStore(tenant_key: string, { id, secret, ticket }: App = STORE_APP) {
	const app = post(`${AUTH}/app_access_token`, {
		app_id: id,
		app_secret: secret,
		app_ticket: ticket,
	});
	const { code, app_access_token } = app.body;
	return code === 0
		? post(`${AUTH}/tenant_access_token`, { app_access_token, tenant_key }).body
		: app.body;
}

const lookUp = (body: unknown, token = exchange().tenant_access_token) => post(LOOKUP, body, token);

const codeOf = (body: unknown, token?: string) => {
	const reply = lookUp(body, token);
	return [reply.status, reply.body.code];
};

const idsOf = (body: unknown, token?: string) =>
	lookUp(body, token).body.data?.talent_list.map(({ talent_id }) => talent_id);

beforeEach(() => start());

describe('a lookup', () => {
	test.each<[string, object, string[]]>([
		[
			'any value of a list',
			{ mobile_number_list: ['13800000002', '13800000001', '13800000009'] },
			['1', '2'],
		],
		[
			'every list given',
			{ mobile_number_list: ['13800000001', '13800000002'], email_list: ['bo@example.com'] },
			['2'],
		],
		['the country code', { mobile_number_list: ['13800000002'], mobile_code: '852' }, ['3']],
		['any letter case', { email_list: ['aL@eXAMPLE.com'] }, ['1']],
		[
			'the document type',
			{ identification_number_list: ['E12345678'], identification_type: 1 },
			[],
		],
		['nothing, where no value is given', { email_list: [] }, []],
	])('finds talents by %s', (_, body, ids) => {
		expect(idsOf(body)).toEqual(ids);
	});

	test('finds an identifier in its stored letter case only, where letters are compared', () => {
		start({ ...EXACT, people: [AL] });
		expect(idsOf({ email_list: ['al@example.com'] })).toEqual([]);
		expect(idsOf({ email_list: ['Al@Example.com'] })).toEqual(['1']);
	});

	test('shows the identifiers of those lists only that were given', () => {
		const { data } = lookUp({ email_list: ['al@example.com'] }).body;
		expect(data?.talent_list).toEqual([
			{ talent_id: '1', email: 'Al@Example.com', is_onboarded: false },
		]);
	});
});

describe('a token', () => {
	test('of a self-built app is the same until 30 minutes before its end, and both then work', () => {
		const first = exchange();
		expect(first).toMatchObject({ code: 0, expire: 7_200 });
		now = 90 * MINUTE_MS;
		expect(exchange()).toMatchObject({ ...first, expire: 1_800 });
		now += 1;
		const second = exchange();
		expect(second.tenant_access_token).not.toBe(first.tenant_access_token);
		for (const { tenant_access_token } of [first, second]) {
			expect(codeOf({}, tenant_access_token)).toEqual([200, 0]);
		}
	});

	test('of a store app opens its tenant and no other', () => {
		const ask = { email_list: ['al@example.com'] };
		expect(idsOf(ask, exchangeStore('north').tenant_access_token)).toEqual(['9']);
		expect(idsOf(ask, exchangeStore('south').tenant_access_token)).toEqual([]);
	});

	test('is rejected by HTTP 400 when it is missing, unknown, revoked or expired', () => {
		const { tenant_access_token } = exchange();
		expect(codeOf({}, '')).toEqual([400, 99991661]);
		expect(codeOf({}, 't-forged')).toEqual([400, 99991663]);
		now = 7_200 * SECOND_MS;
		expect(codeOf({}, tenant_access_token)).toEqual([400, 99991677]);
		model.revokeTokens();
		expect(codeOf({}, tenant_access_token)).toEqual([400, 99991663]);
	});

	test.each<[string, number, () => Body]>([
		['a malformed ID', 10003, () => exchange({ ...CUSTOM_APP, id: 'custom' })],
		['an unknown ID', 10014, () => exchange({ ...CUSTOM_APP, id: 'cli_nobody' })],
		['a wrong secret', 10014, () => exchange({ ...CUSTOM_APP, secret: 'wrong' })],
		['a stale ticket', 10012, () => exchangeStore('north', { ...STORE_APP, ticket: 'old' })],
		['an unknown tenant', 10003, () => exchangeStore('east')],
	])('is not given out for %s (code %i)', (_, code, ask) => {
		expect(ask()).toMatchObject({ code });
		expect(ask().tenant_access_token).toBeUndefined();
	});
});

describe('a lookup is rejected', () => {
	test.each<[string, Partial<App>, number[]]>([
		['lacks the scope', { scopes: [ONBOARDING_SCOPE] }, [400, 99991672]],
		['calls from another address', { addressAllowed: false }, [403, 99991401]],
		['has used up its quota', { quotaLeft: 0 }, [403, 99991403]],
	])('where the app %s', (_, facts, expected) => {
		start({ apps: [{ ...CUSTOM_APP, ...facts }] });
		expect(codeOf({})).toEqual(expected);
	});

	const many = (count: number) => Array.from({ length: count }, (_, i) => `row${i}@example.com`);

	test.each<[string, unknown, number[]]>([
		['101 values in a list', { email_list: many(101) }, [400, 1002002]],
		['a number with letters', { mobile_number_list: ['1380000000a'] }, [400, 1002009]],
		['a bad number among good ones', { mobile_number_list: ['13800000001', '5'] }, [400, 1002009]],
		['an email without a domain', { email_list: ['a@b'] }, [400, 1002002]],
		['a document without its type', { identification_number_list: ['E1'] }, [400, 1002002]],
		['a text for a list', { email_list: 'a@example.com' }, [400, 99992402]],
		['no body', undefined, [400, 9499]],
	])('for %s', (_, body, expected) => {
		expect(codeOf(body)).toEqual(expected);
	});

	test('for none of 100 values in a list', () => {
		expect(codeOf({ email_list: many(100) })).toEqual([200, 0]);
	});

	test('for no odd value, where those are tolerated', () => {
		start({ oddValues: 'tolerate', badNumbers: new Set(['13800000009']) });
		expect(codeOf({ mobile_number_list: ['1380'], email_list: ['a@b'] })).toEqual([200, 0]);
		expect(codeOf({ mobile_number_list: ['13800000009'] })).toEqual([400, 1002009]);
	});
});

describe('the rate limit', () => {
	const callMany = (count: number, token?: string) =>
		Array.from({ length: count }, () => codeOf({}, token)[0]);

	test('rejects the 51st call of a sliding second with HTTP 429 and the wait', () => {
		callMany(30);
		now = 400;
		expect(callMany(20)).toEqual(Array(20).fill(200));
		expect(lookUp({})).toMatchObject({
			status: 429,
			headers: { 'x-ogw-ratelimit-reset': '0.6' },
			body: { code: 99991400 },
		});
		now = 1_000;
		expect(callMany(31)).toEqual([...Array(30).fill(200), 429]);
	});

	test('rejects the 1,001st call of a minute', () => {
		for (let second = 0; second < 20; second++) {
			now = second * SECOND_MS;
			expect(callMany(50)).toEqual(Array(50).fill(200));
		}
		now = 59_500;
		expect(lookUp({}).headers).toEqual({ 'x-ogw-ratelimit-reset': '0.5' });
		now = MINUTE_MS;
		expect(callMany(1)).toEqual([200]);
	});

	test('counts each app and tenant for itself, and calls whose value is rejected', () => {
		start({ windows: [{ length: SECOND_MS, limit: 2 }] });
		expect(codeOf({ email_list: ['bad'] })).toEqual([400, 1002002]);
		expect(callMany(2)).toEqual([200, 429]);
		expect(callMany(3, exchangeStore('north').tenant_access_token)).toEqual([200, 200, 429]);
	});

	test('does not count the calls it rejected', () => {
		const windows = new SlidingWindows([{ length: SECOND_MS, limit: 1 }]);
		expect([windows.admit(0), windows.admit(900), windows.admit(1_000)]).toEqual([0, 100, 0]);
	});
});

test('the peak is the most calls in any half-open window, whatever the order of their times', () => {
	expect(peak([], SECOND_MS)).toBe(0);
	expect(peak([1_000, 0, 999, 1_001], SECOND_MS)).toBe(3);
	expect(peak([0, 1_000], SECOND_MS)).toBe(1);
	expect(peak([5, 5, 5], 1)).toBe(3);
});
