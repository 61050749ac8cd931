/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Invariant 7, without n8n: who exchanges the token, who waits, and when it is given up. */
import { readAppOrThrow, tokenKey } from '../../../../../credentials/feishuApp';
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { sendWithToken } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';
import type { Send } from '../../../../../nodes/BatchGetTalentId/feishu/tokenManager';

const tokenRejected = () =>
	new FeishuError({
		retry: 'token',
		failure: 'run',
		message: 'rejected',
		code: 99991663,
		status: 400,
	});

const noToken = () => new FeishuError({ retry: 'backoff', failure: 'run', message: 'no token' });

const connectionLost = () =>
	new FeishuError({ retry: 'backoff', failure: 'call', message: 'lost' });

let app = 0;

/** A credential of an app of its own, and a way to call with it as n8n would. */
function setUp(answer: (token: string) => Reply<'data'>, exchangeFails = () => false) {
	const data = { appType: 'custom', appId: `cli_token${++app}`, appSecret: 's', accessToken: '' };
	const stored = { ...data, issuedFor: '' };
	let exchanges = 0;
	const send: Send<'data'> = async (given, onExchange = () => undefined) => {
		let token = String(given.accessToken);
		if (token === '') {
			token = `t-${++exchanges}`;
			const issued = { accessToken: token, issuedFor: tokenKey(readAppOrThrow(data)) };
			await Promise.resolve();
			if (exchangeFails()) {
				onExchange(noToken());
				return noToken();
			}
			Object.assign(stored, issued);
			onExchange(issued);
		}
		await new Promise(setImmediate);
		return answer(token);
	};
	return {
		call: async (signal?: AbortSignal) =>
			await sendWithToken(send, {
				getCredentials: async () => ({ ...stored }),
				maxTries: 1,
				signal,
			}),
		exchanges: () => exchanges,
		hasToken: () => stored.accessToken !== '',
	};
}

test('makes one exchange for calls made at once', async () => {
	const { call, exchanges } = setUp(() => 'data');
	expect(await Promise.all([call(), call(), call()])).toEqual(['data', 'data', 'data']);
	expect(exchanges()).toBe(1);
});

test('sends a stored token without an exchange', async () => {
	const { call, exchanges } = setUp(() => 'data');
	await call();
	expect(await call()).toBe('data');
	expect(exchanges()).toBe(1);
});

test('fails all waiting calls with the one exchange that failed', async () => {
	const { call, exchanges } = setUp(
		() => 'data',
		() => true,
	);
	const replies = await Promise.all([call(), call(), call()]);
	expect(replies).toMatchObject(replies.map(() => ({ message: 'no token' })));
	expect(exchanges()).toBe(1);
});

test('exchanges anew after an exchange that failed', async () => {
	let fails = true;
	const { call, exchanges } = setUp(
		() => 'data',
		() => fails,
	);
	await call();
	fails = false;
	expect(await call()).toBe('data');
	expect(exchanges()).toBe(2);
});

test("stops waiting for another call's exchange when the execution is cancelled", async () => {
	const { call } = setUp(() => 'data');
	const cancelled = new Error('cancelled');
	const controller = new AbortController();
	const first = call();
	const second = call(controller.signal);
	controller.abort(cancelled);
	await expect(second).rejects.toBe(cancelled);
	expect(await first).toBe('data');
});

test('does not send a rejected token again', async () => {
	const sent: string[] = [];
	const { call, exchanges } = setUp((token) => {
		sent.push(token);
		return token === 't-1' ? tokenRejected() : 'data';
	});
	expect(await call()).toMatchObject({ retry: 'token' });
	expect(await call()).toBe('data');
	expect(exchanges()).toBe(2);
	expect(sent).toEqual(['t-1', 't-2']);
});

test('gives up after three tokens in a row that never worked', async () => {
	const { call, exchanges } = setUp(tokenRejected);
	expect(await call()).toMatchObject({ retry: 'token' });
	expect(await call()).toMatchObject({ retry: 'token' });
	expect(await call()).toMatchObject({ retry: 'never', failure: 'run', message: 'rejected' });
	expect(exchanges()).toBe(3);
});

test('does not give up where one of three tokens worked', async () => {
	let sent = 0;
	const { call } = setUp(() => (++sent === 3 ? 'data' : tokenRejected()));
	const replies = [];
	for (let i = 0; i < 6; i++) replies.push(await call());
	expect(replies.map((reply) => (reply instanceof FeishuError ? reply.retry : reply))).toEqual([
		...['token', 'token', 'data'],
		...['token', 'token', 'token'],
	]);
});

test('does not take a token for a working one because a call got no response', async () => {
	const replies = [tokenRejected(), tokenRejected(), connectionLost(), tokenRejected()];
	const { call } = setUp(() => replies.shift() ?? 'data');
	for (const retry of ['token', 'token', 'backoff', 'never']) {
		expect(await call()).toMatchObject({ retry });
	}
});

test('counts one rejected token once, however many calls were sent with it', async () => {
	// Found by the fuzzer: each rejected call was counted, and three ended the run.
	const { call, hasToken } = setUp((token) => (token === 't-1' ? tokenRejected() : 'data'));
	const first = call();
	while (!hasToken()) await Promise.resolve();
	const replies = await Promise.all([first, call(), call(), call(), call()]);
	for (const reply of replies) expect(reply).not.toMatchObject({ retry: 'never' });
	expect(await call()).toBe('data');
});
