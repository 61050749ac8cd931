/** The values that Feishu rejected in a run: a call that holds one is rejected as a whole. */
import type { Answer, Combination, Identifier } from '../types';

const nameOf = ({ kind, qualifier, value }: Identifier) => `${kind}:${qualifier}:${value}`;

export class RejectedValues {
	private readonly answers = new Map<string, Answer>();

	get size(): number {
		return this.answers.size;
	}

	/** Notes a value that was rejected alone, or that Feishu named. */
	add(identifier: Identifier, answer: Answer): void {
		this.answers.set(nameOf(identifier), answer);
	}

	/** The rejection of a combination by one of its values, if it is known. */
	find({ identifiers }: Combination): Answer | undefined {
		if (this.answers.size === 0) return undefined;
		for (const identifier of identifiers) {
			const answer = this.answers.get(nameOf(identifier));
			if (answer) return answer;
		}
		return undefined;
	}
}

/**
 * Puts combinations with a common value side by side, the commonest first: bisection then finds a
 * rejected one among them with the fewest calls.
 */
export function gatherByValue(combinations: Combination[]): Combination[] {
	const counts = new Map<string, number>();
	for (const { identifiers } of combinations) {
		for (const name of identifiers.map(nameOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	if (counts.size === combinations.length * (combinations[0]?.identifiers.length ?? 0)) {
		return combinations;
	}
	const commonest = ({ identifiers }: Combination) =>
		identifiers
			.map((identifier) => ({
				name: nameOf(identifier),
				count: counts.get(nameOf(identifier)) ?? 0,
			}))
			.reduce((first, second) => (second.count > first.count ? second : first));
	return combinations
		.map((combination) => ({ combination, ...commonest(combination) }))
		.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : Number(a.name > b.name)))
		.map(({ combination }) => combination);
}

/** The value that all of several combinations have, if there is one. */
export const findCommonValue = ([first, ...others]: Combination[]): Identifier | undefined =>
	others.length === 0
		? undefined
		: first?.identifiers.find((identifier, index) =>
				others.every(({ identifiers }) => identifiers[index]?.value === identifier.value),
			);
