/** When a run ends, and that no call is made after it, in virtual time. */
import { execute, passTime, reply, VirtualServer } from '../../../../support/virtual';
import type { ExecuteSettings } from '../../../../support/virtual';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const BAD = '13800000000';
const UNKNOWN = '13900000001';
const KNOWN = '13900000002';
/** Calls in flight when the failure is known. */
const IN_FLIGHT = 50;

/** Rejects one number, and knows one at the most. */
const server = (known?: string) =>
	new VirtualServer(
		() => 25,
		({ mobile_number_list: numbers = [] }) => {
			if (numbers.includes(BAD)) return reply(400, { code: 1002009 });
			const talents = numbers.filter((number) => number === known);
			const talent_list = talents.map((mobile_number) => ({ talent_id: '69', mobile_number }));
			return reply(200, { code: 0, data: { talent_list } });
		},
	);

let apps = 0;

/** Runs rows against a server, each time with an app of its own, and lets all timers run out. */
async function run(feishu: VirtualServer, rows: number, settings: ExecuteSettings = {}) {
	const outcome = await passTime(
		execute(feishu, rows, { appId: `lookUp-${++apps}`, ...settings }).catch(
			(error: Error) => error,
		),
		100,
	);
	const calls = feishu.times.length;
	await jest.runAllTimersAsync();
	return { outcome, calls, later: feishu.times.length - calls };
}

const others = (amount: number) =>
	Array.from({ length: amount }, (_, i) => `137${String(i).padStart(8, '0')}`);

describe('with On Error = stop', () => {
	test('finds a rejected value of the first of 1,000 batches before most of them are looked up', async () => {
		const { outcome, calls, later } = await run(server(), 20_000, { options: { batchSize: 20 } });
		expect(outcome).toBeInstanceOf(Error);
		// Bisection takes 1 + 2·⌈log₂ 20⌉ calls, one after the other, with up to 50 beside each.
		expect(calls).toBeLessThanOrEqual(6 * IN_FLIGHT);
		expect(later).toBe(0);
	});

	test.each([
		['its only number is rejected', BAD],
		['one number is rejected and the other is unknown', `${BAD} / ${UNKNOWN}`],
		['one number is unknown and the other is rejected', `${UNKNOWN} / ${BAD}`],
		['one number is unknown and the other is unusable', `${UNKNOWN} / +999123456`],
	])('ends the run at a row of which %s', async (_, cell) => {
		const { outcome, calls } = await run(server(), 0, { cells: [cell, ...others(1_000)] });
		expect(outcome).toBeInstanceOf(Error);
		expect(calls).toBeLessThanOrEqual(2 * IN_FLIGHT);
	});

	test('ends the run at a row whose number was rejected before', async () => {
		const cells = [`${BAD} / ${KNOWN}`, ...others(1_000), BAD];
		const { outcome, calls } = await run(server(KNOWN), 0, { cells });
		expect(outcome).toBeInstanceOf(Error);
		expect(calls).toBeLessThanOrEqual(2 * IN_FLIGHT);
	});

	test('does not end the run at a row whose other number matches', async () => {
		const cells = [`${BAD} / ${KNOWN}`, ...others(1_000)];
		const { outcome, calls } = await run(server(KNOWN), 0, { cells });
		expect(outcome).toMatchObject([[{ json: { talent_id: '69' } }], { length: 1_000 }]);
		expect(calls).toBe(1_002);
	});
});

describe('a credential that cannot be read', () => {
	const failing = (fails: (reading: number) => boolean) => {
		let readings = 0;
		return () => {
			if (fails(++readings)) throw new Error('Connection terminated');
		};
	};

	test.each([[true], [false]])(
		'for once is read again: no row fails (continue: %s)',
		async (continueOnFail) => {
			const onCredentialRead = failing((reading) => reading === 60);
			const settings = { continueOnFail, onCredentialRead };
			const { outcome, later } = await run(server(), 0, { ...settings, cells: others(400) });
			expect(outcome).toMatchObject([[], { length: 400 }]);
			expect(later).toBe(0);
		},
	);

	test('from the start fails every item, on Matched, without a call', async () => {
		const onCredentialRead = failing(() => true);
		const { outcome, calls } = await run(server(), 400, { continueOnFail: true, onCredentialRead });
		expect(outcome).toMatchObject([{ length: 400 }, []]);
		const [matched] = outcome as object[][];
		expect(new Set(matched?.map((item) => JSON.stringify(item).replace(/\d+/, '#')))).toEqual(
			new Set([
				'{"json":{"error":"Connection terminated","message":"Connection terminated"},"pairedItem":{"item":#}}',
			]),
		);
		expect(calls).toBe(0);
	});

	test('from some call on ends the run, and keeps the answers until then', async () => {
		let readings = 0;
		const isLost = failing((reading) => reading > 200);
		const onCredentialRead = () => {
			readings++;
			isLost();
		};
		const { outcome, later } = await run(server(), 0, {
			cells: others(400),
			continueOnFail: true,
			onCredentialRead,
			options: { maxTries: 2 },
		});
		const [matched = [], unmatched] = outcome as object[][];
		expect(unmatched).toHaveLength(199);
		expect(matched).toHaveLength(201);
		expect(matched[0]).toMatchObject({
			json: { error: 'n8n could not read the Feishu Hire credential' },
		});
		expect(later).toBe(0);
		// Those in flight, each with its two attempts.
		expect(readings).toBeLessThanOrEqual(200 + 2 * IN_FLIGHT);
	});
});

test('fails every item where an option is out of its bounds, with On Error = continue', async () => {
	const { outcome } = await run(server(), 3, { continueOnFail: true, options: { batchSize: 0 } });
	const failed = {
		json: {
			error: 'Batch Size must be a whole number from 1 to 100',
			message: 'Set Batch Size in the options of this node.',
		},
	};
	expect(outcome).toMatchObject([[failed, failed, failed], []]);
});

test('gives its rate limit back at its end: the next run of the same app has its own', async () => {
	const feishu = server();
	const appId = `lookUp-${++apps}`;
	const [first = '', ...next] = others(51);
	await run(feishu, 0, { appId, cells: [first], options: { requestsPerSecond: 1 } });
	await run(feishu, 0, { appId, cells: next });
	const [, start = 0] = feishu.times;
	expect(feishu.times).toHaveLength(51);
	expect(Math.max(...feishu.times) - start).toBeLessThan(2_000);
});
