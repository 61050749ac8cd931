/** Time that passes only when everything waits for it, so that hours take moments. */
import { createClock } from '@sinonjs/fake-timers';

import { seeded } from './random';

const MAX_TIMERS = 10_000_000;
/** Between runs, for the limiters of the last one to be forgotten. */
const PAUSE_MS = 600_000;

/** Stands in for the process's clocks, timers and dice. */
export class VirtualClock {
	/** By which the machine's clock was set; timers and `performance` know nothing of it. */
	private step = 0;

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
		const clock = createClock(this.now);
		const { setTimeout, clearTimeout } = globalThis;
		const spared = [Date.now, performance.now, Math.random] as const;
		Object.assign(globalThis, { setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout });
		Date.now = () => clock.now + this.step;
		performance.now = () => clock.now;
		Math.random = seeded(seed);
		let isDone = false;
		try {
			const promise = work();
			const finish = () => void (isDone = true);
			promise.then(finish, finish);
			for (let fired = 0; fired < MAX_TIMERS; fired++) {
				await new Promise((resolve) => setImmediate(resolve));
				if (clock.countTimers() > 0) clock.next();
				else if (isDone) return await promise;
				else throw new Error('The run hangs: it waits for nothing, and has not ended.');
			}
			throw new Error(`The run does not end: ${MAX_TIMERS} timers have fired.`);
		} finally {
			Object.assign(globalThis, { setTimeout, clearTimeout });
			[Date.now, performance.now, Math.random] = spared;
			this.step = 0;
			this.now = clock.now + PAUSE_MS;
		}
	}
}
