/** The two steps of a look-up: what is asked in the second, and what becomes of it where the run ends before. */
import type { INode } from 'n8n-workflow';

import { Calls } from '../../../../../nodes/BatchGetTalentId/lookUp/calls';
import type { BatchGetIdBody } from '../../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { lookUpInSteps } from '../../../../../nodes/BatchGetTalentId/lookUp/steps';
import { BatchPlanner } from '../../../../../nodes/BatchGetTalentId/plan';
import { isFailed, itemOf } from '../../../../support/oracle';
import { noLimiter, readItems, runPipeline } from '../../../../support/pipeline';
import { failedCall } from '../../../../support/resolverHarness';

const ROWS = [{ e: 'A@x.com' }, { e: 'b@x.com' }, { e: 'C@x.com' }];

/** Runs the rows, each in a call of its own, against a Feishu that has nobody. */
async function run(play: (email: string) => ReturnType<typeof failedCall> | never[]) {
	const asked: string[] = [];
	const send = async ({ email_list: [email = ''] = [] }: BatchGetIdBody) => {
		asked.push(email);
		return play(email);
	};
	const items = ROWS.map((json) => ({ json }));
	const { matched, unmatched } = await runPipeline(items, { matchBy: 'all', batchSize: 1, send });
	return { asked, matched, unmatched: unmatched.map(itemOf) };
}

test('fails a row whose likeliest spelling was given up with its group, and whose other one finds nobody', async () => {
	const items = [...'ABCDEFGHIJ'].map((name) => ({ json: { e: `${name}@x.com` } }));
	const send = async ({ email_list: list = [] }: BatchGetIdBody) =>
		list.some((email) => email !== email.toLowerCase()) ? failedCall('badParameter') : [];
	const { matched, unmatched } = await runPipeline(items, { matchBy: 'all', batchSize: 2, send });
	// Of the first batch both were asked alone, and one of each of three others.
	expect(unmatched.map(itemOf)).toEqual([0, 1, 2, 4, 6]);
	expect(matched.map(itemOf)).toEqual([3, 5, 7, 8, 9]);
	for (const { json } of matched) expect(json.error).toContain('rejected every value of a call');
});

test('asks nothing of a row whose values combine in too many ways, nor its other spellings', async () => {
	const values = Array.from({ length: 150 }, (_, i) => i);
	const json = {
		m: values.map((i) => `138${10_000_000 + i}`),
		e: values.map((i) => `A${i}@x.com`),
	};
	const settings = { matchBy: 'all', batchSize: 100, send: async () => [] } as const;
	const { matched, calls } = await runPipeline([{ json }], settings);
	expect(calls).toBe(0);
	expect(matched.filter(isFailed)).toHaveLength(1);
});

test('asks other spellings after all likeliest ones', async () => {
	const { asked, unmatched } = await run(() => []);
	expect(asked).toEqual(['A@x.com', 'b@x.com', 'C@x.com', 'a@x.com', 'c@x.com']);
	expect(unmatched).toEqual([0, 1, 2]);
});

test.each(['C@x.com', 'a@x.com'])(
	'fails the rows whose other spellings were not asked where the run ends at %s',
	async (end) => {
		const { asked, matched, unmatched } = await run((email) =>
			email === end ? failedCall('fatal') : [],
		);
		expect(asked.at(-1)).toBe(end === 'C@x.com' ? end : 'c@x.com');
		expect(unmatched).toEqual(end === 'C@x.com' ? [1] : [1, 2]);
		expect(matched.filter(isFailed).map(({ json }) => json.error)).toEqual(
			matched.map(() => 'fatal'),
		);
	},
);

