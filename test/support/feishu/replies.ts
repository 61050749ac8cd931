/** Requests as they come and replies as they go. */

/** A request as it came, for tests to read. */
export interface LoggedRequest {
	path: string;
	/** When it came, by the caller's clock. */
	at: number;
	appId?: string;
	/** As JSON; nothing when it was none. */
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
