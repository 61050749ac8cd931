/** With On Error = stop: the first item that has failed for certain ends the run. */
import { matchQuery } from '../match';
import { hasOtherSpellings } from '../plan';
import type { Answer, Answers, Asked, Combination, TalentQuery } from '../types';

/** Whether an answer that has come ends the run. */
export type ShouldStop = (combination: Combination, answer: Answer) => boolean;

export const neverStop: ShouldStop = () => false;

const combinationsOf = ({ combinations, otherSpellings = [] }: Asked) => [
	...combinations,
	...otherSpellings.flat(),
];

/**
 * Tells at each answer whether an item has failed by it: no answer to it is missing, nor another
 * spelling left to ask.
 * @param asked what each query asks
 * @param answers those that have come, the one told of included
 */
export function stopAtFirstFailure(
	queries: TalentQuery[],
	asked: Asked[],
	answers: Answers,
): ShouldStop {
	// Until Feishu rejects a value, only items with a value that cannot be read can fail.
	let canFail = queries.some(({ problem }) => problem);
	let index: FailureIndex | undefined;
	return (combination, answer) => {
		if (answer.status === 'failed') return true;
		canFail ||= answer.status === 'rejected';
		if (!canFail) return false;
		if (index) return index.onAnswer(combination);
		index = new FailureIndex(queries, asked, answers);
		return index.hasFailure();
	};
}

/** Counts for each query the answers that are missing. */
class FailureIndex {
	private readonly missing: Uint32Array;
	/** The indexes of the queries that ask a combination together with others. */
	private readonly sharedBy = new Map<Combination, number[]>();

	constructor(
		private readonly queries: TalentQuery[],
		private readonly asked: Asked[],
		private readonly answers: Answers,
	) {
		this.missing = new Uint32Array(queries.length);
		for (const [index, one] of asked.entries()) {
			for (const combination of combinationsOf(one)) {
				if (!answers.has(combination)) this.missing[index] = (this.missing[index] ?? 0) + 1;
				if (combination.isShared) this.addSharer(combination, index);
			}
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
			: [combination.queryIndex];
		return indexes.some((index) => {
			const missing = (this.missing[index] ?? 1) - 1;
			this.missing[index] = missing;
			return missing === 0 && this.hasFailed(index);
		});
	}

	private hasFailed(index: number): boolean {
		const query = this.queries[index];
		const one = this.asked[index];
		if (!query || !one || (hasOtherSpellings(query) && !one.otherSpellings)) return false;
		return matchQuery(query, one, this.answers).status === 'failed';
	}

	private addSharer(combination: Combination, index: number): void {
		const others = this.sharedBy.get(combination);
		if (others) others.push(index);
		else this.sharedBy.set(combination, [index]);
	}
}
