/** Time that passes only when everything waits for it, so that hours take moments. */
import { seeded } from './random';

interface Timer {
	at: number;
	callback: () => void;
}

const MAX_TIMERS = 10_000_000;
/** Between runs, for the limiters of the last one to be forgotten. */
const PAUSE_MS = 600_000;

/** Stands in for the process's clocks, timers and dice. */
export class VirtualClock {
	/** By which the machine's clock was set; timers and `performance` know nothing of it. */
	private step = 0;
	/** The soonest last; among equals the one set first is taken first. */
	private timers: Timer[] = [];

	constructor(private now = Date.now()) {}

	/** Sets the machine's clock, until the end of the run. */
	stepBy(ms: number): void {
		this.step += ms;
	}

	/**
	 * Runs work, and whatever timers it leaves behind.
	 * @throws when it hangs or never comes to an end
	 */
	async run<T>(seed: number, work: () => Promise<T>): Promise<T> {
		const restore = this.install(seed);
		let isDone = false;
		try {
			const promise = work();
			const finish = () => void (isDone = true);
			promise.then(finish, finish);
			for (let fired = 0; fired < MAX_TIMERS; fired++) {
				await new Promise((resolve) => setImmediate(resolve));
				const next = this.timers.pop();
				if (!next && isDone) return await promise;
				if (!next) throw new Error('The run hangs: it waits for nothing, and has not ended.');
				this.now = Math.max(this.now, next.at);
				next.callback();
			}
			throw new Error(`The run does not end: ${MAX_TIMERS} timers have fired.`);
		} finally {
			restore();
			this.timers = [];
			this.step = 0;
			// Whole again, or the next run would depend on this one.
			this.now = Math.ceil(this.now) + PAUSE_MS;
		}
	}

	private setTimeout(callback: () => void, ms: number): Timer {
		const timer = { at: this.now + Math.max(1, ms), callback };
		const place = this.timers.findIndex(({ at }) => at <= timer.at);
		this.timers.splice(place < 0 ? this.timers.length : place, 0, timer);
		return timer;
	}

	private install(seed: number): () => void {
		const { setTimeout, clearTimeout } = globalThis;
		const spared = [Date.now, performance.now, Math.random] as const;
		Object.assign(globalThis, {
			setTimeout: (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
				this.setTimeout(() => callback(...args), ms),
			clearTimeout: (timer?: Timer) => {
				this.timers = this.timers.filter((one) => one !== timer);
			},
		});
		Date.now = () => Math.floor(this.now + this.step);
		performance.now = () => this.now;
		Math.random = seeded(seed);
		return () => {
			Object.assign(globalThis, { setTimeout, clearTimeout });
			[Date.now, performance.now, Math.random] = spared;
		};
	}
}
