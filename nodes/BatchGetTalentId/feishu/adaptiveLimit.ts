/**
 * How much of a window is left to us when others use the same app. Pure: time comes as an argument.
 *
 * At a refusal the calls that Feishu did let through within the window are the very share we have.
 * From there the share grows with the cube of the time without a refusal, as TCP's CUBIC does: hardly
 * at first, where it was right, and fast once others seem to have left.
 */

/**
 * The share never falls below a tenth: a refusal while little is asked says little of what is left,
 * and the wait that Feishu asks for holds in any case.
 */
const LEAST = 0.1;

export class Share {
	private atRefusal = Infinity;
	private refusedAt = 0;

	/**
	 * @param recovery after how many milliseconds without a refusal the share has grown by the limit
	 */
	constructor(private readonly recovery: number) {}

	/** Feishu refused a call for this window, having let `accepted` others through within it. */
	refuse(accepted: number, now: number): void {
		this.atRefusal = accepted;
		this.refusedAt = now;
	}

	/** The calls to make within the window, at most `limit`. */
	of(limit: number, now: number): number {
		const growth = limit * ((now - this.refusedAt) / this.recovery) ** 3;
		const share = Math.max(Math.ceil(limit * LEAST), Math.floor(this.atRefusal + growth));
		return Math.min(limit, share);
	}
}
