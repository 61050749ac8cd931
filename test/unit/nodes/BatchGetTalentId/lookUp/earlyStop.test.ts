/** With On Error = stop: which answer ends the run. */
import {
	neverStop,
	stopAtFirstFailure,
} from '../../../../../nodes/BatchGetTalentId/lookUp/earlyStop';
import type { ShouldStop } from '../../../../../nodes/BatchGetTalentId/lookUp/earlyStop';
import { Answers } from '../../../../../nodes/BatchGetTalentId/types';
import type { Answer, Combination } from '../../../../../nodes/BatchGetTalentId/types';
import { defined } from '../../../../support/defined';
import { planAll, readItems } from '../../../../support/pipeline';
import { valuesOf } from '../../../../support/resolverHarness';

const A = '13800000001';
const B = '13800000002';
const C = '13800000003';
const UNUSABLE = '1.38E+10';

const nobody: Answer = { status: 'answered', talents: [] };
const talent: Answer = { status: 'answered', talents: [{ talent_id: '1' }] };
const rejected: Answer = { status: 'rejected', failure: { message: 'no' } };
const failed: Answer = { status: 'failed', failure: { message: 'no' } };

/**
 * Gives the answers one by one.
 * @param cells the mobile numbers of each row
 * @returns after how many of them the run ends; nothing when it does not
 */
function stopsAfter(cells: string[][], ...answers: Array<[number: string, answer: Answer]>) {
	const items = cells.map((m) => ({ json: { m, code: '86', type: 1 } }));
	const { queries } = planAll(readItems(items, 'any'), 'any', 100);
	const given = new Answers();
	const shouldStop = stopAtFirstFailure(queries, given);
	const stopping = answers.findIndex(([number, answer]) => {
		const combinations = queries.flatMap((one) => one.combinations);
		const combination = defined(
			combinations.find((one) => valuesOf(one) === number),
			'combination',
		);
		given.set(combination, answer);
		return shouldStop(combination, answer);
	});
	return stopping === -1 ? undefined : stopping + 1;
}

test.each<[string, string[][], Array<[string, Answer]>, number | undefined]>([
	['a failed call ends the run at once', [[A, B]], [[A, failed]], 1],
	['a rejected value ends it where its row has no other', [[A], [B]], [[A, rejected]], 1],
	[
		'a rejected value does not end it while another of its row is pending',
		[[A, B]],
		[[A, rejected]],
		undefined,
	],
	[
		'the last answer of a row ends it, if one was rejected and none found a talent',
		[[A, B]],
		[
			[A, rejected],
			[B, nobody],
		],
		2,
	],
	[
		'so it does in the other order',
		[[A, B]],
		[
			[A, nobody],
			[B, rejected],
		],
		2,
	],
	[
		'a talent of another value saves the row',
		[[A, B]],
		[
			[A, rejected],
			[B, talent],
		],
		undefined,
	],
	['an unusable value ends it, if nothing else matches', [[A, UNUSABLE], [B]], [[A, nobody]], 1],
	['an unusable value does not, if another matches', [[A, UNUSABLE]], [[A, talent]], undefined],
	[
		'rows that nobody matches do not end it',
		[[A], [B]],
		[
			[A, nobody],
			[B, nobody],
		],
		undefined,
	],
	['a value of several rows ends it by any of them', [[A, B], [C], [A]], [[A, rejected]], 1],
	[
		'the last answer of a row ends it behind several others',
		[[A, B, C]],
		[
			[A, rejected],
			[B, nobody],
			[C, nobody],
		],
		3,
	],
	[
		'the last answer of one of several rows ends it, be it the first of them',
		[
			[A, B],
			[B, C],
		],
		[
			[A, rejected],
			[B, nobody],
		],
		2,
	],
	[
		'the last answer of one of several rows ends it, be it the last of them',
		[
			[B, C],
			[A, B],
		],
		[
			[A, rejected],
			[B, nobody],
		],
		2,
	],
])('%s', (_, cells, answers, calls) => {
	expect(stopsAfter(cells, ...answers)).toBe(calls);
});

test('with On Error = continue no answer ends the run', () => {
	const [combination] = planAll(readItems([{ json: { m: A } }], 'any'), 'any', 1).queries.flatMap(
		(one) => one.combinations,
	);
	expect(neverStop(defined(combination, 'combination'), failed)).toBe(false);
});

describe('a row with another spelling', () => {
	/** Rejects the likeliest spelling, then gives the other an answer. */
	function stopsAt(ofOther: Answer) {
		const read = readItems([{ json: { e: 'A@x.com' } }], 'any');
		const { planner, queries } = planAll(read, 'any', 100);
		const query = defined(queries[0], 'query');
		const answers = new Answers();
		const give = (shouldStop: ShouldStop, combination: Combination | undefined, answer: Answer) => {
			answers.set(defined(combination, 'combination'), answer);
			return shouldStop(defined(combination, 'combination'), answer);
		};
		const first = give(stopAtFirstFailure(queries, answers), query.combinations[0], rejected);
		const otherSpellings = planner.addOtherSpellings(query) ?? [];
		const shouldStop = stopAtFirstFailure(queries, answers, new Map([[0, otherSpellings]]));
		return [first, give(shouldStop, otherSpellings.flat()[0], ofOther)];
	}

	test('does not end the run before that is asked; it does where that is rejected too', () => {
		expect(stopsAt(rejected)).toEqual([false, true]);
	});

	test('does not end the run where Feishu accepts that', () => {
		expect(stopsAt(nobody)).toEqual([false, false]);
		expect(stopsAt(talent)).toEqual([false, false]);
	});
});
