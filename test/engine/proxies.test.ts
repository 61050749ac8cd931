/** Replies that are not of Feishu's making: a proxy, a firewall, a login page on the way. */
import { answered, answers, cases, outcomesOf, runSheetInVirtualTime } from '../support/knownSheet';
import type { Fault } from '../support/feishu/replies';
import type { FeishuSettings } from '../support/feishu/settings';
import type { BatchGetIdRequest } from '../support/feishu/store';
import { isFailed } from '../support/oracle';

const page = (status: number): Fault => ({
	kind: 'reply',
	status,
	body: '<!doctype html><html><body>Please log in</body></html>',
});
const plain = (status: number, body = ''): Fault => ({ kind: 'reply', status, body });

/** Many more batches than can be under way at once. */
const run = async (fault: FeishuSettings['fault'], options: object = {}) =>
	await runSheetInVirtualTime(
		{ fault },
		{ oneWay: () => 5, parameters: { options: { batchSize: 4, ...options } } },
	);

describe('one reply without a code of Feishu, once calls have succeeded', () => {
	test.each<[string, Fault]>([
		['a redirect', plain(302)],
		['a login page', page(401)],
		['a text', plain(404, '404 page not found')],
		['JSON of a proxy', { kind: 'reply', status: 400, body: { message: 'denied' } }],
		['HTTP 451', plain(451)],
	])('fails the rows of its call and no others: %s', async (_, fault) => {
		let asked: BatchGetIdRequest | undefined;
		const result = await run((call, body) => {
			if (call !== 60) return undefined;
			asked = body;
			return fault;
		});
		const right = outcomesOf(answers());
		const expected = cases.map(({ item }, row) =>
			asked?.mobile_number_list?.includes(String(item.json.m)) &&
			(asked.email_list === undefined) === (item.json.e === '')
				? ['failed']
				: right[row],
		);
		expect(outcomesOf(answered(result))).toEqual(expected);
		const failed = result.matched.filter(isFailed);
		expect(failed.length).toBeGreaterThan(0);
		for (const { json } of failed) {
			expect(json.error).toMatch(
				/^(The reply did not come from|A proxy, firewall or login page answered in the place of) Feishu \(HTTP \d+\)$/,
			);
		}
	});

	test.each([408, 425, 500, 504])('is retried where it is HTTP %i', async (status) => {
		const result = await run((call) => (call % 7 === 3 ? plain(status) : undefined));
		expect(answered(result)).toEqual(answers());
	});

	test.each([403, 413])('is bisected where it is HTTP %i', async (status) => {
		const result = await run((_, { mobile_number_list: { length } = [] }) =>
			length > 3 ? page(status) : undefined,
		);
		expect(answered(result)).toEqual(answers());
	});

	test('blames a firewall that rejects one value for its rows alone', async () => {
		const disliked = String(cases[4]?.item.json.m);
		const result = await run((_, { mobile_number_list }) =>
			mobile_number_list?.includes(disliked) ? page(403) : undefined,
		);
		const right = outcomesOf(answers());
		expect(outcomesOf(answered(result))).toEqual(
			cases.map(({ item }, row) => (item.json.m === disliked ? ['failed'] : right[row])),
		);
		expect(result.matched.find(isFailed)?.json.error).toBe(
			'A proxy, firewall or login page answered in the place of Feishu (HTTP 403)',
		);
	});
});

describe('no reply of Feishu any more', () => {
	/** So many calls in a row bring no reply of Feishu's; those under way come on top. */
	const MAX_CALLS = 300;

	const silenced: Array<[string, Fault]> = [
		['HTTP 302', plain(302)],
		['HTTP 403', page(403)],
		['HTTP 408', plain(408)],
		['HTTP 413', plain(413)],
		['HTTP 502', page(502)],
		['closed connections', { kind: 'reset' }],
		['cut replies', { kind: 'truncate' }],
		['no reply in time', { kind: 'silence' }],
	];

	test.each(silenced)('from the start ends the run within 300 calls: %s', async (_, fault) => {
		const { matched, unmatched, model } = await run(() => fault, { batchSize: 1 });
		expect(model.calls.length).toBeLessThanOrEqual(MAX_CALLS);
		expect(outcomesOf(answered({ matched, unmatched }))).toEqual(cases.map(() => ['failed']));
		const reasons = new Set(matched.map(({ json }) => String(json.error)));
		for (const reason of reasons) expect(reason).toMatch(/Feishu|proxy, firewall or login page/);
	});

	test.each(silenced)(
		'after 100 calls ends the run within 300 more, and keeps the answers until then: %s',
		async (_, fault) => {
			const result = await run((call) => (call < 100 ? undefined : fault), { batchSize: 1 });
			expect(result.model.calls.length).toBeLessThanOrEqual(100 + MAX_CALLS);
			const outcomes = outcomesOf(answered(result));
			const right = outcomesOf(answers());
			expect(outcomes).toEqual(
				outcomes.map(([outcome], row) => (outcome === 'failed' ? ['failed'] : right[row])),
			);
			const kept = outcomes.filter(([outcome]) => outcome !== 'failed');
			expect(kept.length).toBeGreaterThanOrEqual(100);
			expect(kept.length).toBeLessThan(200);
		},
	);
});
