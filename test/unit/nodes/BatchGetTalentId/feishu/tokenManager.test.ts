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

interface SetUpOptions {
	/** Why an exchange fails; nothing where it does not. */
	exchangeFailure?: () => FeishuError | undefined;
	maxTries?: number;
	/** The token that n8n has stored, and what it was issued for; of this app unless told otherwise. */
	stored?: { accessToken: string; issuedFor?: string };
	/** Whether n8n has stored an exchanged token by the next call. */
	stores?: boolean;
}

/** A credential of an app of its own, and a way to call with it as n8n would. */
function setUp(
	answer: (token: string) => Reply<'data'>,
	{
		exchangeFailure = () => undefined,
		maxTries = 1,
		stored: given,
		stores = true,
	}: SetUpOptions = {},
) {
	const data = { appType: 'custom', appId: `cli_token${++app}`, appSecret: 's', accessToken: '' };
	const issuedFor = tokenKey(readAppOrThrow(data));
	const stored = { ...data, issuedFor, ...given };
	const sent: string[] = [];
	let exchanges = 0;
	const send: Send<'data'> = async (given, onExchange = () => undefined) => {
		let token = String(given.accessToken);
		if (token === '') {
			token = `t-${++exchanges}`;
			await Promise.resolve();
			const failure = exchangeFailure();
			if (failure) {
				onExchange(failure);
				return failure;
			}
			const issued = { accessToken: token, issuedFor };
			if (stores) Object.assign(stored, issued);
			onExchange(issued);
		}
		await new Promise(setImmediate);
		sent.push(token);
		return answer(token);
	};
	return {
		call: async (signal?: AbortSignal) =>
			await sendWithToken(send, { getCredentials: async () => ({ ...stored }), maxTries, signal }),
		exchanges: () => exchanges,
		hasToken: () => stored.accessToken !== '',
		sent,
	};
}

afterEach(() => jest.restoreAllMocks());

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

test('sends an exchanged token that n8n has not stored yet', async () => {
	const { call, exchanges, sent } = setUp(() => 'data', { stores: false });
	await call();
	expect(await call()).toBe('data');
	expect(exchanges()).toBe(1);
	expect(sent).toEqual(['t-1', 't-1']);
});

test('sends a token that another process stored, in the place of its own', async () => {
	const { call, sent } = setUp(() => 'data', { stored: { accessToken: 't-other' } });
	await call();
	expect(sent).toEqual(['t-other']);
});

test('does not send a stored token that was issued for something else', async () => {
	const stored = { accessToken: 't-other', issuedFor: 'another key' };
	const { call, sent } = setUp(() => 'data', { stored });
	await call();
	expect(sent).toEqual(['t-1']);
});

test('forgets the token of the app that it has known for longest, from 1,000 apps on', async () => {
	const { call, exchanges } = setUp(() => 'data', { stores: false });
	const callOthers = async (amount: number) => {
		for (let i = 0; i < amount; i++) {
			await setUp(() => 'data', { stored: { accessToken: 't' } }).call();
		}
	};
	await call();
	await callOthers(999);
	await call();
	expect(exchanges()).toBe(1);
	await callOthers(1);
	await call();
	expect(exchanges()).toBe(2);
});

describe('an exchange that fails', () => {
	test('is shared by all waiting calls', async () => {
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure: noToken });
		const replies = await Promise.all([call(), call(), call()]);
		expect(replies).toMatchObject(replies.map(() => ({ message: 'no token', retry: 'never' })));
		expect(exchanges()).toBe(1);
	});

	test('is made anew by a later call', async () => {
		const failures = [noToken()];
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure: () => failures.shift() });
		await call();
		expect(await call()).toBe('data');
		expect(exchanges()).toBe(2);
	});

	test('is retried with backoff, up to maxTries', async () => {
		const jitter = jest.spyOn(Math, 'random').mockReturnValue(0);
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure: noToken, maxTries: 3 });
		expect(await call()).toMatchObject({ message: 'no token', retry: 'never' });
		expect(exchanges()).toBe(3);
		expect(jitter).toHaveBeenCalledTimes(2);
	});

	test('brings the token where an attempt succeeds', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const failures = [noToken(), noToken()];
		const exchangeFailure = () => failures.shift();
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure, maxTries: 3 });
		expect(await Promise.all([call(), call()])).toEqual(['data', 'data']);
		expect(exchanges()).toBe(3);
	});

	test('is not retried where another attempt would be the same', async () => {
		const exchangeFailure = () => noToken().asFinal();
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure, maxTries: 3 });
		expect(await call()).toMatchObject({ message: 'no token', retry: 'never' });
		expect(exchanges()).toBe(1);
	});

	test('is not retried once the execution is cancelled', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const controller = new AbortController();
		const cancelled = new Error('cancelled');
		const { call, exchanges } = setUp(() => 'data', { exchangeFailure: noToken, maxTries: 3 });
		const reply = call(controller.signal);
		await new Promise(setImmediate);
		controller.abort(cancelled);
		await expect(reply).rejects.toBe(cancelled);
		expect(exchanges()).toBe(1);
	});
});

test('lets the other calls go once there is a token, before the call that brought it is answered', async () => {
	const data = { appType: 'custom', appId: `cli_token${++app}`, appSecret: 's' };
	const send: Send<string> = async ({ accessToken }, onExchange) => {
		if (accessToken !== '') return `sent with ${String(accessToken)}`;
		await new Promise(setImmediate);
		onExchange?.({ accessToken: 't-1', issuedFor: 'key' });
		return await new Promise(() => undefined);
	};
	const options = { getCredentials: async () => data, maxTries: 1 };
	void sendWithToken(send, options);
	const answered = jest.fn();
	void sendWithToken(send, options).then(answered);
	for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
	expect(answered).toHaveBeenCalledWith('sent with t-1');
});

test('leaves the exchange to the next call where the first was cancelled', async () => {
	const cancelled = new Error('cancelled');
	const failures = [cancelled];
	const { call, exchanges } = setUp(() => 'data', {
		exchangeFailure: () => {
			const failure = failures.shift();
			if (failure) throw failure;
			return undefined;
		},
	});
	const [first, second] = await Promise.allSettled([call(), call()]);
	expect(first).toEqual({ status: 'rejected', reason: cancelled });
	expect(second).toEqual({ status: 'fulfilled', value: 'data' });
	expect(exchanges()).toBe(2);
});

test('takes the reply of a call that n8n sent without an exchange', async () => {
	const data = { appType: 'custom', appId: `cli_token${++app}`, appSecret: 's' };
	const options = { getCredentials: async () => data, maxTries: 1 };
	expect(await sendWithToken(async () => 'data', options)).toBe('data');
	expect(await sendWithToken(async () => tokenRejected(), options)).toMatchObject({
		message: 'rejected',
		retry: 'never',
	});
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
	const { call, exchanges, sent } = setUp((token) => (token === 't-1' ? tokenRejected() : 'data'));
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
