/** Sliding windows over the times of calls. */

export interface Window {
	/** Milliseconds. */
	length: number;
	limit: number;
}

export const FEISHU_WINDOWS: [second: Window, minute: Window] = [
	{ length: 1_000, limit: 50 },
	{ length: 60_000, limit: 1_000 },
];

/** Admits calls as long as no sliding window holds more than its limit. */
export class SlidingWindows {
	private readonly admitted: number[] = [];

	constructor(private readonly windows: Window[] = FEISHU_WINDOWS) {}

	/**
	 * Asks for a call now.
	 * @returns 0 when admitted, else the milliseconds until the next call would be
	 */
	admit(now: number): number {
		const waits = this.windows.map(({ length, limit }) => {
			const oldest = this.admitted[this.admitted.length - limit];
			return oldest === undefined ? 0 : Math.max(0, oldest + length - now);
		});
		const wait = Math.max(0, ...waits);
		if (wait === 0) this.admitted.push(now);
		return wait;
	}
}

/** The most calls in any half-open window of a length, given their times. */
export function peak(times: number[], length: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	let most = 0;
	let first = 0;
	for (const [last, at] of sorted.entries()) {
		while (at - (sorted[first] ?? at) >= length) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}

/**
 * S(N), the least time in which a client can make calls of which the server never sees too many,
 * whatever the delays on the way: call k starts once call k−50 was answered 1 s ago and call k−1000
 * 60 s ago. With a round trip of 0 it is the optimum of the two windows themselves:
 * `60*floor(k/1000) + floor((k mod 1000)/50)` s for the last call k.
 * @param calls all due at 0, all taking the same time
 * @param roundTrip milliseconds from the start of a call to its answer
 * @returns milliseconds until the last answer
 */
export function strictOptimum(
	calls: number,
	roundTrip: number,
	windows: Window[] = FEISHU_WINDOWS,
): number {
	const answered: number[] = [];
	for (let call = 0; call < calls; call++) {
		const free = windows.map(({ length, limit }) => (answered[call - limit] ?? -length) + length);
		answered.push(Math.max(0, ...free) + roundTrip);
	}
	return answered.at(-1) ?? 0;
}
