/** The model's endpoints beside the lookup answer as their pages say. */
import {
	CUSTOM_APP,
	ONBOARDING_SCOPE,
	TALENT_SCOPE,
	WRITE_SCOPE,
} from '../../../support/feishu/apps';
import { findIds, getToken, inProcess } from '../../../support/feishu/client';
import { FeishuModel } from '../../../support/feishu/model';
import type { FeishuSettings } from '../../../support/feishu/settings';

const CREATE = '/open-apis/hire/v1/talents/combined_create';
const details = (id: string) => `/open-apis/hire/v2/talents/${id}`;
const SCOPES = [TALENT_SCOPE, ONBOARDING_SCOPE, WRITE_SCOPE];
const ANN = {
	talentId: '6930815272790114321',
	name: 'Ann',
	email: 'ann@example.com',
	isOnboarded: true,
	tags: ['senior'],
	notes: [{ content: 'Speaks three languages.', createTime: '1700000000000' }],
};

async function setUp(settings: Partial<FeishuSettings> = {}, scopes = SCOPES) {
	const app = { ...CUSTOM_APP, scopes };
	const model = new FeishuModel({ apps: [app], people: [ANN], ...settings });
	const post = inProcess(model, () => 0);
	const token = await getToken(post);
	const get = (path: string) =>
		model.respond({ method: 'GET', path, token, body: undefined }, 0).reply;
	return { post, token, get, create: async (body: unknown) => await post(CREATE, body, token) };
}

const BASIC = {
	name: 'Bob',
	mobile: '13800138001',
	mobile_country_code: 'CN_1',
	email: 'bob@example.com',
	identification: { identification_type: 2, identification_number: 'E12345678' },
};

test('a talent that is created is found by each of its identifiers', async () => {
	const { create, post, token } = await setUp();
	const { body } = await create({ basic_info: BASIC });
	const { talent_id: id } = body.data as unknown as { talent_id: string };
	expect(id).toMatch(/^\d{19}$/);
	for (const asked of [
		{ mobile_number_list: ['13800138001'] },
		{ email_list: ['bob@example.com'] },
		{ identification_type: 2, identification_number_list: ['E12345678'] },
	]) {
		expect(await findIds(post, token, asked)).toEqual([id]);
	}
});

test.each<[string, unknown]>([
	['without basic_info', {}],
	['without a name', { basic_info: { ...BASIC, name: '' } }],
	[
		'with a country code where a location code must be',
		{ basic_info: { ...BASIC, mobile_country_code: '86' } },
	],
	[
		'with a document without its type',
		{ basic_info: { ...BASIC, identification: { identification_number: '1' } } },
	],
])('nobody is created %s', async (_, body) => {
	const { create } = await setUp();
	expect(await create(body)).toMatchObject({ status: 400, body: { code: 1002002 } });
});

test('creating needs the scope that writes', async () => {
	const { create } = await setUp({}, [TALENT_SCOPE]);
	expect(await create({ basic_info: BASIC })).toMatchObject({
		status: 400,
		body: { code: 99991672, error: { permission_violations: [{ subject: WRITE_SCOPE }] } },
	});
});

test('the details of a talent', async () => {
	const { get } = await setUp();
	expect(get(details(ANN.talentId)).body).toMatchObject({
		code: 0,
		data: {
			talent_id: ANN.talentId,
			basic_info: { name: 'Ann', email: 'ann@example.com' },
			is_onboarded: true,
			tag_list: [{ name: { zh_cn: 'senior' } }],
			note_list_v2: [{ content: 'Speaks three languages.', create_time: '1700000000000' }],
		},
	});
});

test('of nobody there are no details', async () => {
	const { get } = await setUp();
	expect(get(details('1'))).toMatchObject({ status: 404, body: { code: 1002102 } });
});

test('details may be asked 20 times a second, and do not count for lookups', async () => {
	const { get, post, token } = await setUp();
	const statuses = Array.from({ length: 21 }, () => get(details(ANN.talentId)).status);
	expect(statuses.lastIndexOf(200)).toBe(19);
	expect(statuses[20]).toBe(429);
	expect(await findIds(post, token, { email_list: ['ann@example.com'] })).toEqual([ANN.talentId]);
});
