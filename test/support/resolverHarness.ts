/** A resolver that asks a Feishu played by the test: numbers in, a talent for each back. */
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { FailedCall, Reply } from '../../nodes/BatchGetTalentId/feishu/errors';
import { BatchResolver } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { Calls } from '../../nodes/BatchGetTalentId/lookUp/calls';
import type { CallOptions } from '../../nodes/BatchGetTalentId/lookUp/calls';
import type { TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { ShouldStop } from '../../nodes/BatchGetTalentId/lookUp/earlyStop';
import { neverStop } from '../../nodes/BatchGetTalentId/lookUp/earlyStop';
import { Answers } from '../../nodes/BatchGetTalentId/types';
import type { Answer, Combination, Talent } from '../../nodes/BatchGetTalentId/types';
import { defined } from './defined';
import { noLimiter } from './pipeline';

const FIRST = 13_800_000_000;
const mobile = (i: number) => String(FIRST + i);
const short = (value: string) => Number(value) - FIRST;

/** What a combination asks, in a word. */
export const valuesOf = ({ identifiers }: Pick<Combination, 'identifiers'>): string =>
	identifiers.map(({ value }) => value).join(' ');

let combinations = 0;

export const combination = (i: number, qualifier = '86'): Combination => {
	const value = mobile(i);
	return {
		identifiers: [{ kind: 'mobile_number', value, key: value, qualifier, suspect: false }],
		itemIndex: i,
		isShared: false,
		id: combinations++,
	};
};

export const range = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, i) => first + i);

export const talents = (numbers: number[]): Talent[] =>
	numbers.map((i) => ({ talent_id: `t${i}`, mobile_number: mobile(i) }));

/** The ways in which a call fails, each with how it is retried and what has failed. */
const FAILURES = {
	rateLimited: { retry: 'rateLimit', failure: 'run' },
	tokenRejected: { retry: 'token', failure: 'run' },
	transient: { retry: 'backoff', failure: 'call' },
	noToken: { retry: 'backoff', failure: 'run' },
	badNumber: { retry: 'never', failure: 'value', code: 1002009 },
	badParameter: { retry: 'never', failure: 'value', code: 1002002 },
	failed: { retry: 'never', failure: 'call' },
	fatal: { retry: 'never', failure: 'run' },
} as const;

export type FailureName = keyof typeof FAILURES;

/** A failed call whose message is the name of its failure, unless told otherwise. */
export const failedCall = (name: FailureName, facts: Partial<FailedCall> = {}) =>
	new FeishuError({ ...FAILURES[name], message: name, ...facts });

/** Feishu, rejecting each call that holds one of some numbers. */
export const rejecting =
	(bad: number[], name: FailureName = 'badNumber') =>
	(numbers: number[]): Reply<Talent[]> =>
		numbers.some((number) => bad.includes(number)) ? failedCall(name) : talents(numbers);

/** An answer in a word: the ids of its talents, or its status and why. */
function describeAnswer(answer: Answer): string {
	if (answer.status === 'answered') return answer.talents.map((one) => one.talent_id).join(' ');
	return answer.status === 'skipped' ? 'skipped' : `${answer.status}: ${answer.failure.message}`;
}

export const found = (...numbers: number[]) =>
	Object.fromEntries(numbers.map((number) => [number, `t${number}`]));

/** The same answer for each of some numbers. */
export const all = (answer: string, numbers: number[]) =>
	Object.fromEntries(numbers.map((number) => [number, answer]));

type SetUpOptions = Partial<CallOptions> & { shouldStop?: ShouldStop };

/**
 * A resolver with one attempt per call and no limits, unless told otherwise.
 * @param play answers a call's numbers
 */
export function setUp(
	play: (numbers: number[]) => Reply<TalentEntry[]> | Promise<Reply<TalentEntry[]>>,
	{ shouldStop = neverStop, ...options }: SetUpOptions = {},
) {
	/** The numbers of each call made. */
	const asked: number[][] = [];
	/** When each was made. */
	const times: number[] = [];
	const answers = new Answers();
	const calls = new Calls({
		limiter: noLimiter,
		send: async ({ mobile_number_list: list = [] }) => {
			const numbers = list.map(short);
			asked.push(numbers);
			times.push(Date.now());
			return await play(numbers);
		},
		maxTries: 1,
		...options,
	});
	const resolver = new BatchResolver(calls, answers, shouldStop);
	/** Asks several lists of numbers at once, each a batch of one group. */
	const askBatches = async (...lists: number[][]) => {
		const batches = lists.map((numbers) => ({
			group: 'group',
			combinations: numbers.map((number) => combination(number)),
		}));
		await resolver.resolve(batches);
		const answerOf = (one: Combination) => describeAnswer(defined(answers.get(one), 'answer'));
		return batches.map(({ combinations }) =>
			Object.fromEntries(combinations.map((one) => [short(valuesOf(one)), answerOf(one)])),
		);
	};
	/** Asks numbers as the only batch of its group. */
	const ask = async (...numbers: number[]) => defined((await askBatches(numbers))[0], 'answers');
	return { calls, resolver, ask, askBatches, asked, times };
}
