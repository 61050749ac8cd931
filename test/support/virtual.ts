/**
 * The built node in virtual time: jest's fake timers, and a context whose HTTP helper is a server
 * some way off. What counts is when calls come to the server.
 */
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { builtNode } from './engine/engine';

/** A reply, or an error to throw as the helper would. */
export type Answerer = (body: BatchGetIdBody, call: number) => object | Error;

export const reply = (status: number, body: unknown, headers: object = {}) => ({
	statusCode: status,
	headers: { 'x-tt-logid': 'LOG', ...headers },
	body: JSON.stringify(body),
});

export const nothingFound = () => reply(200, { code: 0, data: { talent_list: [] } });

export class VirtualServer {
	/** When each call came to the server, in virtual milliseconds, with what it asked. */
	readonly arrivals: Array<{ at: number; body: BatchGetIdBody }> = [];

	constructor(
		/** Milliseconds there and back; drawn twice for each call. */
		private readonly oneWay: () => number,
		private readonly answer: Answerer = nothingFound,
	) {}

	get times(): number[] {
		return this.arrivals.map(({ at }) => at);
	}

	async call(body: BatchGetIdBody, signal?: AbortSignal): Promise<object> {
		await wait(this.oneWay(), signal);
		const answer = this.answer(body, this.arrivals.length);
		this.arrivals.push({ at: Date.now(), body });
		await wait(this.oneWay(), signal);
		if (answer instanceof Error) throw answer;
		return answer;
	}
}

const wait = async (ms: number, signal?: AbortSignal) =>
	await new Promise<void>((resolve, reject) => {
		setTimeout(resolve, ms);
		signal?.addEventListener('abort', () => reject(new Error('canceled')), { once: true });
	});

export interface ExecuteSettings {
	options?: object;
	signal?: AbortSignal;
	appId?: string;
	continueOnFail?: boolean;
	/** Prefix of the rows' numbers, so that the server can tell executions apart. */
	prefix?: string;
	/** The rows' cells, in the place of numbers that are made for them. */
	cells?: string[];
	/** Called whenever the credential is read; may throw. */
	onCredentialRead?: () => void;
	/** The node as another process would load it. */
	node?: ReturnType<typeof builtNode>;
}

/** Executes the built node on `calls` rows, one call each unless `batchSize` says otherwise. */
export async function execute(
	server: VirtualServer,
	calls: number,
	{
		options,
		signal,
		appId = 'cli_1',
		continueOnFail = false,
		prefix = '138',
		cells = Array.from({ length: calls }, (_, i) => `${prefix}${String(i).padStart(8, '0')}`),
		onCredentialRead,
		node = builtNode(),
	}: ExecuteSettings = {},
) {
	const data = { appType: 'custom', appId, appSecret: 's', host: 'feishu' };
	const issuedFor = tokenKey(readAppOrThrow(data));
	const parameters: Record<string, unknown> = {
		matchBy: 'all',
		output: 'talent',
		mobileCode: '86',
		options: { batchSize: 1, ...options },
	};
	const rows = cells.map((m) => ({ json: { m } }));
	const context = {
		getInputData: () => rows,
		getNodeParameter: (name: string, item: number, fallback: unknown, raw?: object) =>
			name === 'mobileNumber'
				? raw
					? '={{ $json.m }}'
					: rows[item]?.json.m
				: (parameters[name] ?? fallback),
		logger: { info: () => undefined },
		getCredentials: async () => {
			onCredentialRead?.();
			return { ...data, accessToken: 't-1', issuedFor };
		},
		continueOnFail: () => continueOnFail,
		getNode: () => ({ name: 'Node', type: 'node' }),
		addExecutionHints: () => undefined,
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (_: string, { body }: IHttpRequestOptions) =>
				await server.call(body as BatchGetIdBody, signal),
		},
	};
	return await node.execute.call(context as unknown as IExecuteFunctions);
}

/** Lets virtual time pass until a promise settles. */
export async function settle<T>(promise: Promise<T>, step = 500): Promise<T> {
	let done = false;
	const finish = () => {
		done = true;
	};
	promise.then(finish, finish);
	while (!done) await jest.advanceTimersByTimeAsync(step);
	return await promise;
}

/** A seeded generator of numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
