/** Time that passes only when everything waits for it, so that hours take moments. */
import { seeded } from './random';

interface Timer {
	at: number;
	callback: () => void;
}

const MAX_TIMERS = 10_000_000;
/** Between runs, for the limiters of the last one to be forgotten. */
const PAUSE_MS = 600_000;

/** Lets all that can happen now happen. */
const runImmediates = async () => await new Promise((resolve) => setImmediate(resolve));
/** Stands in for the process's clocks, timers and dice. */
export class VirtualClock {
	/** By which the machine's clock was set; timers and `performance` know nothing of it. */
	private step = 0;
	/** The soonest last; among equals the one set first is taken first. */
	private timers: Timer[] = [];

	constructor(private now = Date.now()) {}

	/** Monotonic, in milliseconds. */
	get elapsed(): number {
		return this.now;
	}

	/** Sets the machine's clock, until the end of the run. */
	stepBy(ms: number): void {
		this.step += ms;
	}

	/** Calls back after a time; before a run, after its start. */
	setTimeout(callback: () => void, ms = 0): Timer {
		const timer = { at: this.now + Math.max(1, ms), callback };
		this.timers.splice(this.indexOf(timer.at), 0, timer);
		return timer;
	}

	async sleep(ms: number): Promise<void> {
		if (ms > 0) await new Promise<void>((resolve) => this.setTimeout(resolve, ms));
	}

	/**
	 * Runs work, and whatever timers it leaves behind.
	 * @throws when it hangs or never comes to an end
	 */
	async run<T>(seed: number, work: () => Promise<T>): Promise<T> {
		return (await this.runUntil(Infinity, seed, work)) as T;
	}

	/** The same up to a time, in milliseconds from now; returns nothing when the work has not ended by then. */
	async runUntil<T>(untilMs: number, seed: number, work: () => Promise<T>): Promise<T | undefined> {
		const restore = this.install(seed);
		try {
			let done = false;
			const finish = () => {
				done = true;
			};
			const promise = work();
			promise.then(finish, finish);
			await this.passUntil(() => done, this.now + untilMs);
			return done ? await promise : undefined;
		} finally {
			restore();
			this.timers = [];
			this.step = 0;
			// Whole again, or the next run would depend on this one.
			this.now = Math.ceil(this.now) + PAUSE_MS;
		}
	}

	private async passUntil(isDone: () => boolean, end: number): Promise<void> {
		for (let fired = 0; fired < MAX_TIMERS; fired++) {
			await runImmediates();
			const next = this.timers.pop();
			if (!next) {
				if (isDone()) return;
				throw new Error('The run hangs: it waits for nothing, and has not ended.');
			}
			if (next.at > end) return;
			this.now = Math.max(this.now, next.at);
			next.callback();
		}
		throw new Error(`The run does not end: ${MAX_TIMERS} timers have fired.`);
	}

	/** Where a timer for this time stands: before those that are as soon or sooner. */
	private indexOf(at: number): number {
		let low = 0;
		let high = this.timers.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.timers[middle]?.at ?? 0) > at) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private clearTimeout(timer?: Timer): void {
		const index = timer ? this.timers.indexOf(timer) : -1;
		if (index >= 0) this.timers.splice(index, 1);
	}

	private install(seed: number): () => void {
		const { setTimeout, clearTimeout } = globalThis;
		const { now: dateNow } = Date;
		const performanceNow = performance.now;
		const { random } = Math;
		Object.assign(globalThis, {
			setTimeout: (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
				this.setTimeout(() => callback(...args), ms),
			clearTimeout: (timer?: Timer) => this.clearTimeout(timer),
		});
		Date.now = () => Math.floor(this.now + this.step);
		performance.now = () => this.now;
		Math.random = seeded(seed);
		return () => {
			Object.assign(globalThis, { setTimeout, clearTimeout });
			Date.now = dateNow;
			performance.now = performanceNow;
			Math.random = random;
		};
	}
}
