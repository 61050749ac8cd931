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

import { sleepUntilAborted } from './sleepUntilAborted';

import { AdaptiveLimit } from './adaptiveLimit';

/** Calls allowed in any second and in any minute. */
export interface Rate {
	requestsPerSecond: number;
	requestsPerMinute: number;
}

/** What a call reports that Feishu rejected for its rate (HTTP 429). */
export interface RateLimit {
	/** How many milliseconds no call may start. */
	waitMs: number;
	/** Whether Feishu said how long to wait, which then tells the window that is full. */
	explicit: boolean;
}

/** Margins for timers that fire early and clocks that tick coarsely. */
const SECOND_WINDOW_MS = 1_005;
const MINUTE_WINDOW_MS = 60_050;

/** A call that was cancelled may still be on its way, and come to the server this much later. */
const CANCELLED_IN_FLIGHT_MS = 1_000;

/** When others have left, the full rate is back after this long. */
const SECOND_RECOVERY_MS = 20_000;
const MINUTE_RECOVERY_MS = 180_000;

/** Calls that hold a slot of a window: under way, or answered within it. */
class Occupancy {
	calls = 0;
	/** Those of them that Feishu rejected for their rate. */
	rejected = 0;

	get accepted(): number {
		return this.calls - this.rejected;
	}

	remove(rejected: boolean): void {
		this.calls--;
		if (rejected) this.rejected--;
	}
}

/** Paces all calls of one base URL, app and tenant in this process, whichever execution makes them. */
export class RateLimiter {
	private readonly queue: Bottleneck;
	/** The rates of the executions under way; the lowest of each window holds. */
	private readonly rates = new Set<Rate>();
	private configuredRate: Rate;
	/** What the queue is set to: the lowest rates, or less while others use the app. */
	private effectiveRate: Rate;
	private readonly second = new Occupancy();
	private readonly minute = new Occupancy();
	private readonly secondLimit = new AdaptiveLimit(SECOND_RECOVERY_MS);
	private readonly minuteLimit = new AdaptiveLimit(MINUTE_RECOVERY_MS);
	/** When the minute slots of finished calls come free, soonest first. */
	private readonly expiries: Array<{ time: number; rejected: boolean }> = [];
	private waiting = 0;
	private timer?: AbortController;
	private resumeAt = 0;
	private rejectedSince?: number;

	constructor(rate: Rate) {
		this.configuredRate = rate;
		this.effectiveRate = { ...rate };
		this.queue = new Bottleneck({
			maxConcurrent: rate.requestsPerSecond,
			reservoir: rate.requestsPerMinute,
		});
	}

	/** Adds an execution; the limits fall to its rate. */
	acquire(rate: Rate): void {
		if (this.rates.size === 0) this.rejectedSince = undefined;
		this.rates.add(rate);
		this.applyRates();
	}

	/** Ends an execution; the limits rise to the lowest rate left. Calls made stay counted. */
	release(rate: Rate): void {
		this.rates.delete(rate);
		if (this.rates.size > 0) this.applyRates();
	}

	/** Nobody uses it, and no call counts any longer. */
	get idle(): boolean {
		this.releaseExpired();
		return this.rates.size === 0 && this.minute.calls === 0;
	}

	/** For how long Feishu has rejected every call for its rate, in milliseconds. */
	get rejectedForMs(): number {
		return this.rejectedSince === undefined ? 0 : Date.now() - this.rejectedSince;
	}

