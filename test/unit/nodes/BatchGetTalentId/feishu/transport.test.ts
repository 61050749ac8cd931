/** What goes to n8n's HTTP helper, and what becomes of what it throws. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { readAppOrThrow, tokenKey } from '../../../../../credentials/feishuApp';
import { TokenExchangeError, reportExchange } from '../../../../../credentials/tokenExchange';
import type { ErrorInfo } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import { createTransport } from '../../../../../nodes/BatchGetTalentId/feishu/transport';
import type { Endpoint } from '../../../../../nodes/BatchGetTalentId/feishu/transport';

const OWN: ErrorInfo = { retry: 'never', failure: 'value', message: 'rejected', help: 'Look.' };

const ENDPOINT: Endpoint<unknown> = {
	path: '/open-apis/test',
	errors: new Map([[4711, OWN]]),
	parse: ({ data }) => data,
};

const BODY = { mobile_number_list: ['13800138000'] };

type Request = [
	credential: string,
	options: IHttpRequestOptions,
	decrypted: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
];

interface SetUpOptions {
	signal?: AbortSignal;
	/** Called whenever the credential is read; may throw. */
	read?: () => void;
	/** The stored token. */
	accessToken?: string;
	maxTries?: number;
}

let app = 0;

afterEach(() => jest.restoreAllMocks());

/**
 * A transport of an app of its own with a stored token.
 * @param request what n8n's HTTP helper does
 */
function setUp(
	request: (options: IHttpRequestOptions, data: ICredentialDataDecryptedObject) => unknown,
	{ signal, read = () => undefined, accessToken = 't-1', maxTries = 1 }: SetUpOptions = {},
) {
	const fields = {
		appType: 'custom',
		appId: `cli_transport${++app}`,
		appSecret: 's',
		host: 'custom',
		baseUrl: 'https://feishu.example.com/gateway/',
	};
	const data = { ...fields, accessToken, issuedFor: tokenKey(readAppOrThrow(fields)) };
	const requests: Request[] = [];
	const context = {
		getExecutionCancelSignal: () => signal,
		getCredentials: async () => {
			read();
			return data;
		},
		helpers: {
			httpRequestWithAuthentication: async (...args: Request) => {
				requests.push(args);
				return request(args[1], args[2].credentialsDecrypted.data);
			},
		},
	};
	const send = createTransport(context as unknown as IExecuteFunctions, ENDPOINT, {
		timeoutMs: 1_234,
		maxTries,
	});
	return { data, requests, send: async () => await send(BODY) };
}

const reply = (body: object, statusCode = 200) => ({
	statusCode,
	headers: {},
	body: JSON.stringify(body),
});

const failWith = (error: unknown) => () => {
	throw error;
};

test('posts the body to the address of the credential, with its stored data, once', async () => {
	const { send, requests, data } = setUp(() => reply({ code: 0, data: [1] }));
	expect(await send()).toEqual([1]);
	expect(requests).toEqual([
		[
			'feishuHireApi',
			expect.objectContaining({
				method: 'POST',
				url: 'https://feishu.example.com/gateway/open-apis/test',
				headers: { 'Content-Type': 'application/json; charset=utf-8' },
				body: BODY,
				encoding: 'text',
				timeout: 1_234,
			}),
			{ credentialsDecrypted: expect.objectContaining({ data }) },
		],
	]);
});

test('follows no redirect, and lets no status throw', async () => {
	const { send, requests } = setUp(() => reply({ code: 0 }));
	await send();
	expect(requests[0]?.[1]).toMatchObject({
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});
});

test('hands the helper new options for each call, for it writes into them', async () => {
	const { send, requests } = setUp((options) => {
		options.headers = { Authorization: 'Bearer t-1' };
		return reply({ code: 0 });
	});
	await send();
	await send();
	expect(requests[1]?.[1]).not.toBe(requests[0]?.[1]);
});