/** Looks rows up, and says what was asked and told meanwhile. */
async function lookUp(
	rows: Array<{ e: string }>,
	play: (email: string) => ReturnType<typeof failedCall> | object[],
	{ stopsAtFailure = false, batchSize = 1 } = {},
) {
	const emails: string[] = [];
	const progress: number[][] = [];
	const send = async ({ email_list: list = [] }: BatchGetIdBody) => {
		emails.push(list.join(' '));
		return play(list.join(' ')) as never;
	};
	const items = rows.map((json) => ({ json }));
	const planner = new BatchPlanner('all', batchSize);
	const queries = readItems(items, 'all').map((query) => planner.add(query));
	const calls = new Calls({ limiter: noLimiter, send, maxTries: 1 });
	const outcome = await lookUpInSteps(calls, planner, queries, {
		stopsAtFailure,
		onProgress: (...one) => progress.push(one),
		context: { getExecutionCancelSignal: () => undefined, getNode: () => ({}) as INode },
	});
	return { emails, progress, outcome, calls };
}

const rejectingAll = (...bad: string[]) => {
	return (email: string) => (bad.includes(email) ? failedCall('badParameter') : []);
};

test('tells after each batch how many are done, how many are planned by then, and the calls made', async () => {
	const { progress } = await lookUp(ROWS, () => []);
	expect(progress).toEqual([
		[1, 3, 3],
		[2, 3, 3],
		[3, 3, 3],
		[4, 5, 5],
		[5, 5, 5],
	]);
});

test('asks other spellings only of rows that have some, and whose likeliest has no talent', async () => {
	const { emails, outcome } = await lookUp(ROWS, (email) =>
		email === 'A@x.com' ? [{ talent_id: '1', email }] : [],
	);
	expect(emails).toEqual(['A@x.com', 'b@x.com', 'C@x.com', 'c@x.com']);
	expect([...outcome.otherSpellings.keys()]).toEqual([2]);
	expect(outcome.spellingsNotAsked).toBe(0);
});

describe('with On Error = stop', () => {
	test('ends the run behind a step in which a row has failed', async () => {
		const play = rejectingAll('b@x.com');
		const { emails, calls } = await lookUp(ROWS, play, { stopsAtFailure: true });
		expect(emails).toEqual(['A@x.com', 'b@x.com', 'C@x.com']);
		expect(calls.end).toEqual({ status: 'skipped' });
		expect((await lookUp(ROWS, play)).calls.end).toBeUndefined();
	});

	test('ends it where a row fails by its other spelling', async () => {
		const play = rejectingAll('A@x.com', 'a@x.com');
		const { emails, calls } = await lookUp(ROWS, play, { stopsAtFailure: true });
		expect(emails).toContain('a@x.com');
		expect(calls.end).toEqual({ status: 'skipped' });
	});

	test('does not end it where one of the spellings of each row is accepted', async () => {
		const play = rejectingAll('A@x.com', 'c@x.com');
		const { calls } = await lookUp(ROWS, play, { stopsAtFailure: true });
		expect(calls.end).toBeUndefined();
	});
});

describe('counts the rows whose other spellings were not asked', () => {
	test('because their group was given up', async () => {
		const rows = ['A B', 'C D', 'E F', 'G H', 'I J', 'K L'].map((pair) => ({
			e: pair.replace(/\w/g, '$&@x.com').replace(' ', ','),
		}));
		const play = (emails: string) => (/[a-l]@/.test(emails) ? failedCall('badParameter') : []);
		const { emails, outcome } = await lookUp(rows, play, { batchSize: 2 });
		// The first batch is bisected, and one email of each of three others asked alone.
		expect(emails.filter((asked) => /^[a-l]@x.com$/.test(asked)).sort()).toEqual(
			['a', 'b', 'c', 'e', 'g'].map((name) => `${name}@x.com`),
		);
		expect(outcome.spellingsNotAsked).toBe(5);
	});

	test('because they combine in too many ways', async () => {
		jest.spyOn(BatchPlanner.prototype, 'addOtherSpellings').mockReturnValueOnce(undefined);
		const { emails, outcome } = await lookUp(ROWS, () => []);
		expect(emails).toEqual(['A@x.com', 'b@x.com', 'C@x.com', 'c@x.com']);
		expect([...outcome.otherSpellings.keys()]).toEqual([2]);
		expect(outcome.spellingsNotAsked).toBe(1);
	});
});
