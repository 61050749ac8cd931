/** The endpoint's body, reply and codes; docs/feishu-platform.md has the facts. */
import { GATEWAY_ERRORS } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../../../../nodes/BatchGetTalentId/feishu/response';
import {
	BATCH_GET_ID,
	ENDPOINT_ERRORS,
	isTalent,
	toBody,
} from '../../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { Combination, Identifier } from '../../../../../nodes/BatchGetTalentId/types';

const LOG_ID = '20261125173016ABCDEF0123456789ABCD';

const read = (statusCode: number, body: unknown, headers = {}) => {
	const response = { statusCode, headers, body: JSON.stringify(body) };
	const success = readResponse(response, BATCH_GET_ID.errors);
	return success instanceof FeishuError ? success : BATCH_GET_ID.parse(success, response);
};

describe('the entries of a reply', () => {
	test('come as they are', () => {
		const talents = [{ talent_id: '6891560630172518414', unknown: [1] }, { talent_id: '2' }];
		expect(read(200, { code: 0, data: { talent_list: talents } })).toEqual(talents);
	});

	test.each([
		[{ code: 0 }],
		[{ code: 0, data: null }],
		[{ code: 0, data: {} }],
		[{ code: 0, data: { talent_list: null } }],
	])('are none in %j', (body) => expect(read(200, body)).toEqual([]));

	test('are empty where they are no objects, so that no other is taken for theirs', () => {
		expect(read(200, { code: 0, data: { talent_list: [null, 1, { talent_id: '1' }] } })).toEqual([
			{},
			{},
			{ talent_id: '1' },
		]);
	});

	test.each([[{ code: 0, data: [] }], [{ code: 0, data: { talent_list: {} } }]])(
		'are not guessed where the data has another form: %j fails its call',
		(body) => {
			expect(read(200, body, { 'x-tt-logid': LOG_ID })).toMatchObject({
				name: 'FeishuError',
				retry: 'never',
				failure: 'call',
				message: 'The reply of Feishu has an unknown form',
				logId: LOG_ID,
				status: 200,
			});
		},
	);
});

test.each([
	[{ talent_id: '6891560630172518414' }, true],
	[{}, false],
	[{ talent_id: '' }, false],
	[{ talent_id: 6891560630172518000 }, false],
])('takes %j for a talent only with its ID as text: %s', (entry, is) => {
	expect(isTalent(entry)).toBe(is);
});

test.each([
	['a bad mobile number', 400, 1002009, 'never, value'],
	['a bad parameter', 400, 1002002, 'never, value'],
	["a bad parameter, by the gateway's validation", 400, 99992402, 'never, value'],
	['a system error that comes as HTTP 200', 200, 1002001, 'backoff, call'],
	['a system error that comes as HTTP 500', 500, 1002001, 'backoff, call'],
	['a missing scope', 400, 99991672, 'never, run'],
])('classifies %s (HTTP %i, code %i) as %s', (_, status, code, reaction) => {
	const reply = read(status, { code });
	expect(reply instanceof FeishuError && `${reply.retry}, ${reply.failure}`).toBe(reaction);
});

test('names the scope that the call needs, and reacts to a missing one as the gateway does', () => {
	const own = ENDPOINT_ERRORS.get(99991672);
	expect(own?.message).toContain('hire:talent:readonly');
	expect(own?.help).toContain('hire:talent:readonly');
	const { retry, failure } = GATEWAY_ERRORS.get(99991672) ?? {};
	expect(own).toMatchObject({ retry, failure });
});

test.each([...ENDPOINT_ERRORS])('says of code %i what happened, and what to do', (_, info) => {
	expect(info.message).toMatch(/^(Feishu|The) .{10,}[^.]$/);
	expect(info.help).toMatch(/^[A-Z].{20,}\.$/);
});

describe('the body of a call', () => {
	const identifier = (
		kind: Identifier['kind'],
		value: string,
		qualifier = '',
		key = value,
	): Identifier => ({ kind, value, key, qualifier, suspect: false });

	const combine = (...identifiers: Identifier[]): Combination => ({
		identifiers,
		itemIndex: 0,
		isShared: false,
		id: 0,
	});

	test('has a list for each kind, with one country code and one type for all', () => {
		const body = toBody([
			combine(
				identifier('mobile_number', '91234567', '852'),
				identifier('email', 'a@x.com'),
				identifier('identification_number', 'A1', '2'),
			),
			combine(
				identifier('mobile_number', '91234568', '852'),
				identifier('email', 'b@x.com'),
				identifier('identification_number', 'B1', '2'),
			),
		]);
		expect(body).toEqual({
			mobile_code: '852',
			mobile_number_list: ['91234567', '91234568'],
			email_list: ['a@x.com', 'b@x.com'],
			identification_type: 2,
			identification_number_list: ['A1', 'B1'],
		});
	});

	test('has each value once', () => {
		const [a, b] = [identifier('email', 'a@x.com'), identifier('email', 'b@x.com')];
		const mobile = identifier('mobile_number', '13800138000', '86');
		expect(toBody([combine(mobile, a), combine(mobile, b)])).toEqual({
			mobile_code: '86',
			mobile_number_list: ['13800138000'],
			email_list: ['a@x.com', 'b@x.com'],
		});
	});

	test('has every spelling of a value, for Feishu may know one of them only', () => {
		const spellings = ['A@x.com', 'a@x.com'].map((value) =>
			identifier('email', value, '', 'a@x.com'),
		);
		expect(toBody(spellings.map((one) => combine(one)))).toEqual({
			email_list: ['A@x.com', 'a@x.com'],
		});
	});

	test('has no list, code or type of a kind that is not asked', () => {
		expect(toBody([combine(identifier('email', 'a@x.com'))])).toEqual({ email_list: ['a@x.com'] });
	});
});
