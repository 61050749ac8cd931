/** Time in tests: jest's fake timers, which stand in for both clocks too, and short backoffs. */

/** Lets time pass, in steps of so many milliseconds, until a promise is resolved or rejected. */
export async function passTime<T>(promise: Promise<T>, step = 500): Promise<T> {
	let done = false;
	void Promise.allSettled([promise]).then(() => (done = true));
	while (!done) await jest.advanceTimersByTimeAsync(step);
	return await promise;
}

/** Lets time pass until no timer is left, from one timer to the next, and takes the promise's outcome. */
export async function runAllTimers<T>(promise: Promise<T>): Promise<T> {
	const outcome = Promise.allSettled([promise]);
	await jest.runAllTimersAsync();
	await outcome;
	return await promise;
}

/** In real time: backoffs of next to no length, for chance draws them between nothing and a bound. */
export function shortenBackoffs(): void {
	const { random } = Math;
	jest.spyOn(Math, 'random').mockImplementation(() => random() / 1_000);
}
