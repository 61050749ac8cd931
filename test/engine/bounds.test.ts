/** What a run may cost: calls, token exchanges and memory stay bounded, whatever Feishu or the sheet does. */
import { runSheetInVirtualTime } from '../support/knownSheet';
import type { VirtualSheetOptions } from '../support/knownSheet';
import type { Fault } from '../support/feishu/replies';
import type { FeishuSettings } from '../support/feishu/settings';
import type { BatchGetIdRequest } from '../support/feishu/store';
import { isFailed, itemOf } from '../support/oracle';
import type { Case } from '../support/oracle';
import { numberOf } from '../support/sheets';

const range = (length: number) => Array.from({ length }, (_, i) => i);
const rowsOf = (cells: object[]): Case[] =>
	cells.map((json) => ({ item: { json: { ...json } }, values: [] }));

const run = async (
	settings: Partial<FeishuSettings>,
	cells: object[],
	options: VirtualSheetOptions = {},
) =>
	await runSheetInVirtualTime(
		{ people: [], ...settings },
		{ rows: rowsOf(cells), oneWay: () => 10, ...options },
	);

const REJECTED: Fault = { kind: 'reply', status: 400, body: { code: 1002002, msg: 'invalid' } };

describe('values that Feishu rejects', () => {
	const BAD = 'bad@example.com';
	const rejectsEmail = (_: number, { email_list }: BatchGetIdRequest) =>
		email_list?.includes(BAD) ? REJECTED : undefined;

	// Each batch of a hundred rows takes a call, and one more without the value; the first to find it.
	test.each<[string, number, (i: number) => boolean]>([
		['a tenth, spread evenly', 60, (i) => i % 10 === 0],
		['a tenth, at the top', 25, (i) => i < 200],
		['a tenth, at the bottom', 25, (i) => i >= 1_800],
		['one of each batch', 60, (i) => i % 100 === 37],
	])(
		'one email in several of 2,000 rows (%s) takes at most %i calls in the place of 20',
		async (_, maxCalls, isBad) => {
			const cells = range(2_000).map((i) => ({
				m: numberOf(i),
				e: isBad(i) ? BAD : `row${i}@example.com`,
			}));
			const people = range(2_000).map((i) => ({
				talentId: `7${String(i).padStart(18, '0')}`,
				mobile: { code: '86', number: numberOf(i) },
				email: `row${i}@example.com`,
			}));
			const { matched, unmatched, model } = await run({ people, fault: rejectsEmail }, cells);
			expect(unmatched).toEqual([]);
			expect(matched.filter(isFailed).map(itemOf)).toEqual(range(2_000).filter(isBad));
			expect(matched.find(isFailed)?.json.message).toContain(BAD);
			expect(model.calls.length).toBeGreaterThanOrEqual(20);
			expect(model.calls.length).toBeLessThanOrEqual(maxCalls);
		},
	);

	test('one number in a tenth of 2,000 rows with emails takes at most 60 calls', async () => {
		const bad = numberOf(99_999);
		const cells = range(2_000).map((i) => ({
			m: i % 10 === 0 ? bad : numberOf(i),
			e: `row${i}@example.com`,
		}));
		const { matched, model } = await run({ badNumbers: new Set([bad]) }, cells);
		expect(matched.map(itemOf)).toEqual(range(2_000).filter((i) => i % 10 === 0));
		expect(model.calls.length).toBeLessThanOrEqual(60);
	});

	test('a first batch of nothing but rejected values takes no good row with it', async () => {
		const card = (i: number) => `E${1_000_000 + i}`;
		const good = range(1_000).slice(109);
		const people = good.map((i) => ({
			talentId: `7${String(i).padStart(18, '0')}`,
			identification: { type: 2, number: card(i) },
		}));
		const badIdentificationNumbers = new Set(range(109).map(card));
		const cells = range(1_000).map((i) => ({ i: card(i), type: 2 }));
		const { matched, model } = await run({ people, badIdentificationNumbers }, cells);
		expect(matched.filter((one) => !isFailed(one)).map(itemOf)).toEqual(good);
		expect(good).toHaveLength(891);
		expect(matched.filter(isFailed).map(({ json }) => json.error)).toEqual(
			range(109).map(() => 'Feishu does not accept a value (code 1002002)'),
		);
		// The first batch to its end, the second for its nine, and three probes.
		expect(model.calls.length).toBeLessThanOrEqual(10 + 198 + 2 * 9 * 7 + 3);
	});
});

