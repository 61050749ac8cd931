/** Time that passes only when everything waits for it, so that hours take moments; for programs. */
import { seeded } from './random';

interface Timer {
	at: number;
	callback: () => void;
}

const MAX_TIMERS = 1_000_000;
/** Between runs, for the limiters of the last one to be forgotten. */
const PAUSE_MS = 600_000;

/** Lets all that can happen now happen. */
const runImmediates = async () => await new Promise((resolve) => setImmediate(resolve));

/** Stands in for the process's clocks, timers and dice; the same seed gives the same run. */
export class VirtualClock {
	private now = Date.now();
	/** By which the machine's clock was set; timers and `performance` know nothing of it. */
	private step = 0;
	/** By age, so that the first of equals was started first. */
	private readonly timers = new Set<Timer>();

	/** Monotonic, in milliseconds. */
	get elapsed(): number {
		return this.now;
	}

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
		try {
			let done = false;
			const promise = work();
			const finish = () => {
				done = true;
			};
			promise.then(finish, finish);
			await this.passUntil(() => done);
			return await promise;
		} finally {
			restore();
			this.timers.clear();
			this.step = 0;
			// Whole again, or the next run would depend on this one.
			this.now = Math.ceil(this.now) + PAUSE_MS;
		}
	}

	private async passUntil(isDone: () => boolean): Promise<void> {
		for (let fired = 0; fired < MAX_TIMERS; fired++) {
			await runImmediates();
			const [first, ...others] = this.timers;
			if (!first) {
				if (isDone()) return;
				throw new Error('The run hangs: it waits for nothing, and has not ended.');
			}
			const next = others.reduce(
				(soonest, timer) => (timer.at < soonest.at ? timer : soonest),
				first,
			);
			this.timers.delete(next);
			this.now = Math.max(this.now, next.at);
			next.callback();
		}
		throw new Error(`The run does not end: ${MAX_TIMERS} timers have fired.`);
	}

	private install(seed: number): () => void {
		const { setTimeout, clearTimeout } = globalThis;
		const { now: dateNow } = Date;
		const performanceNow = performance.now;
		const { random } = Math;
		const start = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
			const timer = { at: this.now + Math.max(1, ms), callback: () => callback(...args) };
			this.timers.add(timer);
			return timer;
		};
		globalThis.setTimeout = start as unknown as typeof setTimeout;
		globalThis.clearTimeout = ((timer: Timer) => this.timers.delete(timer)) as never;
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
