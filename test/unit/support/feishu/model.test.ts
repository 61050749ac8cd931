/** The model's lookups: what is found, what of it is shown, and the log. */
import { CUSTOM_APP, STORE_APP, TALENT_SCOPE } from '../../../support/feishu/apps';
import {
	PATHS,
	findIds,
	findTalents,
	getToken,
	lookUp,
	inProcess,
} from '../../../support/feishu/client';
import type { Post } from '../../../support/feishu/client';
import { FeishuModel } from '../../../support/feishu/model';
import { EXACT } from '../../../support/feishu/settings';
import type { FeishuSettings } from '../../../support/feishu/settings';
import type { Person } from '../../../support/feishu/store';

const PEOPLE: Person[] = [
	{
		talentId: '7000000000000000002',
		mobile: { code: '86', number: '13800000002' },
		email: 'bo@example.com',
		identification: { type: 1, number: '11010119900101123X' },
		isOnboarded: true,
	},
	{
		talentId: '7000000000000000001',
		mobile: { code: '86', number: '13800000001' },
		email: 'Al@Example.com',
		identification: { type: 2, number: 'E12345678' },
	},
	{ talentId: '7000000000000000003', mobile: { code: '852', number: '13800000002' } },
];
const [BO, AL, CY] = PEOPLE.map(({ talentId }) => talentId);

let model: FeishuModel;
let post: Post;
let token: string;
let now = 5_000;

async function start(settings: Partial<FeishuSettings> = {}): Promise<void> {
	model = new FeishuModel({ people: PEOPLE, ...settings });
	post = inProcess(model, () => now);
	token = await getToken(post);
}

describe('a lookup finds', () => {
	test('by any value of a list, each talent once, ordered by id', async () => {
		await start();
		const mobile_number_list = ['13800000002', '13800000001', '13800000009', '13800000001'];
		expect(await findIds(post, token, { mobile_number_list })).toEqual([AL, BO]);
	});

	test('only what satisfies every list', async () => {
		await start();
		const mobile_number_list = ['13800000001', '13800000002'];
		const email_list = ['bo@example.com'];
		expect(await findIds(post, token, { mobile_number_list, email_list })).toEqual([BO]);
		const cards = { identification_type: 2, identification_number_list: ['E12345678'] };
		expect(await findIds(post, token, { email_list, ...cards })).toEqual([]);
	});

	test('across queries: one talent may bring the number of one and the email of another', async () => {
		await start({
			people: [
				{ talentId: '1', mobile: { code: '86', number: '13800000001' }, email: 'b@example.com' },
			],
		});
		const request = {
			mobile_number_list: ['13800000001', '13800000002'],
			email_list: ['a@example.com', 'b@example.com'],
		};
		expect(await findIds(post, token, request)).toEqual(['1']);
	});

	test('numbers of the country code, which is 86 by default', async () => {
		await start();
		const mobile_number_list = ['13800000002'];
		const find = async (mobile_code?: string) =>
			await findIds(post, token, { mobile_number_list, mobile_code });
		expect([await find(), await find('86'), await find('852')]).toEqual([[BO], [BO], [CY]]);
	});

	test('identification numbers of the type', async () => {
		await start();
		const identification_number_list = ['E12345678'];
		const find = async (identification_type: number) =>
			await findIds(post, token, { identification_number_list, identification_type });
		expect([await find(2), await find(1)]).toEqual([[AL], []]);
	});

	test('emails and identification numbers in any case', async () => {
		await start();
		const card = ['11010119900101123x'];
		expect(await findIds(post, token, { email_list: ['aL@eXAMPLE.com'] })).toEqual([AL]);
		expect(
			await findIds(post, token, { identification_type: 1, identification_number_list: card }),
		).toEqual([BO]);
	});

	test('nothing without a value', async () => {
		await start();
		expect(await findIds(post, token, {})).toEqual([]);
		expect(await findIds(post, token, { email_list: [] })).toEqual([]);
	});
});

