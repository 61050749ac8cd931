/** Finds a combination by its values. */
import type { Combination, Identifier } from './types';

/** One key of several values or their keys; no value holds a line break, for cells are split at them. */
export const joinKeys = (keys: string[]): string => keys.join('\n');

const firstValue = ([first]: Identifier[]) => first?.value ?? '';
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

	/** The combination that has the same values. */
	get(identifiers: Identifier[]): Combination | undefined {
		const known = this.byFirst.get(firstValue(identifiers));
		if (known instanceof Map) return known.get(otherValues(identifiers));
		return known && haveSameValues(known.identifiers, identifiers) ? known : undefined;
	}

	/** Adds a combination whose values no other has. */
	add(combination: Combination): void {
		const first = firstValue(combination.identifiers);
		const known = this.byFirst.get(first);
		if (known === undefined) {
			this.byFirst.set(first, combination);
		} else if (known instanceof Map) {
			known.set(otherValues(combination.identifiers), combination);
		} else {
			const both = [known, combination];
			this.byFirst.set(first, new Map(both.map((one) => [otherValues(one.identifiers), one])));
		}
	}
}
