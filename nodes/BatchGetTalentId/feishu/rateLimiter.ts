/**
 * The two windows of Feishu's rate limit, kept as the server sees them (invariant 4).
 *
 * A slot of the second is held until 1 s after the reply, a slot of the minute until 60 s after it:
 * a call takes both when it starts, so no sliding window at the server ever sees more, whatever the
 * delays on the way. Bottleneck's own refreshing reservoirs let up to twice the limit through
 * (measured), so its reservoir is only counted down here, and given back call by call.
 */
import Bottleneck from 'bottleneck/light';
import { sleep } from 'n8n-workflow';

import { Share } from './adaptiveLimit';

/** Calls allowed in any second and in any minute. */
export interface Rate {
	requestsPerSecond: number;
	requestsPerMinute: number;
}

/** Feishu refused a call for its rate. */
export interface Refusal {
	/** How many milliseconds no call may start. */
	wait: number;
	/** Whether Feishu named the wait, which then tells the window it is for. */
	named: boolean;
}

/** Margins for timers that fire early and clocks that tick coarsely. */
const SECOND = 1_005;
const MINUTE = 60_050;

/** A call that was cancelled may still be on its way, and come to the server this much later. */
const CANCELLED_ON_ITS_WAY = 1_000;

/** When others have left, the full rate is back after this long. */
const SECOND_RECOVERY = 20_000;
const MINUTE_RECOVERY = 180_000;

/** Calls that hold a slot of a window: under way, or answered within it. */
class Occupancy {
	calls = 0;
	/** Those of them that Feishu refused. */
	refused = 0;

	get accepted(): number {
		return this.calls - this.refused;
	}

	release(refused: boolean): void {
		this.calls--;
		if (refused) this.refused--;
	}
}

/** Paces all calls of one base URL, app and tenant in this process, whichever execution makes them. */
export class RateLimiter {
	private readonly queue: Bottleneck;
	/** The rates of the executions under way; the lowest of each window holds. */
	private readonly rates = new Set<Rate>();
	private lowest: Rate;
	/** What the queue is set to: the lowest rates, or less while others use the app. */
	private current: Rate;
	private readonly second = new Occupancy();
	private readonly minute = new Occupancy();
	private readonly shareOfSecond = new Share(SECOND_RECOVERY);
	private readonly shareOfMinute = new Share(MINUTE_RECOVERY);
	/** When the minute slots of finished calls come free, soonest first. */
	private readonly returns: Array<{ time: number; refused: boolean }> = [];
	private waiting = 0;
	private waker?: AbortController;
	private resumeAt = 0;
	private refusedSince?: number;

	constructor(rate: Rate) {
		this.lowest = rate;
		this.current = { ...rate };
		this.queue = new Bottleneck({
			maxConcurrent: rate.requestsPerSecond,
			reservoir: rate.requestsPerMinute,
		});
	}

	/** Adds an execution; the limits fall to its rate. */
	join(rate: Rate): void {
		if (this.rates.size === 0) this.refusedSince = undefined;
		this.rates.add(rate);
		this.applyRates();
	}

	/** Ends an execution; the limits rise to the lowest rate left. Calls made stay counted. */
	leave(rate: Rate): void {
		this.rates.delete(rate);
		if (this.rates.size > 0) this.applyRates();
	}

	/** Nobody uses it, and no call counts any longer. */
	get idle(): boolean {
		this.returnSlots();
		return this.rates.size === 0 && this.minute.calls === 0;
	}

	/** For how many milliseconds Feishu has been refusing calls without one success. */
	get refusedFor(): number {
		return this.refusedSince === undefined ? 0 : Date.now() - this.refusedSince;
	}

