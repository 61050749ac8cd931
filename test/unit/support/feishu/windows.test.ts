/** The rate limits, by a clock that the tests set. */
import fc from 'fast-check';

import { CUSTOM_APP, STORE_APP } from '../../../support/feishu/apps';
import { getToken, inProcess, lookUp } from '../../../support/feishu/client';
import type { Post } from '../../../support/feishu/client';
import { FeishuModel } from '../../../support/feishu/model';
import type { FeishuSettings } from '../../../support/feishu/settings';
import { FEISHU_WINDOWS, SlidingWindows, peak } from '../../../support/feishu/windows';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Asks for calls at the same time. */
const admitMany = (windows: SlidingWindows, count: number, now: number) =>
	Array.from({ length: count }, () => windows.admit(now));

describe('sliding windows', () => {
	test('admit 50 calls in a second, and tell when the next one may come', () => {
		const windows = new SlidingWindows();
		expect(admitMany(windows, 30, 0)).toEqual(Array(30).fill(0));
		expect(admitMany(windows, 20, 400)).toEqual(Array(20).fill(0));
		expect(windows.admit(400)).toBe(600);
		expect(windows.admit(999)).toBe(1);
		// The second slides: the first 30 leave it, the other 20 are still in it.
		expect(admitMany(windows, 31, 1_000)).toEqual([...Array(30).fill(0), 400]);
	});

	test('do not count what they rejected', () => {
		const windows = new SlidingWindows([{ length: SECOND, limit: 1 }]);
		expect([windows.admit(0), windows.admit(900), windows.admit(1_000)]).toEqual([0, 100, 0]);
	});

	test('admit 1,000 calls in a minute, whatever the second holds', () => {
		const windows = new SlidingWindows();
		for (let second = 0; second < 20; second++) admitMany(windows, 50, second * SECOND);
		expect(windows.admit(30 * SECOND)).toBe(30 * SECOND);
		expect(admitMany(windows, 51, MINUTE)).toEqual([...Array(50).fill(0), SECOND]);
	});

	test('never let more through than their limits, whenever calls come', () => {
		const windowsOf = [
			{ length: 10, limit: 3 },
			{ length: 50, limit: 8 },
		];
		fc.assert(
			fc.property(fc.array(fc.nat(8), { maxLength: 200 }), (gaps) => {
				const windows = new SlidingWindows(windowsOf);
				let now = 0;
				const admitted = gaps.flatMap((gap) => (windows.admit((now += gap)) === 0 ? [now] : []));
				for (const { length, limit } of windowsOf) {
					expect(peak(admitted, length)).toBeLessThanOrEqual(limit);
				}
				// Nor do they reject a call that would fit.
				const wait = windows.admit(now);
				if (wait > 0) {
					const fits = windowsOf.every(
						({ length, limit }) => peak([...admitted, now + wait - 1], length) <= limit,
					);
					expect(fits).toBe(false);
					expect(windows.admit(now + wait)).toBe(0);
				}
			}),
		);
	});
});

test('the peak is that of any half-open window, in whatever order the times come', () => {
	expect(peak([], SECOND)).toBe(0);
	expect(peak([1_000, 0, 999, 1_001], SECOND)).toBe(3);
	expect(peak([0, 1_000], SECOND)).toBe(1);
	expect(peak([5, 5, 5], 1)).toBe(3);
});

describe('the model', () => {
	let model: FeishuModel;
	let post: Post;
	let now: number;

	async function start(settings: Partial<FeishuSettings> = {}): Promise<void> {
		now = 0;
		model = new FeishuModel({
			apps: [CUSTOM_APP, STORE_APP],
			tenants: { north: [], south: [] },
			...settings,
		});
		post = inProcess(model, () => now);
	}

	const call = async (token: string) =>
		await lookUp(post, token, { email_list: ['a@example.com'] });

	/** The codes of calls that come at the same time. */
	const callMany = async (token: string, count: number) =>
		await Promise.all(
			Array.from({ length: count }, async () => (await call(token)).body.code),
		).then((codes) => codes.sort());

	test('rejects the 51st call of a second with HTTP 429 and a fractional wait', async () => {
		await start();
		const token = await getToken(post);
		expect(model.settings.windows).toBe(FEISHU_WINDOWS);
		expect(await callMany(token, 50)).toEqual(Array(50).fill(0));
		now = 250;
		const { status, headers, body } = await call(token);
		expect([status, body.code]).toEqual([429, 99991400]);
		expect(headers.get('x-ogw-ratelimit-reset')).toBe('0.75');
		now = 1_000;
		expect((await call(token)).status).toBe(200);
	});

	test('rejects the 1,001st call of a minute', async () => {
		await start();
		const token = await getToken(post);
		for (let second = 0; second < 20; second++) {
			now = second * SECOND;
			expect(await callMany(token, 50)).toEqual(Array(50).fill(0));
		}
		now = 59_500;
		const { status, headers } = await call(token);
		expect([status, headers.get('x-ogw-ratelimit-reset')]).toEqual([429, '0.5']);
		now = MINUTE;
		expect((await call(token)).status).toBe(200);
	});

	test('counts each app and each tenant for itself', async () => {
		await start({ windows: [{ length: SECOND, limit: 2 }] });
		const tokens = [
			await getToken(post),
			await getToken(post, 'north'),
			await getToken(post, 'south'),
		];
		for (const token of tokens) expect(await callMany(token, 3)).toEqual([0, 0, 99991400]);
	});

	test('counts the calls of an app together, whichever of its tokens they carry', async () => {
		await start({ windows: [{ length: SECOND, limit: 2 }], tokenLife: 2 });
		const old = await getToken(post);
		now = 1_800;
		const renewed = await getToken(post);
		expect(renewed).not.toBe(old);
		expect(await callMany(old, 2)).toEqual([0, 0]);
		expect(await callMany(renewed, 1)).toEqual([99991400]);
	});

	test('counts rejected values, but not token exchanges nor rejected tokens', async () => {
		await start({ windows: [{ length: SECOND, limit: 1 }] });
		const token = await getToken(post);
		expect((await call('forged')).body.code).toBe(99991663);
		const bad = await lookUp(post, token, { mobile_number_list: ['bad'] });
		expect(bad.body.code).toBe(1002009);
		expect((await call(token)).body.code).toBe(99991400);
	});
});
