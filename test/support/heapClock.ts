/**
 * Virtual time for tens of thousands of calls: jest's fake timers look through all timers for the next
 * one, this keeps them in a binary heap.
 */
interface Timer {
	at: number;
	/** Timers of one time fire in the order in which they were set. */
	order: number;
	callback: () => void;
	cleared: boolean;
}

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Lets everything happen that takes no time. */
const runMicrotasks = async () => await new Promise<void>((resolve) => process.nextTick(resolve));

export class HeapClock {
	/** Milliseconds since the start. */
	now = 0;
	private timersSet = 0;
	private readonly heap: Timer[] = [];

	setTimeout(callback: () => void, ms = 0): Timer {
		const at = this.now + Math.max(1, ms);
		const timer = { at, order: this.timersSet++, callback, cleared: false };
		this.heap.push(timer);
		for (let index = this.heap.length - 1; index > 0; ) {
			const parent = (index - 1) >> 1;
			if (!this.swapIfBefore(index, parent)) break;
			index = parent;
		}
		return timer;
	}

	async sleep(ms: number): Promise<void> {
		if (ms > 0) await new Promise<void>((resolve) => this.setTimeout(resolve, ms));
	}

	/**
	 * Runs work to its end, or until a time, in the place of the process's timers and clocks.
	 * @throws when nothing is left that could go on
	 */
	async run(work: () => Promise<unknown>, untilMs: number): Promise<void> {
		const restore = this.install();
		try {
			let done = false;
			const finish = () => {
				done = true;
			};
			const promise = work();
			promise.then(finish, finish);
			for (;;) {
				await runMicrotasks();
				if (done) {
					await promise;
					return;
				}
				const next = this.takeNext();
				if (!next) throw new Error('Nothing is left that could go on.');
				if (next.at > untilMs) return;
				this.now = next.at;
				if (!next.cleared) next.callback();
			}
		} finally {
			restore();
		}
	}

	private install(): () => void {
		const { setTimeout, clearTimeout } = globalThis;
		const dateNow = Date.now;
		const performanceNow = performance.now;
		Object.assign(globalThis, {
			setTimeout: this.setTimeout.bind(this),
			clearTimeout: (timer?: Timer) => {
				if (timer) timer.cleared = true;
			},
		});
		Date.now = () => Math.floor(this.now);
		performance.now = () => this.now;
		return () => {
			Object.assign(globalThis, { setTimeout, clearTimeout });
			Date.now = dateNow;
			performance.now = performanceNow;
		};
	}

	private takeNext(): Timer | undefined {
		const [next] = this.heap;
		const last = this.heap.pop();
		if (last && last !== next) {
			this.heap[0] = last;
			for (let index = 0; ; ) {
				const left = 2 * index + 1;
				const [a, b] = [this.heap[left], this.heap[left + 1]];
				const child = a && b && isBefore(b, a) ? left + 1 : left;
				if (!this.swapIfBefore(child, index)) break;
				index = child;
			}
		}
		return next;
	}

	private swapIfBefore(child: number, parent: number): boolean {
		const [a, b] = [this.heap[child], this.heap[parent]];
		if (!a || !b || !isBefore(a, b)) return false;
		this.heap[parent] = a;
		this.heap[child] = b;
		return true;
	}
}