describe('a token service that is down', () => {
	const MAX_TRIES = 5;

	test.each<[string, Fault]>([
		['closed connections', { kind: 'reset' }],
		['a page', { kind: 'reply', status: 502, body: '<html></html>' }],
		[
			'an internal error',
			{ kind: 'reply', status: 200, body: { code: 5000, msg: 'internal error' } },
		],
		['a rate limit', { kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } }],
	])('is asked at most maxTries times by a run: %s', async (_, fault) => {
		const cells = range(2_000).map((i) => ({ m: numberOf(i) }));
		const { matched, model } = await run({ exchangeFault: () => fault }, cells, {
			parameters: { options: { batchSize: 1, maxTries: MAX_TRIES } },
		});
		expect(matched.filter(isFailed)).toHaveLength(2_000);
		expect(model.exchanges).toHaveLength(MAX_TRIES);
		expect(model.calls).toEqual([]);
	});

	test('in the middle of a run costs at most maxTries exchanges more', async () => {
		const cells = range(2_000).map((i) => ({ m: numberOf(i) }));
		const revoked: Fault = { kind: 'reply', status: 400, body: { code: 99991663, msg: 'gone' } };
		const { matched, unmatched, model } = await run(
			{
				fault: (call) => (call >= 300 ? revoked : undefined),
				exchangeFault: (exchange) => (exchange > 0 ? { kind: 'reset' } : undefined),
			},
			cells,
			{ parameters: { options: { batchSize: 1, maxTries: MAX_TRIES } } },
		);
		expect(unmatched).toHaveLength(300);
		expect(matched.filter(isFailed)).toHaveLength(1_700);
		expect(model.exchanges.length).toBeLessThanOrEqual(12);
	});
});

test('calls that wait for a token go as soon as it is there, not when the first call is answered', async () => {
	const SLOW_MS = 8_000;
	const cells = range(200).map((i) => ({ m: numberOf(i) }));
	const { model, startedAt } = await run(
		{ fault: (call) => (call === 0 ? { kind: 'trickle', pause: SLOW_MS / 8 } : undefined) },
		cells,
		{ parameters: { options: { batchSize: 10 } } },
	);
	expect(model.calls).toHaveLength(20);
	expect(model.calls.every(({ at }) => at - startedAt < SLOW_MS / 8)).toBe(true);
});

test('400 crafted rows are asked as far as memory is bounded; rows of one value are untouched', async () => {
	const many = (i: number) => ({
		m: range(100).map((j) => numberOf(100 * i + j)),
		e: range(100).map((j) => `${i}.${j}@example.com`),
	});
	const plain = (i: number) => ({ m: numberOf(90_000 + i), e: `plain${i}@example.com` });
	const cells = range(800).map((i) => (i % 2 ? plain(i) : many(i)));
	const people = range(800).map((i) => ({
		talentId: `7${String(i).padStart(18, '0')}`,
		mobile: { code: '86', number: i % 2 ? plain(i).m : numberOf(100 * i) },
		email: i % 2 ? plain(i).e : `${i}.99@example.com`,
	}));
	const { matched, unmatched, model } = await run({ people }, cells);
	expect(unmatched).toEqual([]);
	// 10,000 ways to combine each, 300,000 for a run.
	const askedRows = range(30).map((i) => 2 * i);
	const failed = matched.filter(isFailed);
	expect(failed.map(itemOf)).toEqual(
		range(400)
			.map((i) => 2 * i)
			.slice(askedRows.length),
	);
	expect(new Set(failed.map(({ json }) => json.error))).toEqual(
		new Set(['The items with several values are too many for one run']),
	);
	expect(failed[0]?.json.message).toContain('more than 300000 ways');
	const found = matched.filter((one) => !isFailed(one)).map(itemOf);
	expect(found).toEqual([...range(400).map((i) => 2 * i + 1), ...askedRows].sort((a, b) => a - b));
	// A crafted row fills a call of its own, of which the rows around it cut off a second.
	expect(model.calls.length).toBeLessThanOrEqual(2 * 30 + 5);
});

test('talents with another identifier than asked are believed, and counted in the hint', async () => {
	const people = range(3).map((i) => ({
		talentId: `7${String(i).padStart(18, '0')}`,
		mobile: { code: '86', number: numberOf(i) },
	}));
	const { matched, hints } = await run(
		{
			people,
			distort: (talents) =>
				talents.map((talent) =>
					talent.mobile_number === numberOf(2) ? talent : { ...talent, mobile_code: '852' },
				),
		},
		range(3).map((i) => ({ m: numberOf(i) })),
		{ parameters: { options: { batchSize: 1 } } },
	);
	expect(matched.map(itemOf)).toEqual([0, 1, 2]);
	expect(hints[0]?.message).toContain('2 talents came back with another identifier than asked.');
});
