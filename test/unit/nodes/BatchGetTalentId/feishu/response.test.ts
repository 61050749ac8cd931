/** From a response to the JSON object of a success, or to an error for people. */
import type { ErrorTable } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import {
	readResponse,
	unexpectedData,
} from '../../../../../nodes/BatchGetTalentId/feishu/response';

/** Log IDs have a form, and nothing else is passed on. */
const idOf = (call: number) => `20261125173016ABCDEF01234567890${call}`;
const LOG_ID = idOf(0);
const UUID = '0a1b2c3d-4e5f-6789-abcd-ef0123456789';

/** An endpoint's own code. */
const OWN_ERRORS: ErrorTable = new Map([
	[1234, { retry: 'never', failure: 'value', message: 'Feishu rejects a value', help: 'Look.' }],
]);

const read = (statusCode: number, body: unknown, headers = {}) =>
	readResponse(
		{ statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
		OWN_ERRORS,
	);

const readError = (...args: Parameters<typeof read>) => {
	const reply = read(...args);
	if (!(reply instanceof FeishuError)) throw new Error('The response was read as a success.');
	return reply;
};

test('returns the JSON object of a success as it came', () => {
	const body = { code: 0, data: { list: [{ id: '6891560630172518414', unknown: [1] }] } };
	expect(read(200, body)).toEqual(body);
	expect(read(299, body)).toEqual(body);
});

test('reads a body that n8n has parsed already', () => {
	const parsed = (body: object) => readResponse({ statusCode: 200, headers: {}, body }, OWN_ERRORS);
	expect(parsed({ code: 0 })).toEqual({ code: 0 });
	expect(parsed([])).toBeInstanceOf(FeishuError);
});

test.each([
	['rateLimit, run', 429, { code: 99991400 }],
	['rateLimit, run', 400, { code: 99991400 }],
	['rateLimit, run', 429, 'slow down'],
	['token, run', 400, { code: 99991677 }],
	['backoff, call', 200, { code: 2200 }],
	['backoff, call', 200, { Code: 2200 }],
	['backoff, call', 502, '<html></html>'],
	['backoff, call', 200, 'null'],
	['backoff, call', 200, '{"code":0,"data":{"tal'],
	// Found by the fuzzer: a truncated response may be whole the next time, whatever its status.
	['backoff, call', 400, '{"code":1002'],
	['backoff, call', 400, ' \n{"code":1002'],
	['never, value', 400, { code: 1234 }],
	['never, run', 400, { code: 99991672 }],
	['never, run', 404, '404 page not found'],
	['never, run', 302, ''],
	['never, run', 400, 'a text with a { in it'],
	['never, call', 300, { code: 0 }],
	['never, call', 400, { code: 9499 }],
	['never, call', 200, { code: 4711 }],
])('classifies as %s: HTTP %i with %j', (reaction, status, body) => {
	const { retry, failure } = readError(status, body);
	expect(`${retry}, ${failure}`).toBe(reaction);
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
])('reads the wait of %j as %s ms', (headers, retryAfterMs) => {
	expect(readError(429, { code: 99991400 }, headers).retryAfterMs).toBe(retryAfterMs);
});

test('reads a wait only where calls are rate-limited', () => {
	expect(readError(500, {}, { 'retry-after': '3' }).retryAfterMs).toBeUndefined();
});

test('says what to do, which scope, where, and the log ID; never what Feishu echoes', () => {
	const { message, description } = readError(400, {
		code: 99991672,
		msg: 'Access denied for 13800138000',
		error: {
			log_id: LOG_ID,
			permission_violations: [{ type: 'action_scope_required', subject: 'hire:talent' }],
			helps: [{ url: 'https://open.feishu.cn/app/cli_1/auth?q=hire:talent' }],
			field_violations: [{ field: 'mobile_number_list', value: '13800138000' }],
		},
	});
	expect(message).toMatch(/ a scope is missing \(code 99991672\)$/);
	expect(description).toContain('Feishu names: hire:talent.');
	expect(description).toContain('See https://open.feishu.cn/app/cli_1/auth?q=hire:talent.');
	expect(description).toContain(`Log ID: ${LOG_ID}.`);
	expect(`${message}${description}`).not.toContain('13800138000');
});

describe('the description', () => {
	const describeError = (details: object, headers = {}) =>
		readError(400, { code: 4711, error: details }, headers).description;
	const HELP = "Look the code up in Feishu's documentation, or give the log ID to Feishu support.";

	test.each<[string, object, object, string]>([
		['nothing', {}, {}, ''],
		[
			'nothing of empty values',
			{ log_id: '', helps: [], troubleshooter: '', permission_violations: [] },
			{},
			'',
		],
		[
			'the scopes',
			{
				permission_violations: [
					{ subject: 'hire:talent' },
					...[{}, { subject: '' }, null, { subject: 'say 13800138000' }],
					{ subject: 'hire:talent:readonly' },
				],
			},
			{},
			' Feishu names: hire:talent, hire:talent:readonly.',
		],
		[
			'the first link',
			{
				helps: [null, {}, { url: 'none' }],
				troubleshooter: '排查建议 https://open.feishu.cn/search?a=1',
			},
			{},
			' See https://open.feishu.cn/search?a=1.',
		],
		["the body's log ID", { log_id: idOf(1) }, { 'x-tt-logid': idOf(2) }, ` Log ID: ${idOf(1)}.`],
		[
			"the gateway's log ID",
			{},
			{ 'x-tt-logid': idOf(2), 'x-request-id': idOf(3) },
			` Log ID: ${idOf(2)}.`,
		],
		["the request's ID", {}, { 'x-request-id': UUID }, ` Log ID: ${UUID}.`],
	])('adds %s to the help, in whole sentences', (_, details, headers, rest) => {
		expect(describeError(details, headers)).toBe(`${HELP}${rest}`);
	});

	test.each([
		['ip 203.0.113.7 is denied', ' Feishu saw the address 203.0.113.7.'],
		['2001:db8:0:1:2:3:4:5 denied', ' Feishu saw the address 2001:db8:0:1:2:3:4:5.'],
		['13800138000 is denied', ''],
	])('names the address that Feishu denies by %j, and nothing else of it', (msg, rest) => {
		const { description = '' } = readError(403, { code: 99991401, msg });
		expect(description.endsWith(`IP allow-list.${rest}`)).toBe(true);
	});

	test('goes without a code where there is none', () => {
		const limited = readError(429, 'slow down');
		expect(limited.message).toBe('Feishu limits the number of calls');
		expect(limited.code).toBeUndefined();
	});
});

test('fails the call with log ID and status where the data of a success cannot be used', () => {
	const response = { statusCode: 200, headers: { 'x-tt-logid': LOG_ID }, body: '{"code":0}' };
	const error = unexpectedData(response, 'No list', 'Please report this.');
	expect({ ...error, message: error.message }).toMatchObject({
		retry: 'never',
		failure: 'call',
		message: 'No list',
		description: 'Please report this.',
		logId: LOG_ID,
		status: 200,
	});
});
