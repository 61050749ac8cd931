/** A call of the open platform that brought no data, in our own words. */

/**
 * Whether another attempt may succeed, and what it takes:
 * - `rateLimit`: wait as long as Feishu asks, as often as needed
 * - `token`: exchange the token
 * - `backoff`: wait, up to the attempts allowed
 * - `never`: the answer would be the same
 */
export type RetryPolicy = 'rateLimit' | 'token' | 'backoff' | 'never';

/**
 * What has failed once no attempt is left: one value of the call may be at fault, this call cannot
 * succeed, or no call of the run can.
 */
export type FailureExtent = 'value' | 'call' | 'run';

/** What went wrong with a value or a call, in our words; safe to show. */
export interface Failure {
	/** Without any value of the item: n8n writes the messages of errors to its log. */
	message: string;
	description?: string;
	/** Feishu's code. */
	code?: number;
	/** Feishu's log ID, for its support. */
	logId?: string;
	/** The HTTP status. */
	status?: number;
}

/** What is known of a failed call: the failure, how it is retried, and how long Feishu asks to wait. */
export interface FailedCall extends Failure {
	retry: RetryPolicy;
	failure: FailureExtent;
	/** In milliseconds. */
	retryAfterMs?: number;
}

/** A call that brought no data. It never carries the request. */
export class FeishuError extends Error implements FailedCall {
	override readonly name = 'FeishuError';
	readonly retry: RetryPolicy;
	readonly failure: FailureExtent;
	readonly description?: string;
	readonly code?: number;
	readonly logId?: string;
	readonly status?: number;
	readonly retryAfterMs?: number;

	constructor(call: FailedCall) {
		super(call.message);
		this.retry = call.retry;
		this.failure = call.failure;
		this.description = call.description;
		this.code = call.code;
		this.logId = call.logId;
		this.status = call.status;
		this.retryAfterMs = call.retryAfterMs;
	}

	/** The same failure where no attempt is left, in other words where these say more. */
	asFinal(message = this.message): FeishuError {
		return new FeishuError({ ...this, message, retry: 'never' });
	}
}

/** What a call came to: its data, or why there is none. */
export type Reply<T> = T | FeishuError;
