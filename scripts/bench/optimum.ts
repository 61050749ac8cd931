/** How fast calls can be at best: what a measured run is held to. */
import { FEISHU_WINDOWS } from '../../test/support/feishu/windows';
import type { Window } from '../../test/support/feishu/windows';

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