test("reads a failure by the endpoint's own codes", async () => {
	const { send } = setUp(() => reply({ code: 4711 }, 400));
	expect(await send()).toMatchObject({ failure: 'value', message: 'rejected (code 4711)' });
});

test.each([
	[true, 'The App Ticket is stale'],
	[false, 'Feishu does not know this App ID'],
])(
	'ends the run with the words of a failed token exchange (transient: %s), whatever n8n throws',
	async (transient, message) => {
		const exchange = new TokenExchangeError(message, transient, 10012);
		const { send } = setUp(
			(_, data) => {
				reportExchange(data, exchange);
				throw new Error('n8n wraps it beyond recognition');
			},
			{ accessToken: '' },
		);
		expect(await send()).toMatchObject({ retry: 'never', failure: 'run', message, code: 10012 });
	},
);

test.each([
	[true, 2],
	[false, 1],
])(
	'makes a failed token exchange again where it is transient (%p): %i times',
	async (transient, times) => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const exchange = new TokenExchangeError('no token', transient);
		const { send, requests } = setUp(
			(_, data) => {
				reportExchange(data, exchange);
				throw exchange;
			},
			{ accessToken: '', maxTries: 2 },
		);
		expect(await send()).toMatchObject({ retry: 'never', failure: 'run', message: 'no token' });
		expect(requests).toHaveLength(times);
	},
);

test('retries with backoff where n8n cannot read the credential, then ends the run', async () => {
	const { send, requests } = setUp(() => reply({ code: 0 }), {
		read: failWith(new Error('Connection terminated')),
	});
	expect(await send()).toMatchObject({
		retry: 'backoff',
		failure: 'run',
		message: 'n8n could not read the Feishu Hire credential',
		description: 'Connection terminated',
	});
	expect(requests).toEqual([]);
});

test.each(['request', 'read'] as const)(
	'rejects with the reason of a cancel, whatever the %s throws',
	async (step) => {
		const cancelled = new Error('cancelled');
		const controller = new AbortController();
		const fail = () => {
			controller.abort(cancelled);
			throw new Error('aborted by the helper');
		};
		const { signal } = controller;
		const { send } =
			step === 'request' ? setUp(fail, { signal }) : setUp(() => undefined, { signal, read: fail });
		await expect(send()).rejects.toBe(cancelled);
	},
);

const never = () => new Promise(() => undefined);

test('rejects with the reason of a cancel at once, whatever the helper does', async () => {
	const cancelled = new Error('cancelled');
	const controller = new AbortController();
	const { send } = setUp(never, { signal: controller.signal });
	const reply = send();
	await new Promise(setImmediate);
	controller.abort(cancelled);
	await expect(reply).rejects.toBe(cancelled);
});

describe('the deadline', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	test('leaves no timer once there is a response', async () => {
		await setUp(() => reply({ code: 0 })).send();
		await jest.advanceTimersByTimeAsync(0);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('fails a call without a response in time, whatever the helper does', async () => {
		const { send } = setUp(never);
		const start = Date.now();
		const reply = send();
		await jest.advanceTimersByTimeAsync(1_234);
		expect(await reply).toMatchObject({
			retry: 'backoff',
			failure: 'call',
			message: 'Feishu could not be reached: no reply in time',
		});
		expect(Date.now() - start).toBe(1_234);
	});

	test('counts from the end of the token exchange', async () => {
		let endExchange = () => undefined as void;
		const { send } = setUp(
			async (_, data) => {
				endExchange = () => reportExchange(data, { accessToken: 't-2', issuedFor: 'key' });
				return await never();
			},
			{ accessToken: '' },
		);
		const replied = jest.fn();
		const reply = send().then(replied);
		await jest.advanceTimersByTimeAsync(5_000);
		endExchange();
		await jest.advanceTimersByTimeAsync(1_233);
		expect(replied).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		await reply;
		expect(replied).toHaveBeenCalledWith(expect.objectContaining({ retry: 'backoff' }));
	});
});
