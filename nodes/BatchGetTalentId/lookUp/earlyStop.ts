/** With On Error = stop: the first item that has failed for certain ends the run. */
import { matchQuery } from '../match';
import { hasOtherSpellings } from '../plan';
import type { Answer, Answers, Combination, OtherSpellings, PlannedQuery } from '../types';

/** Whether an answer that has come ends the run. */
export type ShouldStop = (combination: Combination, answer: Answer) => boolean;

export const neverStop: ShouldStop = () => false;

/**
 * Tells at each answer whether an item has failed by it: no answer to it is missing, nor another
 * spelling left to ask.
 * @param answers those that have come, the one told of included
 * @param otherSpellings those that are asked, in the second step; without them no item that has some
 * has failed for certain
 */
export function stopAtFirstFailure(
	queries: PlannedQuery[],
	answers: Answers,
	otherSpellings?: OtherSpellings,
): ShouldStop {
	// Until Feishu rejects a value, only items with a value that cannot be read can fail.
	let canFail = queries.some(({ problem }) => problem);
	let index: FailureIndex | undefined;
	return (combination, answer) => {
		if (answer.status === 'failed') return true;
		canFail ||= answer.status === 'rejected';
		if (!canFail) return false;
		if (index) return index.onAnswer(combination);
		index = new FailureIndex(queries, answers, otherSpellings);
		return index.hasFailure();
	};
}

/** Counts for each query the answers that are missing. */
class FailureIndex {
	private readonly missing: Uint32Array;
	/** The indexes of the queries that ask a combination together with others. */
	private readonly sharedBy = new Map<Combination, number[]>();

	constructor(
		private readonly queries: PlannedQuery[],
		private readonly answers: Answers,
		private readonly otherSpellings?: OtherSpellings,
	) {
		this.missing = new Uint32Array(queries.length);
		for (const [index, { combinations }] of queries.entries()) {
			this.count(combinations, index);
			for (const ways of otherSpellings?.get(index) ?? []) this.count(ways, index);
		}
	}

	private count(combinations: Combination[], index: number): void {
		for (const combination of combinations) {
			if (!this.answers.has(combination)) this.missing[index] = (this.missing[index] ?? 0) + 1;
			if (combination.isShared) this.addSharer(combination, index);
		}
	}

	/** Whether an item has failed by now. */
	hasFailure(): boolean {
		return this.queries.some((_, index) => this.missing[index] === 0 && this.hasFailed(index));
	}

	/** Whether an item has failed by this answer. */
	onAnswer(combination: Combination): boolean {
		const indexes = combination.isShared
			? (this.sharedBy.get(combination) ?? [])
			: [combination.itemIndex];
		return indexes.some((index) => {
			const missing = (this.missing[index] ?? 1) - 1;
			this.missing[index] = missing;
			return missing === 0 && this.hasFailed(index);
		});
	}

	private hasFailed(index: number): boolean {
		const query = this.queries[index];
		if (!query || (hasOtherSpellings(query) && !this.otherSpellings)) return false;
		const otherSpellings = this.otherSpellings?.get(index);
		return matchQuery(query, this.answers, otherSpellings).status === 'failed';
	}

	private addSharer(combination: Combination, index: number): void {
		const others = this.sharedBy.get(combination);
		if (others) others.push(index);
		else this.sharedBy.set(combination, [index]);
	}
}
