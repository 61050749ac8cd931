/**
 * Ends the timers that a test file leaves behind when it ends, which would keep jest's process from
 * ending. The limiter holds the slot of a call for a second after its reply, and every n8n execution
 * starts an interval for SSH connections.
 */
const { setTimeout: startTimeout, setInterval: startInterval } = globalThis;
const leftTimers = new Set<NodeJS.Timeout>();

const startNotedTimeout = (
	callback: (...args: unknown[]) => void,
	ms?: number,
	...args: unknown[]
) => {
	const timer = startTimeout(() => {
		leftTimers.delete(timer);
		callback(...args);
	}, ms);
	leftTimers.add(timer);
	return timer;
};

const startNotedInterval = (...given: Parameters<typeof setInterval>) => {
	const timer = startInterval(...given);
	leftTimers.add(timer);
	return timer;
};

globalThis.setTimeout = Object.assign(startNotedTimeout, startTimeout) as typeof setTimeout;
globalThis.setInterval = Object.assign(startNotedInterval, startInterval) as typeof setInterval;
afterAll(() => leftTimers.forEach((timer) => clearTimeout(timer)));
