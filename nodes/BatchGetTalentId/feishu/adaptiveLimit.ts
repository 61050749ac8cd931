/**
 * How much of a window is left to us when others use the same app. Pure: time comes as an argument.
 *
 * When Feishu rejects a call, the calls that it accepted within the window are what was left to us.
 * From there the limit grows with the cube of the time without a rejection, as that of TCP's CUBIC
 * (RFC 9438): hardly at first, where it was right, and fast once others seem to have stopped.
 */

/**
 * The limit never falls below a tenth: a rejection while few calls are made says little of what is
 * left, and the wait that Feishu asks for holds in any case.
 */
const MIN_SHARE = 0.1;

/** A limit that grows like the congestion window of TCP's CUBIC. */
export class AdaptiveLimit {
	private atRejection = Infinity;
	private rejectedAt = 0;

	/**
	 * @param recoveryMs after how many milliseconds without a rejection the limit has grown back in full
	 */
	constructor(private readonly recoveryMs: number) {}

	/** Feishu rejected a call because this window was full, having accepted `accepted` others of ours within it. */
	onRateLimited(accepted: number, now: number): void {
		this.atRejection = accepted;
		this.rejectedAt = now;
	}

	/** The calls to make within the window, at most `limit`. */
	limitAt(limit: number, now: number): number {
		const growth = limit * ((now - this.rejectedAt) / this.recoveryMs) ** 3;
		const share = Math.max(Math.ceil(limit * MIN_SHARE), Math.floor(this.atRejection + growth));
		return Math.min(limit, share);
	}
}
