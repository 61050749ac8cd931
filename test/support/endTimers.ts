/**
 * Lets jest's process end although a test has left timers: the limiter holds the slot of a call for a
 * second after its reply, and every n8n execution starts an interval for SSH connections.
 */
const { setTimeout: startTimeout, setInterval: startInterval } = globalThis;

globalThis.setTimeout = Object.assign(
	(...given: Parameters<typeof setTimeout>) => startTimeout(...given).unref(),
	startTimeout,
) as typeof setTimeout;
globalThis.setInterval = (...given: Parameters<typeof setInterval>) =>
	startInterval(...given).unref();
