/** The timers that the build puts into bundled libraries in the place of Node's. */
import { clearTimeout as stop, setTimeout as start } from '../../../build/timers';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a timer calls back once, when its time has come', async () => {
	const callback = jest.fn();
	start(callback, 100);
	await jest.advanceTimersByTimeAsync(99);
	expect(callback).not.toHaveBeenCalled();
	await jest.advanceTimersByTimeAsync(1_000);
	expect(callback).toHaveBeenCalledTimes(1);
});

test('clearing a timer aborts its sleep: nothing stays pending, nothing is called', async () => {
	const callback = jest.fn();
	const timer = start(callback, 100);
	expect(jest.getTimerCount()).toBe(1);
	stop(timer);
	expect(jest.getTimerCount()).toBe(0);
	await jest.advanceTimersByTimeAsync(1_000);
	expect(callback).not.toHaveBeenCalled();
});
