/** Requests as they come and replies as they go. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** A request as it came, for tests to read. */
export interface LoggedRequest {
	path: string;
	/** When it came, by the simulator's clock. */
	at: number;
	appId?: string;
	body: unknown;
	token?: string;
	/** The reply; absent while under way and when it was cut. */
	status?: number;
	code?: number;
}

export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

export const ok = (fields: object): Reply => ({
	status: 200,
	body: { code: 0, msg: 'ok', ...fields },
});

export const refusal = (status: number, code: number, msg: string, error?: object): Reply => ({
	status,
	body: { code, msg, ...(error && { error }) },
});

/** A body as JSON; nothing when it is none. */
export function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function send(response: ServerResponse, entry: LoggedRequest, reply: Reply): void {
	record(entry, reply);
	const { status, body, headers } = reply;
	const isText = typeof body === 'string';
	response
		.writeHead(status, {
			'Content-Type': isText ? 'text/html' : 'application/json; charset=utf-8',
			'X-Tt-Logid': `2026${randomBytes(8).toString('hex').toUpperCase()}`,
			...headers,
		})
		.end(isText ? body : JSON.stringify(body));
}

/** Notes in the log what was answered. */
export function record(entry: LoggedRequest, { status, body }: Reply): void {
	entry.status = status;
	entry.code = (body as { code?: number } | undefined)?.code;
}
