/** Invariant 7, without n8n: who exchanges, who waits, and when it is given up. */
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { sendWithToken } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';
import type { Reply, Send } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';
import { readCredentials, tokenKey } from '../../../../../credentials/feishuApp';

const refusal = () => new FeishuError('token', { message: 'refused', code: 99991663, status: 400 });

let app = 0;

/** A credential of an app of its own, and a way to call with it as n8n would. */
function setUp(answer: (token: string) => Reply) {
	const data = { appType: 'custom', appId: `cli_token${++app}`, appSecret: 's', accessToken: '' };
	const stored = { ...data, issuedFor: '' };
	let exchanges = 0;
	const send: Send = async (given) => {
		if (given.accessToken === '') {
			const token = { accessToken: `t-${++exchanges}`, issuedFor: tokenKey(readCredentials(data)) };
			await Promise.resolve();
			Object.assign(stored, token);
			Object.assign(given, token);
		}
		await new Promise(setImmediate);
		return answer(String(given.accessToken));
	};
	return {
		call: async () => await sendWithToken(async () => ({ ...stored }), send),
		exchanges: () => exchanges,
		hasToken: () => stored.accessToken !== '',
	};
}

test('calls at once share one exchange', async () => {
	const { call, exchanges } = setUp(() => []);
	expect(await Promise.all([call(), call(), call()])).toEqual([[], [], []]);
	expect(exchanges()).toBe(1);
});

test('a refused token is not sent again', async () => {
	const { call, exchanges } = setUp((token) => (token === 't-1' ? refusal() : []));
	expect(await call()).toMatchObject({ verdict: 'token' });
	expect(await call()).toEqual([]);
	expect(exchanges()).toBe(2);
});

test('three tokens in a row that never worked are given up', async () => {
	const { call, exchanges } = setUp(refusal);
	expect(await call()).toMatchObject({ verdict: 'token' });
	expect(await call()).toMatchObject({ verdict: 'token' });
	expect(await call()).toMatchObject({ verdict: 'hopeless', message: 'refused' });
	expect(exchanges()).toBe(3);
});

test('one lost token is one, however many calls were sent with it', async () => {
	// Found by the fuzzer: each refused call was counted, and three ended the run.
	const { call, hasToken } = setUp((token) => (token === 't-1' ? refusal() : []));
	const first = call();
	while (!hasToken()) await Promise.resolve();
	const others = await Promise.all([first, call(), call(), call(), call()]);
	for (const reply of others) expect(reply).not.toMatchObject({ verdict: 'hopeless' });
	expect(await call()).toEqual([]);
});
