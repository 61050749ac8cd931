/** Requests as they come, replies as they go, and the faults that a test can order instead. */

/** A request as it came, for tests to read. */
export interface LoggedRequest {
	path: string;
	/** When it came, by the caller's clock. */
	at: number;
	appId?: string;
	/** As JSON; null when it was none. */
	body: unknown;
	/** The bearer. */
	token?: string;
	/** The reply; absent while under way and when it never arrived whole. */
	status?: number;
	code?: number;
}

/** A body that is text goes out as it is, any other as JSON. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

export const ok = (fields: object): Reply => ({
	status: 200,
	body: { code: 0, msg: 'ok', ...fields },
});

export const rejection = (status: number, code: number, msg: string, error?: object): Reply => ({
	status,
	body: { code, msg, ...(error && { error }) },
});

/** The body as it goes over the wire. */
export const textOf = ({ body }: Reply): string =>
	typeof body === 'string' ? body : JSON.stringify(body);

export function record(entry: LoggedRequest, { status, body }: Reply): void {
	entry.status = status;
	entry.code = (body as { code?: number } | undefined)?.code;
}

/** What a test makes of a request instead of its honest reply. */
export type Fault =
	| { kind: 'reset' | 'silence' | 'truncate' }
	| ({ kind: 'reply' } & Reply)
	/** Milliseconds between pieces of the honest reply. */
	| { kind: 'trickle'; pause: number };

/** A reply that stands in for the honest one. */
export const reply = (status: number, body: unknown, headers?: Reply['headers']): Fault => ({
	kind: 'reply',
	status,
	body,
	headers,
});

/** So many pieces a trickling reply comes in. */
export const TRICKLE_PIECES = 8;

const TOO_FREQUENT = { code: 99991400, msg: 'too frequent' };

export const LIMITED = reply(429, TOO_FREQUENT, { 'x-ogw-ratelimit-reset': '0.05' });

/** Faults that count as an attempt, each with what a row that it makes fail is told. */
export const FAULT_REASONS = new Map<Fault, string>([
	[{ kind: 'reset' }, 'Feishu could not be reached: connection closed'],
	[{ kind: 'silence' }, 'Feishu could not be reached: no reply in time'],
	[
		reply(502, '<html><body>Bad Gateway</body></html>'),
		'A proxy, firewall or login page answered in the place of Feishu (HTTP 502)',
	],
	[
		reply(200, { code: 1002001, msg: 'system error' }),
		'Feishu had an internal error (code 1002001)',
	],
	[{ kind: 'truncate' }, 'The reply of Feishu was cut short or unreadable'],
]);

export const FAULTS: Fault[] = [
	...FAULT_REASONS.keys(),
	LIMITED,
	reply(400, TOO_FREQUENT),
	{ kind: 'trickle', pause: 5 },
];
