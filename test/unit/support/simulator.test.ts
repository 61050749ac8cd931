/** The simulator's lookups: what is found, what of it is shown, and the log. */
import {
	PATHS,
	STORE_APP,
	findIds,
	findTalents,
	getToken,
	lookUp,
	post,
} from '../../support/simulator/client';
import { CUSTOM_APP, Simulator, TALENT_SCOPE } from '../../support/simulator/simulator';
import type { SimulatorSettings } from '../../support/simulator/simulator';
import type { Person } from '../../support/simulator/store';

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

let simulator: Simulator;
let token: string;

async function start(settings: Partial<SimulatorSettings> = {}): Promise<void> {
	simulator = await Simulator.start({ people: PEOPLE, ...settings });
	token = await getToken(simulator);
}

afterEach(async () => await simulator.stop());

describe('a lookup finds', () => {
	test('by any value of a list, each talent once, ordered by id', async () => {
		await start();
		const mobile_number_list = ['13800000002', '13800000001', '13800000009', '13800000001'];
		expect(await findIds(simulator, token, { mobile_number_list })).toEqual([AL, BO]);
	});

	test('only what satisfies every list', async () => {
		await start();
		const mobile_number_list = ['13800000001', '13800000002'];
		const email_list = ['bo@example.com'];
		expect(await findIds(simulator, token, { mobile_number_list, email_list })).toEqual([BO]);
		const cards = { identification_type: 2, identification_number_list: ['E12345678'] };
		expect(await findIds(simulator, token, { email_list, ...cards })).toEqual([]);
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
		expect(await findIds(simulator, token, request)).toEqual(['1']);
	});

	test('numbers of the country code, which is 86 by default', async () => {
		await start();
		const mobile_number_list = ['13800000002'];
		const find = async (mobile_code?: string) =>
			await findIds(simulator, token, { mobile_number_list, mobile_code });
		expect([await find(), await find('86'), await find('852')]).toEqual([[BO], [BO], [CY]]);
	});

	test('identification numbers of the type', async () => {
		await start();
		const identification_number_list = ['E12345678'];
		const find = async (identification_type: number) =>
			await findIds(simulator, token, { identification_number_list, identification_type });
		expect([await find(2), await find(1)]).toEqual([[AL], []]);
	});

	test('emails and identification numbers in any case', async () => {
		await start();
		const card = ['11010119900101123x'];
		expect(await findIds(simulator, token, { email_list: ['aL@eXAMPLE.com'] })).toEqual([AL]);
		expect(
			await findIds(simulator, token, { identification_type: 1, identification_number_list: card }),
		).toEqual([BO]);
	});

	test('nothing without a value', async () => {
		await start();
		expect(await findIds(simulator, token, {})).toEqual([]);
		expect(await findIds(simulator, token, { email_list: [] })).toEqual([]);
	});
});

describe('a talent is shown', () => {
	const showBo = async (request: object) => await findTalents(simulator, token, request);
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
		expect((await lookUp(simulator, token, email)).body).toEqual({ code: 0, msg: 'ok' });
	});
});

describe('the wire', () => {
	test('carries JSON and a log id of its own, on success and on refusal', async () => {
		await start();
		const replies = [
			await lookUp(simulator, token, { email_list: ['bo@example.com'] }),
			await lookUp(simulator, 'forged', {}),
			await post(simulator.url + PATHS.custom, {}),
		];
		const logIds = replies.map(({ headers }) => headers.get('x-tt-logid'));
		expect(new Set(logIds).size).toBe(3);
		for (const id of logIds) expect(id).toMatch(/^2026[0-9A-F]{16}$/);
		for (const { headers } of replies) {
			expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
		}
	});

	test.each([
		['path', 'POST', '/open-apis/hire/v1/talents'],
		['method', 'GET', PATHS.lookup],
	])('answers a wrong %s with a text of HTTP 404', async (_, method, path) => {
		await start();
		const response = await fetch(simulator.url + path, { method });
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toBe('text/plain');
		expect(await response.text()).toBe('404 page not found');
	});
});

test('the log tells what came, when, of which app, and what was answered', async () => {
	let now = 5_000;
	await start({ apps: [CUSTOM_APP, STORE_APP], tenants: { north: [] }, clock: () => now });
	now = 6_000;
	await lookUp(simulator, token, { email_list: ['bo@example.com'] });
	await lookUp(simulator, 'forged', {});
	await getToken(simulator, 'north');

	const [exchange, found, refused] = simulator.log;
	expect(exchange).toEqual({
		path: PATHS.custom,
		at: 5_000,
		appId: CUSTOM_APP.id,
		body: { app_id: CUSTOM_APP.id, app_secret: CUSTOM_APP.secret },
		token: undefined,
		status: 200,
		code: 0,
	});
	expect(found).toEqual({
		path: PATHS.lookup,
		at: 6_000,
		appId: CUSTOM_APP.id,
		body: { email_list: ['bo@example.com'] },
		token,
		status: 200,
		code: 0,
	});
	expect(refused).toMatchObject({ token: 'forged', status: 400, code: 99991663 });
	expect(simulator.calls).toEqual([found, refused]);
	// Of a store app's two requests the second alone is for a tenant.
	expect(simulator.exchanges).toEqual([exchange, simulator.log[4]]);
	expect(simulator.log).toHaveLength(5);
});
