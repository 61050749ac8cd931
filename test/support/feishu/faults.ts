/** The faults that a test can order. */

/** What a test makes of a request instead of its honest reply. */
export interface Fault {
	kind: 'reset' | 'silence' | 'reply' | 'truncate' | 'trickle';
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** For `trickle`: milliseconds between pieces of the honest reply. */
	pause?: number;
}

/** A reply that stands in for the honest one. */
export const reply = (status: number, body: unknown, headers?: Record<string, string>): Fault => ({
	kind: 'reply',
	status,
	body,
	headers,
});

/** So many pieces a trickling reply comes in. */
export const TRICKLE_PIECES = 8;
