/** What an error keeps of a failed call. */
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';

const FACTS = {
	description: 'Run again later.',
	code: 99991400,
	logId: 'LOG',
	status: 429,
	retryAfterMs: 5_000,
};

const limited = new FeishuError({
	retry: 'rateLimit',
	failure: 'run',
	message: 'Feishu limits the number of calls',
	...FACTS,
});

test('is never retried once it is final, and otherwise stays the same failure', () => {
	expect({ ...limited.asFinal() }).toEqual({ ...limited, retry: 'never' });
	expect(limited.asFinal()).toBeInstanceOf(FeishuError);
	expect(limited.asFinal().message).toBe(limited.message);
	expect(limited.retry).toBe('rateLimit');
});

test('takes other words once it is final, where they say more', () => {
	const final = limited.asFinal('Feishu has rejected every call');
	expect(final).toMatchObject({ retry: 'never', failure: 'run', ...FACTS });
	expect(final.message).toBe('Feishu has rejected every call');
});

test('keeps nothing that it does not name, such as the request', () => {
	const call = { ...limited, message: 'no', request: { headers: { Authorization: 'Bearer t-1' } } };
	expect(JSON.stringify(Object.entries(new FeishuError(call)))).not.toContain('t-1');
});
