/** Waiting that an abort or a deadline ends at once. */
import { sleep } from 'n8n-workflow';

/** The reason of an aborted signal as an error. */
export const abortReason = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was cancelled.');

/**
 * Waits for a promise, or until a signal is aborted; what the promise comes to behind that is ignored.
 * @throws the signal's reason when it is aborted first
 */
export async function raceAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	return await new Promise((resolve, reject) => {
		const abort = () => reject(abortReason(signal));
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
		void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/**
 * Waits some milliseconds, or until a signal is aborted. n8n's `sleep` knows of signals from
 * n8n-workflow 2.34 on only; before, its timer runs out behind the abort.
 * @throws the signal's reason when it is aborted first
 */
export async function sleepOrAbort(ms: number, signal?: AbortSignal): Promise<void> {
	signal?.throwIfAborted();
	await raceAbort(sleep(ms, signal), signal);
}

/** Named as the network names it. */
const timedOut = () => Object.assign(new Error('No reply in time'), { code: 'ETIMEDOUT' });

/** A time by which something must have ended, counted from `start`. */
export class Deadline {
	private readonly expiry = new AbortController();
	private readonly timer = new AbortController();

	constructor(private readonly ms: number) {}

	/** Aborted when the time is over. */
	get signal(): AbortSignal {
		return this.expiry.signal;
	}

	start(): void {
		const expire = () => {
			if (!this.timer.signal.aborted) this.expiry.abort(timedOut());
		};
		void sleep(this.ms, this.timer.signal).then(expire, () => undefined);
	}

	/** It ended in time: nothing is aborted any more. */
	clear(): void {
		this.timer.abort();
	}
}
