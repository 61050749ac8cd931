/** Waiting that an abort ends at once. */
import { sleep } from 'n8n-workflow';

/** The reason of an aborted signal as an error. */
export const abortReason = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was cancelled.');

/**
 * Waits for a promise, or until a signal is aborted; what the promise rejects with then is handled.
 * @throws the signal's reason when it is aborted first
 */
export async function raceAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	return await new Promise((resolve, reject) => {
		const abort = () => reject(abortReason(signal));
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/**
 * Waits some milliseconds, or until a signal is aborted. n8n's `sleep` knows of signals from
 * n8n-workflow 2.34 on only; before, its timer runs out behind the abort.
 * @throws the signal's reason when it is aborted first
 */
export const sleepOrAbort = async (ms: number, signal: AbortSignal): Promise<void> =>
	await raceAbort(sleep(ms, signal), signal);
