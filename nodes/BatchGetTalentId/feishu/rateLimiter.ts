/**
 * The two windows of Feishu's rate limit, kept as the server sees them (invariant 4).
 *
 * A slot of the second is held until 1 s after the reply, a slot of the minute until 60 s after it:
 * a call takes both when it starts, so no sliding window at the server ever sees more, whatever the
 * delays on the way. One exception: calls given up at a deadline free their slots as if they had come to
 * the server within IN_FLIGHT_MS. A server that stalls for longer may get them later, together.
 *
 * Bottleneck queues and counts. Its own refreshing reservoirs let up to twice the limit through
 * (measured), so its reservoir is only counted down here, and given back call by call. All times are
 * monotonic, so that the machine's clock may be set; the build sees to it for Bottleneck too.
 */
import Bottleneck from 'bottleneck/light';
import { sleep } from 'n8n-workflow';

import { abortReason, sleepOrAbort } from '../../../credentials/abort';
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

/** A call that was cancelled or brought no response in time may come to the server this much later. */
const IN_FLIGHT_MS = 1_000;

/** For so long after a rejection, calls start evenly spread over the second instead of in bursts. */
const PACING_MS = MINUTE_WINDOW_MS;

/** Paces all calls of one base URL, app and tenant in this process, whichever execution makes them. */
export class RateLimiter {
	private readonly queue: Bottleneck;
	/** The rates of the executions under way; the lowest of each window holds. */
	private readonly rates = new Set<Rate>();
	private configuredRate: Rate;
	/** What the queue is set to: the configured rate, or less a second while others use the app. */
	private effectiveRate: Rate;
	private readonly adaptiveLimit = new AdaptiveLimit();
	/** Calls that hold a slot of the minute. */
	private minuteCalls = 0;
	/** When the minute slots of finished calls come free, soonest first. */
	private readonly expiries: number[] = [];
	/** Calls in the queue. */
	private waiting = 0;
	private timer?: AbortController;
	/** No call starts before, for a pause or for pacing. */
	private nextStart = 0;
	private pacedUntil = 0;
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
		return this.rates.size === 0 && this.minuteCalls === 0;
	}

	/** For how long Feishu has rejected every call for its rate, in milliseconds. */
	get rejectedForMs(): number {
		return this.rejectedSince === undefined ? 0 : performance.now() - this.rejectedSince;
	}

	/**
	 * Makes a call as soon as both windows allow it and no pause holds.
	 * @param outcomeOf what a result says of the rate limit, if Feishu rejected the call for it: its wait then
	 * holds for all calls; or that no response came, so that the call may come to the server late
	 * @param signal ends the waiting at once; the call is then never made
	 * @returns what the call returns
	 */
	async schedule<T>(
		call: () => Promise<T>,
		outcomeOf: (result: T) => RateLimit | 'noResponse' | undefined,
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
				this.minuteCalls++;
				if (this.waiting === 0) this.timer?.abort();
				else this.scheduleRelease();
				try {
					await this.waitOutPause(signal);
				} catch {
					this.minuteCalls--;
					void this.queue.incrementReservoir(1);
					return;
				}
				signal?.removeEventListener('abort', cancel);
				let slackMs = 0;
				await call().then(
					(result) => {
						const outcome = outcomeOf(result);
						if (outcome === 'noResponse') slackMs = IN_FLIGHT_MS;
						this.observeResponse(outcome === 'noResponse' ? undefined : outcome);
						resolve(result);
					},
					(error: unknown) => {
						slackMs = IN_FLIGHT_MS;
						reject(error);
					},
				);
				this.expiries.push(performance.now() + MINUTE_WINDOW_MS + slackMs);
				this.scheduleRelease();
				await sleep(SECOND_WINDOW_MS + slackMs);
				this.adapt();
			});
		});
	}

	/** Pauses, and adapts the limit, where a reply says that Feishu rejected the call for its rate. */
	private observeResponse(rateLimit: RateLimit | undefined): void {
		if (!rateLimit) {
			this.rejectedSince = undefined;
			return;
		}
		const now = performance.now();
		const { waitMs, explicit } = rateLimit;
		this.rejectedSince ??= now;
		this.pacedUntil = now + PACING_MS;
		// An explicit wait of more than a second can only be for the minute, which is waited out.
		const minuteIsFull = explicit && waitMs > SECOND_WINDOW_MS;
		if (!minuteIsFull) {
			this.adaptiveLimit.onRateLimited(this.configuredRate.requestsPerSecond, now);
		}
		const pauseFrom = Math.max(now, this.nextStart);
		this.nextStart = Math.max(pauseFrom, now + waitMs);
		this.adaptiveLimit.onPause(this.nextStart - pauseFrom);
		this.adapt();
	}

	/**
	 * Waits until no pause holds. After a rejection calls go one by one: of a burst, all those on their
	 * way when a window is full would be rejected.
	 */
	private async waitOutPause(signal?: AbortSignal): Promise<void> {
		let now = performance.now();
		while (now < this.nextStart) {
			await sleepOrAbort(Math.ceil(this.nextStart - now), signal);
			now = performance.now();
		}
		signal?.throwIfAborted();
		if (now < this.pacedUntil) this.nextStart = now + 1_000 / this.effectiveRate.requestsPerSecond;
	}

	private applyRates(): void {
		const rates = [...this.rates];
		this.configuredRate = {
			requestsPerSecond: Math.min(...rates.map(({ requestsPerSecond }) => requestsPerSecond)),
			requestsPerMinute: Math.min(...rates.map(({ requestsPerMinute }) => requestsPerMinute)),
		};
		this.adapt();
	}

	/** Sets the queue to the rates that hold now. */
	private adapt(): void {
		const { requestsPerSecond, requestsPerMinute } = this.configuredRate;
		const perSecond = this.adaptiveLimit.limitAt(requestsPerSecond, performance.now());
		if (perSecond !== this.effectiveRate.requestsPerSecond) {
			void this.queue.updateSettings({ maxConcurrent: perSecond });
		}
		const more = requestsPerMinute - this.effectiveRate.requestsPerMinute;
		if (more !== 0) void this.queue.incrementReservoir(more);
		this.effectiveRate = { requestsPerSecond: perSecond, requestsPerMinute };
	}

	/** Gives back the minute slots whose time has come. */
	private releaseExpired(): void {
		const now = performance.now();
		const next = this.expiries.findIndex((time) => time > now);
		const expired = this.expiries.splice(0, next === -1 ? this.expiries.length : next).length;
		if (expired === 0) return;
		this.minuteCalls -= expired;
		void this.queue.incrementReservoir(expired);
	}

	/**
	 * While calls wait for the minute, one timer gives its slots back. An idle limiter has none
	 * pending: slots that nobody waits for are given back when next somebody comes.
	 */
	private scheduleRelease(): void {
		const [soonest] = this.expiries;
		const full = this.minuteCalls >= this.effectiveRate.requestsPerMinute;
		if (this.timer || this.waiting === 0 || !full || soonest === undefined) return;
		const timer = (this.timer = new AbortController());
		const wake = () => {
			this.timer = undefined;
			this.releaseExpired();
			this.adapt();
			this.scheduleRelease();
		};
		void sleep(Math.max(0, Math.ceil(soonest - performance.now())), timer.signal).then(wake, wake);
	}
}
