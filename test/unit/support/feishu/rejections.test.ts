/** What the model rejects, for the app's sake and for a value's. */
import {
	CUSTOM_APP,
	ONBOARDING_SCOPE,
	STORE_APP,
	TALENT_SCOPE,
} from '../../../support/feishu/apps';
import type { App } from '../../../support/feishu/apps';
import { PATHS, getToken, inProcess, lookUp } from '../../../support/feishu/client';
import type { Post } from '../../../support/feishu/client';
import { FeishuModel } from '../../../support/feishu/model';
import type { FeishuSettings } from '../../../support/feishu/settings';

const ANY = { email_list: ['a@example.com'] };

let model: FeishuModel;
let post: Post;
let token: string;

async function start(settings: Partial<FeishuSettings> = {}): Promise<void> {
	model = new FeishuModel(settings);
	post = inProcess(model, () => 0);
	token = await getToken(post);
}

const codeOf = async (request: object) => {
	const { status, body } = await lookUp(post, token, request);
	return [status, body.code];
};

describe('an app is rejected', () => {
	const startApp = async (facts: Partial<App>) =>
		await start({ apps: [{ ...CUSTOM_APP, ...facts }] });

	test('without the scope, and told which one and where to add it', async () => {
		await startApp({ scopes: [ONBOARDING_SCOPE] });
		const { status, body } = await lookUp(post, token, ANY);
		expect([status, body.code]).toEqual([400, 99991672]);
		expect(body.error).toEqual({
			permission_violations: [{ type: 'action_scope_required', subject: TALENT_SCOPE }],
			helps: [{ url: expect.stringContaining(`/app/${CUSTOM_APP.id}/auth`) }],
			log_id: expect.any(String),
		});
	});

	test('from an address that is not allowed, though it was given a token', async () => {
		await startApp({ addressAllowed: false });
		expect(token).toMatch(/^t-/);
		expect(await codeOf(ANY)).toEqual([403, 99991401]);
	});

	test('once it was disabled', async () => {
		const app = { ...CUSTOM_APP };
		await start({ apps: [app] });
		expect(await codeOf(ANY)).toEqual([200, 0]);
		app.enabled = false;
		expect(await codeOf(ANY)).toEqual([400, 99991662]);
	});

	test('when its quota is used up, and not one call before', async () => {
		await startApp({ quotaLeft: 2 });
		expect([await codeOf(ANY), await codeOf(ANY), await codeOf(ANY), await codeOf(ANY)]).toEqual([
			[200, 0],
			[200, 0],
			[403, 99991403],
			[403, 99991403],
		]);
	});

	test('alone: other apps go on', async () => {
		await start({
			apps: [{ ...CUSTOM_APP, addressAllowed: false }, STORE_APP],
			tenants: { north: [] },
		});
		expect(await codeOf(ANY)).toEqual([403, 99991401]);
		token = await getToken(post, 'north');
		expect(await codeOf(ANY)).toEqual([200, 0]);
	});
});

describe('a list is rejected', () => {
	const values = (count: number, suffix: string) =>
		Array.from({ length: count }, (_, i) => `${13800000000 + i}${suffix}`);

	test.each([
		['mobile_number_list', '', {}],
		['email_list', '@example.com', {}],
		['identification_number_list', '', { identification_type: 1 }],
	])('with 101 values in %s, and not with 100', async (list, suffix, extra) => {
		await start();
		expect(await codeOf({ [list]: values(100, suffix), ...extra })).toEqual([200, 0]);
		const { status, body } = await lookUp(post, token, { [list]: values(101, suffix), ...extra });
		expect([status, body.code]).toEqual([400, 1002002]);
		// Feishu echoes a value, which tests of the log must find bait in.
		expect(body.error).toEqual({
			field_violations: [{ field: 'list', value: `13800000000${suffix}` }],
		});
	});

	test.each([
		['no', undefined],
		['a textual', '1'],
		['a fractional', 1.5],
	])('with identification numbers and %s type', async (_, identification_type) => {
		await start();
		const request = { identification_number_list: ['E1'], identification_type };
		expect(await codeOf(request)).toEqual([400, 1002002]);
	});

	test('that holds an identification number said to be bad', async () => {
		await start({ badIdentificationNumbers: new Set(['E2']) });
		const cards = (...numbers: string[]) => ({
			identification_type: 2,
			identification_number_list: numbers,
		});
		expect(await codeOf(cards('E1', 'E3'))).toEqual([200, 0]);
		expect(await codeOf(cards('E1', 'E2'))).toEqual([400, 1002002]);
	});

	test.each(['', '1380', '1380000000a', '+8613800000000', '138 0000 0000', '13800000009'])(
		'that holds the number %p among good ones',
		async (number) => {
			await start({ badNumbers: new Set(['13800000009']) });
			const mobile_number_list = ['13800000001', number, '13800000002'];
			expect(await codeOf({ mobile_number_list })).toEqual([400, 1002009]);
		},
	);

	test.each(['13800', '182900291190', '13800000001'])('but not for %s', async (number) => {
		await start({ badNumbers: new Set(['13800000009']) });
		expect(await codeOf({ mobile_number_list: [number] })).toEqual([200, 0]);
	});

	test.each([
		['email_list', 'a@b', {}],
		['email_list', 'a.example.com', {}],
		['email_list', 'a b@example.com', {}],
		['identification_number_list', '无', { identification_type: 1 }],
		['identification_number_list', 'E1 2', { identification_type: 2 }],
	])('that holds in %s the odd value %p', async (list, value, extra) => {
		await start();
		expect(await codeOf({ [list]: [value], ...extra })).toEqual([400, 1002002]);
	});

	test('but not for an odd value, where those are tolerated', async () => {
		await start({ oddValues: 'tolerate', badNumbers: new Set(['13800000009']) });
		const odd = { mobile_number_list: ['1380', '138x'], email_list: ['a@b'] };
		expect(await codeOf(odd)).toEqual([200, 0]);
		expect(await codeOf({ mobile_number_list: ['13800000009'] })).toEqual([400, 1002009]);
	});

	test.each([
		['that is no list', { email_list: 'a@example.com' }],
		['that is null', { email_list: null }],
		['that holds a number', { mobile_number_list: [13800000001] }],
	])('%s', async (_, request) => {
		await start();
		expect(await codeOf(request)).toEqual([400, 99992402]);
	});

	test('when the body is no JSON object', async () => {
		await start();
		for (const text of ['{', '1', 'null']) {
			const { status, body } = await post(PATHS.lookup, text, token);
			expect([status, body.code]).toEqual([400, 9499]);
		}
	});
});
