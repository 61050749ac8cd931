/** Nothing lost: calls that fail are retried, and what still fails says why. */
import {
	ROWS,
	answered,
	answers,
	cases,
	outcomesOf,
	runSheetInVirtualTime,
} from '../support/knownSheet';
import { FAULTS, FAULT_REASONS, LIMITED } from '../support/feishu/replies';
import type { Fault } from '../support/feishu/replies';
import type { FeishuSettings } from '../support/feishu/settings';
import type { BatchGetIdRequest } from '../support/feishu/store';
import { isFailed } from '../support/oracle';
import { seeded } from '../support/random';

/** Faults of every kind in turn on a share of the calls, at most so many running on the same call. */
class Storm {
	/** What became of the last call for each number. */
	readonly last = new Map<string, Fault | undefined>();
	struck = 0;
	private readonly random: () => number;
	private readonly hits = new Map<string, number>();

	constructor(
		private readonly share: number,
		private readonly most: number,
	) {
		this.random = seeded(share * 100);
	}

	readonly fault = (_: number, body: BatchGetIdRequest): Fault | undefined => {
		const key = JSON.stringify(body);
		const hit = this.hits.get(key) ?? 0;
		const strikes = this.random() < this.share && hit < this.most;
		const fault = strikes ? FAULTS[this.struck++ % FAULTS.length] : undefined;
		this.hits.set(key, strikes ? hit + 1 : 0);
		body.mobile_number_list?.forEach((number) => this.last.set(number, fault));
		return fault;
	};
}

const run = async (settings: Partial<FeishuSettings>, options: object) =>
	await runSheetInVirtualTime(settings, { oneWay: () => 5, parameters: { options } });

describe('a storm of faults', () => {
	test.each([
		[0.01, 1],
		[0.2, FAULTS.length],
	])('on %d of the calls fails no row', async (share, fewest) => {
		const storm = new Storm(share, 4);
		expect(answered(await run(storm, { batchSize: 10 }))).toEqual(answers());
		expect(storm.struck).toBeGreaterThanOrEqual(fewest);
	});

	test('on 0.6 of the calls fails the rows whose last attempt fails, with its reason, and no others', async () => {
		const storm = new Storm(0.6, Infinity);
		const result = await run(storm, { batchSize: 10, maxTries: 2 });
		const reasonOf = ({ item }: (typeof cases)[number]) => {
			const last = storm.last.get(String(item.json.m));
			return last && FAULT_REASONS.get(last);
		};
		const reasons = cases.map(reasonOf);
		const right = outcomesOf(answers());
		expect(outcomesOf(answered(result))).toEqual(
			reasons.map((reason, row) => (reason ? ['failed'] : right[row])),
		);
		const failed = result.matched.filter(isFailed);
		expect(failed.map(({ json }) => json.error)).toEqual(reasons.filter(Boolean));
		expect(failed.length).toBeGreaterThan(0);
		expect(failed.length).toBeLessThan(ROWS / 2);
		expect(storm.struck).toBeGreaterThan(4 * FAULTS.length);
	});

	test.each([...FAULT_REASONS])(
		'every call answered by %j: all rows fail after all their attempts, with the reason',
		async (fault, reason) => {
			const { matched, unmatched, model } = await run({ fault: () => fault }, { maxTries: 2 });
			expect(outcomesOf(answered({ matched, unmatched }))).toEqual(cases.map(() => ['failed']));
			const calls = model.calls.map(({ body }) => JSON.stringify(body));
			expect(calls).toHaveLength(2 * new Set(calls).size);
			expect(matched.map(({ json }) => json)).toEqual(
				cases.map(({ item: { json } }) => ({
					error: reason,
					message: expect.stringMatching(
						new RegExp(`. In the input: ${[json.m, json.e].filter(Boolean).join(', ')}\\.$`),
					),
				})),
			);
		},
	);
});

test('a rate limit is waited out by its reset header, however often, and is no attempt', async () => {
	let limited = 0;
	const fault = (call: number) => (call % 3 !== 2 && ++limited < 40 ? LIMITED : undefined);
	const result = await run({ fault }, { batchSize: 12, maxTries: 1 });
	expect(limited).toBeGreaterThan(30);
	expect(answered(result)).toEqual(answers());
});

test("Feishu's own windows are kept: no call is rejected", async () => {
	const result = await run({}, { batchSize: 3 });
	expect(answered(result)).toEqual(answers());
	expect(result.model.calls.length).toBeGreaterThan(100);
	expect(result.model.calls.every(({ status }) => status === 200)).toBe(true);
});