	/**
	 * Makes a call as soon as both windows allow it and no pause holds.
	 * @param refusalOf tells whether a result is a refusal; its wait then holds for all calls
	 * @param signal ends the waiting at once; the call is then never made
	 * @returns what the call returns
	 */
	async schedule<T>(
		call: () => Promise<T>,
		refusalOf: (result: T) => Refusal | undefined,
		signal?: AbortSignal,
	): Promise<T> {
		signal?.throwIfAborted();
		this.returnSlots();
		return await new Promise<T>((resolve, reject) => {
			const cancel = () => reject(abortReason(signal));
			signal?.addEventListener('abort', cancel, { once: true });
			this.waiting++;
			this.wakeWhenFull();
			void this.queue.schedule(async () => {
				this.waiting--;
				this.second.calls++;
				this.minute.calls++;
				if (this.waiting === 0) this.waker?.abort();
				else this.wakeWhenFull();
				try {
					await this.pauseOver(signal);
				} catch {
					this.second.release(false);
					this.minute.release(false);
					void this.queue.incrementReservoir(1);
					return;
				}
				signal?.removeEventListener('abort', cancel);
				let refused = false;
				let slack = 0;
				await call().then(
					(result) => {
						refused = this.learn(refusalOf(result));
						resolve(result);
					},
					(error: unknown) => {
						slack = CANCELLED_ON_ITS_WAY;
						reject(error);
					},
				);
				this.returns.push({ time: Date.now() + MINUTE + slack, refused });
				this.wakeWhenFull();
				await sleep(SECOND + slack);
				this.second.release(refused);
				this.adapt();
			});
		});
	}

	/** Learns from a reply what is left of the rate; says whether the call was refused. */
	private learn(refusal: Refusal | undefined): boolean {
		const now = Date.now();
		if (!refusal) {
			this.refusedSince = undefined;
			return false;
		}
		const { wait, named } = refusal;
		this.resumeAt = Math.max(this.resumeAt, now + wait);
		this.refusedSince ??= now;
		this.second.refused++;
		this.minute.refused++;
		// A named wait of more than a second can only be for the minute.
		if (named && wait > SECOND) this.shareOfMinute.refuse(this.minute.accepted, now);
		else this.shareOfSecond.refuse(this.second.accepted, now);
		this.adapt();
		return true;
	}

	private async pauseOver(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		for (let wait = this.untilResumed(); wait > 0; wait = this.untilResumed()) {
			await sleep(wait, signal);
		}
		signal?.throwIfAborted();
	}

	private untilResumed(): number {
		return this.resumeAt - Date.now();
	}

	private applyRates(): void {
		const rates = [...this.rates];
		this.lowest = {
			requestsPerSecond: Math.min(...rates.map(({ requestsPerSecond }) => requestsPerSecond)),
			requestsPerMinute: Math.min(...rates.map(({ requestsPerMinute }) => requestsPerMinute)),
		};
		this.adapt();
	}

	/** Sets the queue to our share of the rate. */
	private adapt(): void {
		const now = Date.now();
		const perSecond = this.shareOfSecond.of(this.lowest.requestsPerSecond, now);
		const perMinute = this.shareOfMinute.of(this.lowest.requestsPerMinute, now);
		if (perSecond !== this.current.requestsPerSecond) {
			void this.queue.updateSettings({ maxConcurrent: perSecond });
		}
		if (perMinute !== this.current.requestsPerMinute) {
			void this.queue.incrementReservoir(perMinute - this.current.requestsPerMinute);
		}
		this.current = { requestsPerSecond: perSecond, requestsPerMinute: perMinute };
	}

	/** Gives back the minute slots whose time has come. */
	private returnSlots(): void {
		const now = Date.now();
		const next = this.returns.findIndex(({ time }) => time > now);
		const due = this.returns.splice(0, next === -1 ? this.returns.length : next);
		if (due.length === 0) return;
		for (const { refused } of due) this.minute.release(refused);
		void this.queue.incrementReservoir(due.length);
	}

	/**
	 * While calls wait for the minute, one timer gives its slots back. An idle limiter has none
	 * pending: slots that nobody waits for are given back when next somebody comes.
	 */
	private wakeWhenFull(): void {
		const [soonest] = this.returns;
		const full = this.minute.calls >= this.current.requestsPerMinute;
		if (this.waker || this.waiting === 0 || !full || soonest === undefined) return;
		const waker = (this.waker = new AbortController());
		const wake = () => {
			this.waker = undefined;
			this.returnSlots();
			this.adapt();
			this.wakeWhenFull();
		};
		void sleep(Math.max(0, soonest.time - Date.now()), waker.signal).then(wake, wake);
	}
}

/** The reason of an aborted signal as an error. */
const abortReason = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was cancelled.');
