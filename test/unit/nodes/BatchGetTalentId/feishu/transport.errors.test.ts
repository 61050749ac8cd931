/** What becomes of an error that n8n's HTTP helper throws. */
import { toFeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/transport';

const BODY = { mobile_number_list: ['13800138000'] };

const networkError = (code: string) =>
	new Error('wrapped', { cause: Object.assign(new Error('inner'), { code, config: BODY }) });

/** All that the error of a call tells. */
function failureOf(error: unknown) {
	const failure = toFeishuError(error);
	return { ...failure, message: failure.message };
}

test.each([
	['ECONNRESET', 'backoff', 'call', 'connection closed'],
	['ETIMEDOUT', 'backoff', 'call', 'no reply in time'],
	['ENOTFOUND', 'backoff', 'call', 'unknown host name'],
	['EPIPE', 'backoff', 'call', 'EPIPE'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'never', 'run', 'its certificate is not trusted'],
])('%s: retries with %s, then fails the %s', (code, retry, failure, reason) => {
	expect(failureOf(networkError(code))).toMatchObject({
		retry,
		failure,
		message: expect.stringContaining(`Feishu could not be reached: ${reason}`),
		description: expect.stringMatching(/^Check the network of this n8n/),
	});
});

describe('of what the helper throws, the code of the network is', () => {
	const thrown = (facts: object) => Object.assign(new Error('wrapped'), facts);
	const RESET = thrown({ code: 'ECONNRESET' });

	test.each<[string, object]>([
		['where n8n-workflow 1.99 to 2.33 puts it', { httpCode: 'ECONNRESET' }],
		['that of a cause, behind a status', { httpCode: '502', cause: RESET }],
		['that of a cause, behind a number', { code: 502, cause: RESET }],
	])('%s', (_, facts) => {
		expect(failureOf(thrown(facts))).toMatchObject({
			message: 'Feishu could not be reached: connection closed',
		});
	});

	test.each(['404', 'ECONNRESET now', 'no ECONNRESET', 404, ['ECONNRESET']])(
		'not an httpCode of %p',
		(httpCode) => {
			expect(failureOf(thrown({ httpCode }))).toMatchObject({
				message: 'n8n could not send the request to Feishu',
			});
		},
	);
});

test('any other error of the helper ends the run, and says why', () => {
	expect(failureOf(new Error('Credential type is unknown'))).toMatchObject({
		retry: 'never',
		failure: 'run',
		message: 'n8n could not send the request to Feishu',
		description: 'Credential type is unknown',
	});
});

test('keeps nothing of the request that an error of the helper carries', () => {
	const failures = [networkError('ECONNRESET'), Object.assign(new Error('x'), { config: BODY })];
	for (const error of failures) {
		expect(JSON.stringify(failureOf(error))).not.toContain('13800138000');
	}
});