describe('a talent is shown', () => {
	const showBo = async (request: object) => await findTalents(post, token, request);
	const number = { mobile_number_list: ['13800000002'] };
	const email = { email_list: ['BO@example.com'] };
	const card = { identification_type: 1, identification_number_list: ['11010119900101123X'] };

	test.each([
		['number', number, { mobile_code: '86', mobile_number: '13800000002' }],
		['email', email, { email: 'bo@example.com' }],
		[
			'identification number',
			card,
			{ identification_type: 1, identification_number: '11010119900101123X' },
		],
	])('with its %s only where that list was given', async (_, request, fields) => {
		await start();
		expect(await showBo(request)).toEqual([{ talent_id: BO, is_onboarded: true, ...fields }]);
	});

	test('with all identifiers where all lists were given', async () => {
		await start();
		const [talent] = await showBo({ ...number, ...email, ...card });
		expect(Object.keys(talent ?? {}).sort()).toEqual(
			['talent_id', 'mobile_code', 'mobile_number', 'email', 'is_onboarded']
				.concat('identification_type', 'identification_number')
				.sort(),
		);
	});

	test('without is_onboarded when the app lacks that scope', async () => {
		await start({ apps: [{ ...CUSTOM_APP, scopes: [TALENT_SCOPE] }] });
		expect(await showBo(email)).toEqual([{ talent_id: BO, email: 'bo@example.com' }]);
	});

	test('as `distort` makes it', async () => {
		await start({ distort: (talents) => talents.map(() => ({ talent_id: 'other' })) });
		expect(await showBo(email)).toEqual([{ talent_id: 'other' }]);
	});

	test('not at all, without `data`, when `distort` takes the list away', async () => {
		await start({ distort: () => undefined });
		expect((await lookUp(post, token, email)).body).toEqual({ code: 0, msg: 'ok' });
	});
});

describe('what nobody knows of Feishu is a setting', () => {
	test('an identifier is found in its stored letter case only, where letters are compared', async () => {
		await start(EXACT);
		const find = async (email: string) => await findIds(post, token, { email_list: [email] });
		expect([await find('Al@Example.com'), await find('al@example.com')]).toEqual([[AL], []]);
	});

	test.each([
		['with code', { mobile_code: '86', mobile_number: '13800000002' }],
		['without code', { mobile_number: '13800000002' }],
		['with plus', { mobile_code: '86', mobile_number: '+8613800000002' }],
		['masked', { mobile_code: '86', mobile_number: '138****0002' }],
	] as const)('a mobile number comes back %s', async (mobile, shown) => {
		await start({ spelling: { mobile, email: 'as stored' } });
		const [talent] = await findTalents(post, token, { mobile_number_list: ['13800000002'] });
		expect(talent).toEqual({ talent_id: BO, is_onboarded: true, ...shown });
	});

	test.each([
		['as stored', 'Al@Example.com'],
		['lower case', 'al@example.com'],
	] as const)('an email comes back %s', async (email, shown) => {
		await start({ spelling: { mobile: 'with code', email } });
		const talents = await findTalents(post, token, { email_list: ['al@example.com'] });
		expect(talents).toMatchObject([{ email: shown }]);
	});

	test.each([
		['absent', {}],
		['null', { talent_list: null }],
		['empty', { talent_list: [] }],
	] as const)('without a hit talent_list is %s', async (noHit, data) => {
		await start({ noHit });
		expect((await lookUp(post, token, { email_list: ['x@example.com'] })).body.data).toEqual(data);
	});
});

test('the log tells what came, when and of which app', async () => {
	now = 5_000;
	await start({ apps: [CUSTOM_APP, STORE_APP], tenants: { north: [] } });
	now = 6_000;
	await lookUp(post, token, { email_list: ['bo@example.com'] });
	await lookUp(post, 'forged', {});
	await getToken(post, 'north');

	const [exchange, found, rejected] = model.log;
	expect(exchange).toEqual({
		path: PATHS.custom,
		at: 5_000,
		appId: CUSTOM_APP.id,
		body: { app_id: CUSTOM_APP.id, app_secret: CUSTOM_APP.secret },
		token: undefined,
	});
	expect(found).toEqual({
		path: PATHS.lookup,
		at: 6_000,
		appId: CUSTOM_APP.id,
		body: { email_list: ['bo@example.com'] },
		token,
	});
	expect(rejected).toMatchObject({ token: 'forged' });
	expect(model.calls).toEqual([found, rejected]);
	// Of a store app's two requests the second alone is for a tenant.
	expect(model.exchanges).toEqual([exchange, model.log[4]]);
	expect(model.log).toHaveLength(5);
});
