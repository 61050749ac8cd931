/** Replies that never end: each call ends by a deadline of the node's own, and the others go on. */
import {
	answered,
	answers,
	people,
	runSheet,
	runSheetInVirtualTime,
} from '../support/engine/sheetRun';
import type { Fault } from '../support/feishu/faults';
import { Simulator } from '../support/feishu/simulator';

const TIMEOUT_MS = 30_000;
const EXCHANGE_TIMEOUT_MS = 30_000;
/** For backoff and the calls behind it. */
const SLACK_MS = 5_000;

/** A piece every 25 s: never idle for as long as the time-out of the helper, which counts idle time only. */
const TRICKLE: Fault = { kind: 'trickle', pause: 25_000 };

test('50 replies that trickle end at the timeout, and their slots come free for the calls that wait', async () => {
	const result = await runSheetInVirtualTime(
		{ fault: (call) => (call < 50 ? TRICKLE : undefined) },
		{ parameters: { options: { batchSize: 10 } } },
	);
	expect(answered(result)).toEqual(answers());
	expect(result.model.calls.length).toBeGreaterThan(100);
	expect(result.took).toBeGreaterThanOrEqual(TIMEOUT_MS);
	expect(result.took).toBeLessThanOrEqual(TIMEOUT_MS + SLACK_MS);
});

test('a token exchange that trickles ends after 30 s, and is made once more', async () => {
	const result = await runSheetInVirtualTime({
		exchangeFault: (exchange) => (exchange === 0 ? TRICKLE : undefined),
	});
	expect(answered(result)).toEqual(answers());
	expect(result.model.exchanges).toHaveLength(2);
	expect(result.took).toBeLessThanOrEqual(EXCHANGE_TIMEOUT_MS + SLACK_MS);
});

test('a call has its whole timeout behind an exchange that takes longer', async () => {
	const result = await runSheetInVirtualTime(
		{
			exchangeFault: () => ({ kind: 'trickle', pause: 1_000 }),
			fault: () => ({ kind: 'trickle', pause: 500 }),
		},
		{ parameters: { options: { timeout: 5_000, maxTries: 1 } } },
	);
	expect(answered(result)).toEqual(answers());
});

test.each<[string, Fault]>([
	['a reply that trickles', { kind: 'trickle', pause: 300 }],
	['HTTP 101', { kind: 'reply', status: 101, body: '' }],
])('over HTTP, in n8n: %s is given up at the timeout, and its call retried', async (_, fault) => {
	const simulator = await Simulator.start({
		people,
		fault: (call) => (call === 0 ? fault : undefined),
	});
	try {
		const result = await runSheet(simulator, { parameters: { options: { timeout: 1_000 } } });
		expect(answered(result)).toEqual(answers());
		const bodies = simulator.calls.map(({ body }) => JSON.stringify(body));
		expect(bodies.filter((body) => body === bodies[0])).toHaveLength(2);
	} finally {
		await simulator.stop();
	}
});
