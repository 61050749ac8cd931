/**
 * Timers for bundled libraries, injected by the build in the place of Node's own, which n8n forbids
 * in a community package. They stand on n8n's `sleep`; clearing one aborts its sleep, so that no
 * timer stays pending behind it. Nothing of ours calls them: our own code uses `sleep`.
 */
import { sleep } from 'n8n-workflow';

function startTimer(callback: () => void, ms = 0): AbortController {
	const controller = new AbortController();
	const { signal } = controller;
	// It may be stopped between the end of its sleep and here.
	void sleep(ms, signal).then(
		() => {
			if (!signal.aborted) callback();
		},
		() => undefined,
	);
	return controller;
}

const stopTimer = (timer?: AbortController) => timer?.abort();

/** Only Bottleneck's refresh and increase modes repeat, and those are not used: they are not strict. */
function startRepeatingTimer(): never {
	throw new Error('Repeating timers are not available.');
}

export {
	startTimer as setTimeout,
	stopTimer as clearTimeout,
	startRepeatingTimer as setInterval,
	stopTimer as clearInterval,
};
