import { FeishuError, readReply } from '../../../../nodes/BatchGetTalentId/feishu/errors';

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
