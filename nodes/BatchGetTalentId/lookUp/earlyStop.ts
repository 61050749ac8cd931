/** With On Error = stop: the first item that has failed for certain ends the run. */
import { matchQuery } from '../match';
import type { Plan } from '../plan';
import type { Answer, Answers, Combination, TalentQuery } from '../types';

/** Whether an answer that has come ends the run. */
export type ShouldStop = (combination: Combination, answer: Answer) => boolean;

export const neverStop: ShouldStop = () => false;

/** The indexes of the queries that ask each combination. */
function indexQueries({ asked }: Plan): Map<Combination, number[]> {
	const indexes = new Map<Combination, number[]>();
	for (const [index, combinations] of asked.entries()) {
		for (const combination of combinations) {
			const others = indexes.get(combination);
			if (others) others.push(index);
			else indexes.set(combination, [index]);
		}
	}
	return indexes;
}

/**
 * Tells at each answer whether an item has failed by it.
 * @param answers those that have come, the one told of included
 */
export function stopAtFirstFailure(
	plan: Plan,
	queries: TalentQuery[],
	answers: Answers,
): ShouldStop {
	// Until Feishu rejects a value, only items with a value that cannot be asked can fail.
	let canFail = queries.some(({ problem }) => problem);
	let indexes: Map<Combination, number[]> | undefined;
	const isPending = (combination: Combination) => !answers.has(combination);
	const hasFailed = (index: number) => {
		const query = queries[index];
		const asked = plan.asked[index] ?? [];
		// Search backwards: pending combinations are last.
		if (!query || asked.findLast(isPending)) return false;
		return matchQuery(query, asked, answers).status === 'failed';
	};
	return (combination, answer) => {
		if (answer.status === 'failed') return true;
		canFail ||= answer.status === 'rejected';
		if (!canFail) return false;
		indexes ??= indexQueries(plan);
		return (indexes.get(combination) ?? []).some(hasFailed);
	};
}
