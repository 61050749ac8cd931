/**
 * The look-up of a run in two steps: each value in its likeliest spelling; then, for queries that
 * nothing has matched, in its other spellings too.
 */
import { isUnanswered } from '../match';
import { hasOtherSpellings } from '../plan';
import type { BatchPlanner } from '../plan';
import { mapInSlices } from '../slices';
import type { CancelContext } from '../slices';
import { Answers } from '../types';
import type {
	Combination,
	LookUpOutcome,
	OtherSpellings,
	PlannedQuery,
	TalentBatch,
} from '../types';
import { BatchResolver } from './batchResolver';
import type { Calls } from './calls';
import { neverStop, stopAtFirstFailure } from './earlyStop';

export interface StepOptions {
	/** On Error = stop: the first item that fails ends the run. */
	stopsAtFailure: boolean;
	/** Called after each batch, with the batches that are done, all that are planned by then, and the calls made. */
	onProgress: (done: number, batches: number, calls: number) => void;
	context: CancelContext;
}

/**
 * @param planner holds the batches of all queries
 * @throws when the execution was cancelled
 */
export async function lookUpInSteps(
	calls: Calls,
	planner: BatchPlanner,
	queries: PlannedQuery[],
	{ stopsAtFailure, onProgress, context }: StepOptions,
): Promise<LookUpOutcome> {
	const answers = new Answers();
	const stopCondition = (spellings?: OtherSpellings) =>
		stopsAtFailure ? stopAtFirstFailure(queries, answers, spellings) : neverStop;
	let shouldStop = stopCondition();
	const resolver = new BatchResolver(calls, answers, (...answer) => shouldStop(...answer));

	let done = 0;
	let planned = 0;
	async function resolve(batches: TalentBatch[]): Promise<void> {
		planned += batches.length;
		await resolver.resolve(batches, () => onProgress(++done, planned, calls.made));
	}

	/** Plans the second step; counts the queries whose other spellings are too many to ask. */
	async function planOtherSpellings(): Promise<{
		otherSpellings: OtherSpellings;
		tooMany: number;
	}> {
		const otherSpellings = new Map<number, Combination[][]>();
		let tooMany = 0;
		await mapInSlices(context, queries, (query) => {
			if (!hasOtherSpellings(query) || !isUnanswered(query.combinations, answers)) return;
			const others = planner.addOtherSpellings(query);
			if (others) otherSpellings.set(query.itemIndex, others);
			else tooMany++;
		});
		return { otherSpellings, tooMany };
	}

	await resolve(planner.takeBatches());
	// Also where the run has ended: without its other spellings a row is not known to be unmatched.
	const { otherSpellings, tooMany } = await planOtherSpellings();
	shouldStop = stopCondition(otherSpellings);
	await resolve(planner.takeBatches());
	const givenUp = [...otherSpellings.values()].filter((spellings) =>
		spellings.some((ways) => ways.some((one) => isUnasked(one, answers))),
	);
	return {
		answers,
		otherSpellings,
		spellingsNotAsked: tooMany + givenUp.length,
		otherIdentifiers: resolver.otherIdentifiers.size,
		calls: calls.made,
		runFailure: calls.runFailure,
		hasAmbiguousReplies: resolver.hasAmbiguousReplies,
	};
}

/** Whether a combination was given up with its group. */
function isUnasked(combination: Combination, answers: Answers): boolean {
	const answer = answers.get(combination);
	return answer?.status === 'rejected' && answer.isUnasked === true;
}
