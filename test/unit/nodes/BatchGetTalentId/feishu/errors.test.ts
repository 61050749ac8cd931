import { FeishuError, readReply } from '../../../../../nodes/BatchGetTalentId/feishu/errors';

const read = (statusCode: number, body: unknown, headers = {}) =>
	readReply({ statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

const error = (...args: Parameters<typeof read>) => {
	const reply = read(...args);
	if (!(reply instanceof FeishuError)) throw new Error('The reply was read as a success.');
	return reply;
};

test.each([[{ code: 0 }], [{ code: 0, data: null }], [{ code: 0, data: { talent_list: null } }]])(
	'%j holds no talent',
	(body) => expect(read(200, body)).toEqual([]),
);

test.each([
	['rateLimited', 429, { code: 99991400 }],
	['rateLimited', 400, { code: 99991400 }],
	['rateLimited', 429, 'slow down'],
	['token', 400, { code: 99991677 }],
	['transient', 200, { code: 1002001 }],
	['transient', 500, { code: 1002001 }],
	['transient', 502, '<html></html>'],
	['transient', 200, '{"code":0,"data":{"tal'],
	// Found by the fuzzer: a cut reply may be whole the next time, whatever its status.
	['transient', 400, '{"code":1002'],
	['badNumber', 400, { code: 1002009 }],
	['badParameter', 400, { code: 1002002 }],
	['badParameter', 400, { code: 99992402 }],
	['hopeless', 400, { code: 99991672 }],
	['hopeless', 404, '404 page not found'],
	['hopeless', 302, ''],
	['hopeless', 400, 'a text with a { in it'],
	['transient', 400, ' \n{"code":1002'],
	['transient', 200, 'null'],
	['failed', 302, { code: 0 }],
	['failed', 400, { code: 9499 }],
	['failed', 200, { code: 4711 }],
	['failed', 200, { code: 0, data: { talent_list: [{ talent_id: 6891560630172518000 }] } }],
])('%s: HTTP %i with %j', (verdict, status, body) => {
	expect(error(status, body).verdict).toBe(verdict);
});

test.each([
	[{ 'x-ogw-ratelimit-reset': '0.25' }, 250],
	[{ 'x-ogw-ratelimit-reset': '12', 'retry-after': '3' }, 12_000],
	[{ 'retry-after': '3' }, 3_000],
	[{ 'retry-after': '0' }, 0],
	[{ 'retry-after': '-1' }, undefined],
	[{ 'retry-after': 'Infinity' }, undefined],
	[{ 'retry-after': 'soon' }, undefined],
	[{}, undefined],
])('the wait of %j is %s ms', (headers, wait) => {
	expect(error(429, { code: 99991400 }, headers).retryAfter).toBe(wait);
});

test('says what to do, which scope, where, and the log id; never what Feishu echoes', () => {
	const { message, description } = error(400, {
		code: 99991672,
		msg: 'Access denied for 13800138000',
		error: {
			log_id: '2026ABC',
			permission_violations: [{ type: 'action_scope_required', subject: 'hire:talent' }],
			helps: [{ url: 'https://open.feishu.cn/app/cli_1/auth?q=hire:talent' }],
			field_violations: [{ field: 'mobile_number_list', value: '13800138000' }],
		},
	});
	expect(message).toBe(
		'The Feishu app may not read talents: the scope hire:talent:readonly is missing (code 99991672)',
	);
	expect(description).toContain('Feishu names: hire:talent.');
	expect(description).toContain('See https://open.feishu.cn/app/cli_1/auth?q=hire:talent.');
	expect(description).toContain('Log ID: 2026ABC.');
	expect(`${message}${description}`).not.toContain('13800138000');
});

test('talents come as they are', () => {
	const talents = [{ talent_id: '6891560630172518414', unknown: [1] }, { talent_id: '2' }];
	expect(read(200, { code: 0, data: { talent_list: talents } })).toEqual(talents);
});

test('one talent without a trustworthy id spoils the reply, and the error says where to ask', () => {
	for (const bad of [{}, { talent_id: '' }, { talent_id: 5 }, null]) {
		const list = [{ talent_id: '1' }, bad];
		expect(
			error(200, { code: 0, data: { talent_list: list } }, { 'x-tt-logid': '2026ABC' }),
		).toMatchObject({
			name: 'FeishuError',
			verdict: 'failed',
			message: expect.stringMatching(/^Feishu returned a talent without an ID/),
			description: expect.stringMatching(/cannot be trusted/),
			logId: '2026ABC',
			status: 200,
		});
	}
});

test('a body that n8n has parsed already is read too', () => {
	expect(readReply({ statusCode: 200, headers: {}, body: { code: 0 } })).toEqual([]);
	expect(readReply({ statusCode: 200, headers: {}, body: [] })).toBeInstanceOf(FeishuError);
});

describe('the description is whole sentences, and nothing is said of what is not there', () => {
	const describeError = (details: object, headers = {}) =>
		error(400, { code: 4711, error: details }, headers).description;
	const HELP = "Look the code up in Feishu's documentation, or give the log ID to Feishu support.";

	test.each<[string, object, object, string]>([
		['nothing', {}, {}, ''],
		[
			'empty values',
			{ log_id: '', helps: [], troubleshooter: '', permission_violations: [] },
			{},
			'',
		],
		[
			'scopes',
			{ permission_violations: [{ subject: 'a:b' }, {}, { subject: '' }, null, { subject: 'c' }] },
			{},
			' Feishu names: a:b, c.',
		],
		[
			'a link among others',
			{
				helps: [null, {}, { url: 'none' }],
				troubleshooter: '排查建议 https://open.feishu.cn/search?a=1',
			},
			{},
			' See https://open.feishu.cn/search?a=1.',
		],
		['its log id', { log_id: 'L1' }, { 'x-tt-logid': 'L2' }, ' Log ID: L1.'],
		["the gateway's log id", {}, { 'x-tt-logid': 'L2', 'x-request-id': 'L3' }, ' Log ID: L2.'],
		["the request's id", {}, { 'x-request-id': 'L3' }, ' Log ID: L3.'],
	])('%s', (_, details, headers, rest) => {
		expect(describeError(details, headers)).toBe(`${HELP}${rest}`);
	});

	test('not even of a code', () => {
		const limited = error(429, 'slow down');
		expect(limited).toMatchObject({ message: 'Feishu limits the number of calls' });
		expect(limited.code).toBeUndefined();
	});
});

test('only a refusal for the rate names a wait', () => {
	expect(error(500, {}, { 'retry-after': '3' }).retryAfter).toBeUndefined();
});
