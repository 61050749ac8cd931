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

/** Calls allowed in any second and in any minute. */
export interface Rate {
	requestsPerSecond: number;
	requestsPerMinute: number;
}

/** Margins for timers that fire early and clocks that tick coarsely. */
const SECOND = 1_005;
const MINUTE = 60_050;

/** Paces all calls of one base URL, app and tenant in this process, whichever execution makes them. */
export class RateLimiter {
	private readonly queue: Bottleneck;
	/** The rates of the executions under way; the lowest of each window holds. */
	private readonly rates = new Set<Rate>();
	private perMinute: number;
	private perSecond: number;
	/** When the minute slots of finished calls come free, soonest first. */
	private readonly returns: number[] = [];
	/** Calls that hold a minute slot: under way, or finished within the minute. */
	private inMinute = 0;
	private waiting = 0;
	private waker?: AbortController;
	private resumeAt = 0;
	private refusedSince?: number;

	constructor({ requestsPerSecond, requestsPerMinute }: Rate) {
		this.perSecond = requestsPerSecond;
		this.perMinute = requestsPerMinute;
		this.queue = new Bottleneck({ maxConcurrent: requestsPerSecond, reservoir: requestsPerMinute });
	}

	/** Adds an execution; the limits fall to its rate. */
	join(rate: Rate): void {
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
		return this.rates.size === 0 && this.inMinute === 0;
	}

	/**
	 * Makes a call as soon as both windows allow it and no pause holds.
	 * @param signal ends the waiting at once; the call is then never made
	 * @returns what the call returns
	 */
	async schedule<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		signal?.throwIfAborted();
		this.returnSlots();
		return await new Promise<T>((resolve, reject) => {
			const cancel = () => reject(abortReason(signal));
			signal?.addEventListener('abort', cancel, { once: true });
			this.waiting++;
			this.wakeWhenFull();
			void this.queue.schedule(async () => {
				this.waiting--;
				this.inMinute++;
				if (this.waiting === 0) this.waker?.abort();
				else this.wakeWhenFull();
				try {
					await this.pauseOver(signal);
				} catch {
					this.giveBack(1);
					return;
				}
				signal?.removeEventListener('abort', cancel);
				await call().then(resolve, reject);
				this.returns.push(Date.now() + MINUTE);
				this.wakeWhenFull();
				await sleep(SECOND);
			});
		});
	}

	/**
	 * Feishu refused a call: no call starts until it says so.
	 * @param wait in milliseconds
	 * @returns for how long Feishu has been refusing without one success, in milliseconds
	 */
	refuse(wait: number): number {
		const now = Date.now();
		this.resumeAt = Math.max(this.resumeAt, now + wait);
		this.refusedSince ??= now;
		return now - this.refusedSince;
	}

	/** Feishu let a call through. */
	accept(): void {
		this.refusedSince = undefined;
	}

	private async pauseOver(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		while (Date.now() < this.resumeAt) await sleep(this.resumeAt - Date.now(), signal);
		signal?.throwIfAborted();
	}

	private applyRates(): void {
		const rates = [...this.rates];
		const perSecond = Math.min(...rates.map(({ requestsPerSecond }) => requestsPerSecond));
		const perMinute = Math.min(...rates.map(({ requestsPerMinute }) => requestsPerMinute));
		if (perSecond !== this.perSecond) {
			void this.queue.updateSettings({ maxConcurrent: perSecond });
			this.perSecond = perSecond;
		}
		if (perMinute !== this.perMinute) {
			void this.queue.incrementReservoir(perMinute - this.perMinute);
			this.perMinute = perMinute;
		}
	}

	/** Gives back the minute slots whose time has come. */
	private returnSlots(): void {
		const now = Date.now();
		const next = this.returns.findIndex((time) => time > now);
		const due = next === -1 ? this.returns.length : next;
		if (due === 0) return;
		this.returns.splice(0, due);
		this.giveBack(due);
	}

	private giveBack(slots: number): void {
		this.inMinute -= slots;
		void this.queue.incrementReservoir(slots);
	}

	/**
	 * While calls wait for the minute, one timer gives its slots back. An idle limiter has none
	 * pending: slots that nobody waits for are given back when next somebody comes.
	 */
	private wakeWhenFull(): void {
		const soonest = this.returns[0];
		const full = this.inMinute >= this.perMinute;
		if (this.waker || this.waiting === 0 || !full || soonest === undefined) return;
		const waker = (this.waker = new AbortController());
		const wake = () => {
			this.waker = undefined;
			this.returnSlots();
			this.wakeWhenFull();
		};
		void sleep(Math.max(0, soonest - Date.now()), waker.signal).then(wake, wake);
	}
}

/** The reason of an aborted signal as an error. */
const abortReason = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was cancelled.');

const limiters = new Map<string, RateLimiter>();

/** The limiter of a base URL, app and tenant, joined at a rate; idle ones are forgotten. */
export function joinLimiter(key: string, rate: Rate): RateLimiter {
	for (const [other, limiter] of limiters) {
		if (other !== key && limiter.idle) limiters.delete(other);
	}
	const limiter = limiters.get(key) ?? new RateLimiter(rate);
	limiters.set(key, limiter);
	limiter.join(rate);
	return limiter;
}
