/**
 * How many calls a second to make when other programs, which we know nothing of, use the same app too.
 * Pure: time comes as an argument.
 *
 * A call that Feishu rejects takes one slot away. Time gives them back, in proportion to what is missing
 * and with the cube of the time since the last rejection, as in TCP's CUBIC (RFC 9438): hardly at first,
 * for the limit was right a moment ago, and fast in the end, when others seem to have stopped.
 *
 * Why limiters that follow this rule end at equal limits: at the limit, each call is as likely to be
 * rejected as any other, so a limiter at L slots loses them at λL, with the same λ for all. It gains
 * them at γ(M − L), M being the full limit. It rests where both are equal, at L = M·γ/(γ+λ), which is the
 * same for all; and the difference D of two limiters changes by −(γ+λ)·D, so it shrinks, and no other
 * division lasts. Where γ differs it helps: the smaller limiter is rejected less often, so that it grows
 * for longer. Only the second is divided so. Nobody keeps a part of the minute: all call at their limits
 * until it is full, wait until Feishu's reset, and start again together, so it is divided as the seconds.
 * Measured: `test/unit/nodes/BatchGetTalentId/feishu/adaptiveLimit.test.ts`.
 */

/** The full limit holds again after so long without a rejection. */
const RECOVERY_MS = 20_000;

/** A burst of rejections says little of what is left, so the limit never falls below a tenth. */
const MIN_SHARE = 0.1;

/** A limit per second that falls with each rejected call and recovers as in TCP's CUBIC. */
export class AdaptiveLimit {
	private atRejection = Infinity;
	private growsFrom = 0;

	/**
	 * Feishu rejected a call because the second was full, or did not say which window was.
	 * @param max the limit while Feishu rejects nothing
	 * @param now a monotonic time in milliseconds
	 */
	onRateLimited(max: number, now: number): void {
		this.atRejection = this.limitAt(max, now) - 1;
		this.growsFrom = now;
	}

	/** No call starts for so long; so nothing shows that there is room for more, and the limit does not grow. */
	onPause(pauseMs: number): void {
		this.growsFrom += pauseMs;
	}

	/** The calls to make within a second, from a tenth of `max` to `max`. */
	limitAt(max: number, now: number): number {
		if (this.atRejection >= max) return max;
		const recovered = Math.min(1, Math.max(0, now - this.growsFrom) / RECOVERY_MS);
		const limit = this.atRejection + (max - this.atRejection) * recovered ** 3;
		return Math.max(Math.ceil(max * MIN_SHARE), Math.floor(limit));
	}
}
