/** What the build changes in the libraries that it bundles. */
import { build } from 'esbuild';
import * as n8nWorkflow from 'n8n-workflow';

import type { RateLimiter } from '../../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { bundleOptions } from '../../../build/bundle';

/** The limiter as the package has it: with Bottleneck on the build's timers and clock. */
async function bundledLimiter(): Promise<typeof RateLimiter> {
	const { outputFiles } = await build({
		...bundleOptions,
		entryPoints: ['nodes/BatchGetTalentId/feishu/rateLimiter.ts'],
		write: false,
	});
	const module = { exports: {} as { RateLimiter: typeof RateLimiter } };
	new Function('module', 'require', outputFiles?.[0]?.text ?? '')(module, () => n8nWorkflow);
	return module.exports.RateLimiter;
}

const MINUTE_MS = 60_000;
let Limiter: typeof RateLimiter;

beforeAll(async () => {
	Limiter = await bundledLimiter();
});
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test.each([
	['forward by 61 s', 61_000],
	['back by 10 minutes', -10 * MINUTE_MS],
])('the wall clock set %s in mid-run changes the pace of no call', async (_, step) => {
	const limiter = new Limiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });
	const times: number[] = [];
	const call = async () => {
		times.push(performance.now());
		if (times.length === 500) jest.setSystemTime(Date.now() + step);
		return await Promise.resolve();
	};
	const start = performance.now();
	for (let i = 0; i < 2_000; i++) void limiter.schedule(call, () => undefined);
	await jest.advanceTimersByTimeAsync(90_000);
	const inFirstMinute = times.filter((time) => time < start + MINUTE_MS);
	expect(inFirstMinute).toHaveLength(1_000);
	expect(times).toHaveLength(2_000);
});
