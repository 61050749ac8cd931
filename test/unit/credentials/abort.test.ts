/** Waiting that an abort or a deadline ends at once. */
import { Deadline, abortReason, raceAbort, sleepOrAbort } from '../../../credentials/abort';

const cancelled = new Error('cancelled');
const never = new Promise<never>(() => undefined);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a promise raced with an abort', () => {
	test('resolves or rejects as it would alone, with a signal and without', async () => {
		const { signal } = new AbortController();
		const failure = new Error('failure');
		for (const given of [signal, undefined]) {
			expect(await raceAbort(Promise.resolve(1), given)).toBe(1);
			await expect(raceAbort(Promise.reject(failure), given)).rejects.toBe(failure);
		}
	});

	test('rejects with the reason when the signal is aborted first, or was before', async () => {
		const controller = new AbortController();
		const raced = raceAbort(never, controller.signal);
		controller.abort(cancelled);
		await expect(raced).rejects.toBe(cancelled);
		await expect(raceAbort(Promise.resolve(1), controller.signal)).rejects.toBe(cancelled);
	});

	test.each([true, false])(
		'handles what the promise rejects with behind the abort, which would end the process (aborted before: %s)',
		async (isAborted) => {
			const controller = new AbortController();
			const promise = new Promise<never>((_, reject) => {
				controller.signal.addEventListener('abort', reject);
			});
			const handled = jest.spyOn(promise, 'then');
			if (isAborted) controller.abort(cancelled);
			const raced = raceAbort(promise, controller.signal);
			controller.abort(cancelled);
			await expect(raced).rejects.toBe(cancelled);
			expect(handled).toHaveBeenCalledWith(expect.any(Function), expect.any(Function));
		},
	);

	test('removes its listener from the signal', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await raceAbort(Promise.resolve(1), signal);
		await jest.runAllTimersAsync();
		expect(added).toHaveBeenCalledTimes(1);
		expect(removed.mock.calls).toEqual([added.mock.calls[0]?.slice(0, 2)]);
	});
});

test('sleeps for the time given', async () => {
	const start = Date.now();
	const sleeping = sleepOrAbort(300, new AbortController().signal);
	await jest.runAllTimersAsync();
	await sleeping;
	expect(Date.now() - start).toBe(300);
});

test('stops sleeping at the abort', async () => {
	const controller = new AbortController();
	const sleeping = sleepOrAbort(300, controller.signal);
	controller.abort(cancelled);
	await expect(sleeping).rejects.toBe(cancelled);
});

test('makes an error of a reason that is none', () => {
	expect(abortReason(AbortSignal.abort(cancelled))).toBe(cancelled);
	for (const given of [AbortSignal.abort('text'), undefined]) {
		expect(abortReason(given)).toEqual(new Error('The execution was cancelled.'));
	}
});

describe('a deadline', () => {
	test('aborts its signal when the time is over, as the network would', async () => {
		const deadline = new Deadline(300);
		await jest.advanceTimersByTimeAsync(1_000);
		deadline.start();
		await jest.advanceTimersByTimeAsync(299);
		expect(deadline.signal.aborted).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(deadline.signal.reason).toMatchObject({
			message: 'No reply in time',
			code: 'ETIMEDOUT',
		});
	});

	test('aborts nothing once it is cleared, and leaves no timer', async () => {
		const deadline = new Deadline(300);
		deadline.start();
		deadline.clear();
		await jest.advanceTimersByTimeAsync(0);
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(deadline.signal.aborted).toBe(false);
	});
});
