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
