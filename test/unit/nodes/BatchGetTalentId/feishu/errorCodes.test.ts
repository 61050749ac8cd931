/** What the gateway's codes mean; docs/feishu-platform.md has the facts. */
import {
	GATEWAY_ERRORS,
	TRUNCATED_RESPONSE,
	classifyError,
} from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { ErrorInfo } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';

const NO_OWN_ERRORS = new Map<number, ErrorInfo>();

const classify = (code: number | undefined, status: number, own = NO_OWN_ERRORS) =>
	classifyError({ code, status }, own);

/** The meaning of Feishu's text; by default with the code whose meaning depends on it. */
const classifyText = (msg: string, code = 9499) =>
	classifyError({ code, status: 400, msg }, NO_OWN_ERRORS);

const reactionTo = (...args: Parameters<typeof classify>) => {
	const { retry, failure } = classify(...args);
	return `${retry}, ${failure}`;
};

test.each([
	['too many calls', 99991400, 'rateLimit, run'],
	['a missing token', 99991661, 'token, run'],
	['an expired token', 99991677, 'token, run'],
	['an internal error', 2200, 'backoff, call'],
	['an internal error of an older API', 1663, 'backoff, call'],
	['an internal error of a gateway', 1503, 'backoff, call'],
	['an internal error of a token service', 1665, 'backoff, call'],
	['an internal error of a service', 10500, 'backoff, call'],
	['an internal error of Hire', 1001999, 'backoff, call'],
	['an internal error of an application', 1020001, 'backoff, call'],
	['a missing scope', 99991672, 'never, run'],
	['a token without the scope', 99991676, 'never, run'],
	['a user without the scope', 99991679, 'never, run'],
	['an address that is not allowed', 99991401, 'never, run'],
	['an exhausted quota', 99991403, 'never, run'],
	['a disabled app', 99991662, 'never, run'],
	['no such path', 99991201, 'never, run'],
	['no such path at the gateway', 99991301, 'never, run'],
	['a malformed request', 9499, 'never, call'],
])('classifies %s (%i) by its code, whatever the HTTP status: %s', (_, code, reaction) => {
	for (const status of [200, 400, 429, 500]) {
		expect([status, reactionTo(code, status)]).toEqual([status, reaction]);
	}
});

test.each([
	['too many requests', undefined, 429, 'rateLimit, run'],
	['an unknown code with too many requests', 4711, 429, 'rateLimit, run'],
	['a server error', undefined, 500, 'backoff, call'],
	['an unknown code with a server error', 4711, 502, 'backoff, call'],
	['an unknown code', 4711, 499, 'never, call'],
	['an unknown code with a success', 4711, 200, 'never, call'],
	['a client error without a code', undefined, 499, 'never, run'],
	['a request that took too long', undefined, 408, 'backoff, call'],
	['an unknown code with a request that came too early', 4711, 425, 'backoff, call'],
	['a firewall that dislikes a value', undefined, 403, 'never, value'],
	['a call that is too long for a proxy', undefined, 413, 'never, value'],
	['a redirect', undefined, 300, 'never, run'],
	['a success without a code', undefined, 299, 'backoff, call'],
])('classifies %s (code %p, HTTP %i) by its status: %s', (_, code, status, reaction) => {
	expect(reactionTo(code, status)).toBe(reaction);
});

test("prefers the endpoint's own meaning of a code to the gateway's, and to the status", () => {
	const own: ErrorInfo = { retry: 'never', failure: 'value', message: 'own', help: 'Own.' };
	expect(classify(99991672, 500, new Map([[99991672, own]]))).toBe(own);
	expect(classify(4711, 429, new Map([[4711, own]]))).toBe(own);
	expect(reactionTo(99991400, 429, new Map([[4711, own]]))).toBe('rateLimit, run');
});

test.each<[string, ErrorInfo]>([
	...[...GATEWAY_ERRORS].map(([code, info]): [string, ErrorInfo] => [`code ${code}`, info]),
	...[429, 500, 404, 403, 200].map((status): [string, ErrorInfo] => [
		`HTTP ${status}`,
		classify(undefined, status),
	]),
	['an unknown code', classify(4711, 400)],
	['too many requests at once', classifyText('Too many requests')],
	['a page', classifyError({ status: 403, isHtml: true }, NO_OWN_ERRORS)],
	['a truncated response', TRUNCATED_RESPONSE],
])('says of %s what happened, and what to do', (_, { message, help }) => {
	expect(message).toMatch(/^(Feishu|The|There|Something|A) .{10,}[^.]$/);
	expect(help).toMatch(/^[A-Z].{20,}\.$/);
});

test('says of a missing scope where to add it, and of a missing address which setting to check', () => {
	expect(classify(99991672, 400).help).toMatch(/open\.feishu\.cn\/app.*Permissions & Scopes/);
	expect(classify(undefined, 404)).toMatchObject({
		message: expect.stringContaining('(HTTP 404)'),
		help: expect.stringContaining('Base URL'),
	});
});

test('retries code 9499 only where its text says that there are too many requests', () => {
	expect(classifyText('Too many requests, try again')).toMatchObject({
		retry: 'backoff',
		failure: 'call',
	});
	expect(classifyText('Bad Request').retry).toBe('never');
	expect(classifyText('Too many requests', 4711).retry).toBe('never');
});

test('says of a page in the place of JSON that something before Feishu answered', () => {
	const info = classifyError({ status: 502, isHtml: true }, NO_OWN_ERRORS);
	expect(info).toMatchObject({
		retry: 'backoff',
		message: 'A proxy, firewall or login page answered in the place of Feishu (HTTP 502)',
	});
});
