/** A client that asks a Feishu played by the test: numbers in, a talent for each back. */
import { FeishuClient } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import type { ClientSettings } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import type { Verdict } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/tokenManager';
import { placeTalents } from '../../nodes/BatchGetTalentId/match';
import type { Answer, Answers, Combination, Talent } from '../../nodes/BatchGetTalentId/types';
import { defined } from './defined';
import { noLimiter } from './noLimiter';

export { runAllTimers as settle } from './fakeTimers';

const FIRST = 13_800_000_000;
const mobile = (i: number) => String(FIRST + i);
const short = (value: string) => Number(value) - FIRST;

export const combination = (i: number, qualifier = '86'): Combination => {
	const value = mobile(i);
	return {
		identifiers: [{ kind: 'mobile_number', value, key: value, qualifier, suspect: false }],
		key: value,
	};
};

export const range = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, i) => first + i);

const talent = (i: number): Talent => ({ talent_id: `t${i}`, mobile_number: mobile(i) });

export const talents = (numbers: number[]): Talent[] => numbers.map(talent);

/** A refusal that says no more than its verdict, unless told to. */
export const refusal = (
	verdict: Verdict,
	facts: Partial<ConstructorParameters<typeof FeishuError>[1]> = {},
) => new FeishuError(verdict, { message: verdict, ...facts });

/** Feishu, refusing each call that holds one of some numbers. */
export const refusing =
	(bad: number[], verdict: Verdict = 'badNumber') =>
	(numbers: number[]): Reply =>
		numbers.some((number) => bad.includes(number)) ? refusal(verdict) : talents(numbers);

/** An answer in a word: the ids of its talents, or its status and why. */
function tell(answer: Answer): string {
	switch (answer.status) {
		case 'answered':
			return answer.talents.map(({ talent_id }) => talent_id).join(' ');
		case 'skipped':
			return 'skipped';
		default:
			return `${answer.status}: ${answer.failure.message}`;
	}
}

/** The answers by number. */
const outcomes = (combinations: Combination[], answers: Answers): Record<number, string> =>
	Object.fromEntries(
		combinations.map((one) => [short(one.key), tell(defined(answers.get(one), 'answer'))]),
	);

export const found = (...numbers: number[]) =>
	Object.fromEntries(numbers.map((number) => [number, `t${number}`]));

/** The same outcome for each of some numbers. */
export const all = (outcome: string, numbers: number[]) =>
	Object.fromEntries(numbers.map((number) => [number, outcome]));

/**
 * A client with one try a call and no limits, unless told otherwise.
 * @param play answers a call's numbers
 */
export function setUp(
	play: (numbers: number[]) => Reply | Promise<Reply>,
	settings: Partial<ClientSettings> = {},
) {
	/** The numbers of each call made. */
	const asked: number[][] = [];
	/** When each was made. */
	const times: number[] = [];
	const answers: Answers = new Map();
	const client = new FeishuClient({
		limiter: noLimiter,
		send: async ({ mobile_number_list: list = [] }) => {
			const numbers = list.map(short);
			asked.push(numbers);
			times.push(Date.now());
			return await play(numbers);
		},
		place: placeTalents,
		maxTries: 1,
		answers,
		endsRun: () => false,
		...settings,
	});
	/** Asks numbers as one batch of a group. */
	const askOf = async (group: string, ...numbers: number[]) => {
		const combinations = numbers.map((number) => combination(number));
		await client.ask({ group, combinations });
		return outcomes(combinations, answers);
	};
	const ask = async (...numbers: number[]) => await askOf('group', ...numbers);
	return { client, ask, askOf, asked, times };
}
