/**
 * Ends the timers that a test file leaves behind when it ends. The limiter holds the slot of a call for a
 * second after its reply: jest would wait for that, and then call it a leak.
 */
const { setTimeout: start } = globalThis;
const leftTimers = new Set<NodeJS.Timeout>();

const startNoted = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
	const timer = start(() => {
		leftTimers.delete(timer);
		callback(...args);
	}, ms);
	leftTimers.add(timer);
	return timer;
};

globalThis.setTimeout = Object.assign(startNoted, start) as typeof setTimeout;
afterAll(() => leftTimers.forEach((timer) => clearTimeout(timer)));
