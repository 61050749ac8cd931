/** n8n's `sleep`, which ignores its signal before n8n-workflow 2.34. */
import { sleep } from 'n8n-workflow';

/**
 * Waits, and ends at once when the signal is aborted.
 * @param ms milliseconds
 * @throws the signal's reason
 */
export async function sleepUntilAborted(ms: number, signal?: AbortSignal): Promise<void> {
	signal?.throwIfAborted();
	await new Promise<void>((resolve, reject) => {
		const abort = () => reject(signal?.reason);
		signal?.addEventListener('abort', abort, { once: true });
		void sleep(ms, signal)
			.then(resolve, reject)
			.finally(() => signal?.removeEventListener('abort', abort));
	});
}
