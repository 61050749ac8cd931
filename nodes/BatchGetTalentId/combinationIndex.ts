/** Finds a combination by its values. */
import type { Combination, Identifier } from './types';

/** One key of several values or their keys; no value holds a line break, for cells are split at them. */
export const joinKeys = (keys: string[]): string => keys.join('\n');

const otherValues = (identifiers: Identifier[]) =>
	joinKeys(identifiers.slice(1).map(({ value }) => value));
const haveSameValues = (some: Identifier[], others: Identifier[]) =>
	some.every(({ value }, index) => value === others[index]?.value);

/**
 * The combinations of one group. Most differ in their first value already: that is their key, for to join
 * the values of each would cost a twentieth of a run.
 */
export class CombinationIndex {
	/** By the first value; where several have the same, by the others. */
	private readonly byFirst = new Map<string, Combination | Map<string, Combination>>();

	/**
	 * Adds a combination, unless one has the same values already.
	 * @returns that one, or else the combination itself
	 */
	add(combination: Combination): Combination {
		const { identifiers } = combination;
		const first = identifiers[0]?.value ?? '';
		const known = this.byFirst.get(first);
		if (known === undefined) {
			this.byFirst.set(first, combination);
			return combination;
		}
		if (known instanceof Map) {
			const others = otherValues(identifiers);
			const same = known.get(others);
			if (!same) known.set(others, combination);
			return same ?? combination;
		}
		if (haveSameValues(known.identifiers, identifiers)) return known;
		const both = [known, combination];
		this.byFirst.set(first, new Map(both.map((one) => [otherValues(one.identifiers), one])));
		return combination;
	}
}
