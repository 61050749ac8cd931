/** When a run ends, and that no call is made after it, in virtual time. */
import { readAppOrThrow, tokenKey } from '../../../../../credentials/feishuApp';
import { FeishuHireApi } from '../../../../../credentials/FeishuHireApi.credentials';
import { BatchGetTalentId } from '../../../../../nodes/BatchGetTalentId/BatchGetTalentId.node';
import { storedCredentials } from '../../../../support/engine/built';
import { runAllTimers } from '../../../../support/fakeTimers';
import { CUSTOM_APP } from '../../../../support/feishu/apps';
import { InProcessFeishu } from '../../../../support/feishu/inProcess';
import { runInProcess } from '../../../../support/inProcessRun';
import { numberOf } from '../../../../support/sheets';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const BAD = numberOf(0);
const UNKNOWN = '13900000001';
const KNOWN = '13900000002';
/** Calls in flight when the failure is known. */
const IN_FLIGHT = 50;

interface Settings {
	appId?: string;
	options?: object;
	continueOnFail?: boolean;
	onCredentialRead?: () => void;
}

let apps = 0;

/**
 * Looks cells up, each time with an app of its own if none is given, and lets all timers run out. Feishu rejects one number,
 * and knows one.
 */
async function run(
	cells: string[],
	{ appId = `cli_${++apps}`, options, ...settings }: Settings = {},
) {
	const app = { ...CUSTOM_APP, id: appId };
	const people = [{ talentId: '69', mobile: { code: '86', number: KNOWN } }];
	const model = { apps: [app], people, badNumbers: new Set([BAD]), windows: [] };
	const feishu = new InProcessFeishu(model, () => 25);
	const data = { appType: 'custom', appId: app.id, appSecret: app.secret, host: 'feishu' };
	const accessToken = feishu.issueToken(app, Date.now());
	const issuedFor = tokenKey(readAppOrThrow(data));
	const credentials = storedCredentials({ ...data, accessToken, issuedFor }, new FeishuHireApi());
	let calls = NaN;
	const outcome = await runAllTimers(
		runInProcess({
			node: new BatchGetTalentId(),
			feishu,
			credentials,
			items: cells.map((m) => ({ json: { m } })),
			parameters: {
				mobileNumber: '={{ $json.m }}',
				mobileCode: '86',
				matchBy: 'all',
				output: 'talent',
				options: { batchSize: 1, ...options },
			},
			...settings,
		}).finally(() => {
			calls = feishu.calls.length;
		}),
	);
	return { ...outcome, calls, later: feishu.calls.length - calls };
}

const others = (amount: number) =>
	Array.from({ length: amount }, (_, i) => `137${String(i).padStart(8, '0')}`);

describe('with On Error = stop', () => {
	test('finds a rejected value of the first of 1,000 batches before most of them are looked up', async () => {
		const cells = Array.from({ length: 20_000 }, (_, i) => numberOf(i));
		const { error, calls, later } = await run(cells, { options: { batchSize: 20 } });
		expect(error).toBeInstanceOf(Error);
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
		const { error, calls } = await run([cell, ...others(1_000)]);
		expect(error).toBeInstanceOf(Error);
		expect(calls).toBeLessThanOrEqual(2 * IN_FLIGHT);
	});

	test('ends the run at a row whose number was rejected before', async () => {
		const { error, calls } = await run([`${BAD} / ${KNOWN}`, ...others(1_000), BAD]);
		expect(error).toBeInstanceOf(Error);
		expect(calls).toBeLessThanOrEqual(2 * IN_FLIGHT);
	});

	test('does not end the run at a row whose other number matches', async () => {
		const { matched, unmatched, calls } = await run([`${BAD} / ${KNOWN}`, ...others(1_000)]);
		expect(matched).toMatchObject([{ json: { talent_id: '69' } }]);
		expect(unmatched).toHaveLength(1_000);
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
			const outcome = await run(others(400), { continueOnFail, onCredentialRead });
			expect(outcome).toMatchObject({ matched: [], unmatched: { length: 400 }, later: 0 });
		},
	);

	test('from the start fails every item, on Matched, without a call', async () => {
		const onCredentialRead = failing(() => true);
		const outcome = await run(others(400), { continueOnFail: true, onCredentialRead });
		expect(outcome).toMatchObject({ matched: { length: 400 }, unmatched: [], calls: 0 });
		expect(
			new Set(outcome.matched.map((item) => JSON.stringify(item).replace(/\d+/, '#'))),
		).toEqual(
			new Set([
				'{"json":{"error":"Connection terminated","message":"Connection terminated"},"pairedItem":{"item":#}}',
			]),
		);
	});

	test('from some call on ends the run, and keeps the answers until then', async () => {
		let readings = 0;
		const isLost = failing((reading) => reading > 200);
		const onCredentialRead = () => {
			readings++;
			isLost();
		};
		const { matched, unmatched, later } = await run(others(400), {
			continueOnFail: true,
			onCredentialRead,
			options: { maxTries: 2 },
		});
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
	const outcome = await run(others(3), { continueOnFail: true, options: { batchSize: 0 } });
	const failed = {
		json: {
			error: 'Batch Size must be a whole number from 1 to 100',
			message: 'Set Batch Size in the options of this node.',
		},
	};
	expect(outcome).toMatchObject({ matched: [failed, failed, failed], unmatched: [] });
});

test('gives its rate limit back at its end: the next run of the same app has its own', async () => {
	const appId = `cli_${++apps}`;
	const [first = '', ...next] = others(51);
	await run([first], { appId, options: { requestsPerSecond: 1 } });
	const start = Date.now();
	expect(await run(next, { appId })).toMatchObject({ unmatched: { length: 50 } });
	expect(Date.now() - start).toBeLessThan(2_000);
});