	/**
	 * Makes a call as soon as both windows allow it and no pause holds.
	 * @param rateLimitOf what a result says of the rate limit, if Feishu rejected the call for it; its wait then holds for all calls
	 * @param signal ends the waiting at once; the call is then never made
	 * @returns what the call returns
	 */
	async schedule<T>(
		call: () => Promise<T>,
		rateLimitOf: (result: T) => RateLimit | undefined,
		signal?: AbortSignal,
	): Promise<T> {
		signal?.throwIfAborted();
		this.releaseExpired();
		return await new Promise<T>((resolve, reject) => {
			const cancel = () => reject(abortReason(signal));
			signal?.addEventListener('abort', cancel, { once: true });
			this.waiting++;
			this.scheduleRelease();
			void this.queue.schedule(async () => {
				this.waiting--;
				this.second.calls++;
				this.minute.calls++;
				if (this.waiting === 0) this.timer?.abort();
				else this.scheduleRelease();
				try {
					await this.waitOutPause(signal);
				} catch {
					this.second.remove(false);
					this.minute.remove(false);
					void this.queue.incrementReservoir(1);
					return;
				}
				signal?.removeEventListener('abort', cancel);
				let rejected = false;
				let slackMs = 0;
				await call().then(
					(result) => {
						rejected = this.observeResponse(rateLimitOf(result));
						resolve(result);
					},
					(error: unknown) => {
						slackMs = CANCELLED_IN_FLIGHT_MS;
						reject(error);
					},
				);
				this.expiries.push({ time: Date.now() + MINUTE_WINDOW_MS + slackMs, rejected });
				this.scheduleRelease();
				await sleep(SECOND_WINDOW_MS + slackMs);
				this.second.remove(rejected);
				this.adapt();
			});
		});
	}

	/** Adapts the limits to a reply; returns whether Feishu rejected the call for its rate. */
	private observeResponse(rateLimit: RateLimit | undefined): boolean {
		const now = Date.now();
		if (!rateLimit) {
			this.rejectedSince = undefined;
			return false;
		}
		const { waitMs, explicit } = rateLimit;
		this.resumeAt = Math.max(this.resumeAt, now + waitMs);
		this.rejectedSince ??= now;
		this.second.rejected++;
		this.minute.rejected++;
		// An explicit wait of more than a second can only be for the minute.
		if (explicit && waitMs > SECOND_WINDOW_MS)
			this.minuteLimit.onRateLimited(this.minute.accepted, now);
		else this.secondLimit.onRateLimited(this.second.accepted, now);
		this.adapt();
		return true;
	}

	private async waitOutPause(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		for (let wait = this.untilResumed(); wait > 0; wait = this.untilResumed()) {
			await sleepUntilAborted(wait, signal);
		}
		signal?.throwIfAborted();
	}

	private untilResumed(): number {
		return this.resumeAt - Date.now();
	}

	private applyRates(): void {
		const rates = [...this.rates];
		this.configuredRate = {
			requestsPerSecond: Math.min(...rates.map(({ requestsPerSecond }) => requestsPerSecond)),
			requestsPerMinute: Math.min(...rates.map(({ requestsPerMinute }) => requestsPerMinute)),
		};
		this.adapt();
	}

	/** Sets the queue to our share of the rate. */
	private adapt(): void {
		const now = Date.now();
		const perSecond = this.secondLimit.limitAt(this.configuredRate.requestsPerSecond, now);
		const perMinute = this.minuteLimit.limitAt(this.configuredRate.requestsPerMinute, now);
		if (perSecond !== this.effectiveRate.requestsPerSecond) {
			void this.queue.updateSettings({ maxConcurrent: perSecond });
		}
		if (perMinute !== this.effectiveRate.requestsPerMinute) {
			void this.queue.incrementReservoir(perMinute - this.effectiveRate.requestsPerMinute);
		}
		this.effectiveRate = { requestsPerSecond: perSecond, requestsPerMinute: perMinute };
	}

	/** Gives back the minute slots whose time has come. */
	private releaseExpired(): void {
		const now = Date.now();
		const next = this.expiries.findIndex(({ time }) => time > now);
		const due = this.expiries.splice(0, next === -1 ? this.expiries.length : next);
		if (due.length === 0) return;
		for (const { rejected } of due) this.minute.remove(rejected);
		void this.queue.incrementReservoir(due.length);
	}

	/**
	 * While calls wait for the minute, one timer gives its slots back. An idle limiter has none
	 * pending: slots that nobody waits for are given back when next somebody comes.
	 */
	private scheduleRelease(): void {
		const [soonest] = this.expiries;
		const full = this.minute.calls >= this.effectiveRate.requestsPerMinute;
		if (this.timer || this.waiting === 0 || !full || soonest === undefined) return;
		const timer = (this.timer = new AbortController());
		const wake = () => {
			this.timer = undefined;
			this.releaseExpired();
			this.adapt();
			this.scheduleRelease();
		};
		void sleep(Math.max(0, soonest.time - Date.now()), timer.signal).then(wake, wake);
	}
}

/** The reason of an aborted signal, as an error. */
const abortReason = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was cancelled.');
