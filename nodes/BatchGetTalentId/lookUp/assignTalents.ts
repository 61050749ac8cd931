/** Which talents of a reply belong to which combination of its batch. */
import { joinKeys } from '../combinationIndex';
import { comparisonKey } from '../read/cell';
import type { Combination, IdentifierKind } from '../types';

/** Texts by their kind, as a talent has them. */
type Shown = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';

/** Where combinations with the same keys stand in a batch: more than one where they differ in spelling only. */
function indexByKeys(combinations: Combination[]): Map<string, number[]> {
	const indexes = new Map<string, number[]>();
	for (const [index, { identifiers }] of combinations.entries()) {
		const keys = joinKeys(identifiers.map(({ key }) => key));
		const others = indexes.get(keys);
		if (others) others.push(index);
		else indexes.set(keys, [index]);
	}
	return indexes;
}

/** Whether all the keys of a combination are shown. */
function areKeysShown({ identifiers }: Combination, shown: Shown): boolean {
	for (const { kind, key } of identifiers) if (key !== shown[kind]) return false;
	return true;
}

/**
 * @returns a function that finds where in a batch the combinations stand whose keys are shown. In most
 * batches the first keys differ already, and to join all of them would cost a twentieth of a run.
 */
function openIndex(
	combinations: Combination[],
	kinds: IdentifierKind[],
): (shown: Shown) => number[] | undefined {
	const [firstKind = 'mobile_number'] = kinds;
	const byFirst = new Map<unknown, number>();
	let next = 0;
	for (const { identifiers } of combinations) byFirst.set(identifiers[0]?.key, next++);
	if (byFirst.size < combinations.length) {
		const byAll = indexByKeys(combinations);
		return (shown) => {
			const keys = kinds.map((kind) => shown[kind]);
			return keys.every(isText) ? byAll.get(joinKeys(keys)) : undefined;
		};
	}
	return (shown) => {
		const index = byFirst.get(shown[firstKind]) ?? -1;
		const combination = combinations[index];
		return combination && areKeysShown(combination, shown) ? [index] : undefined;
	};
}

/**
 * @returns a function that tells whether a batch asks a key, or a value. A reply may hold many cross
 * matches: sets keep its cost linear. Most hold none, and need no sets.
 */
function openAsked(combinations: Combination[], property: 'key' | 'value') {
	const asked = new Map<IdentifierKind, Set<unknown>>();
	return (kind: IdentifierKind, one: unknown): boolean => {
		let ofKind = asked.get(kind);
		if (!ofKind) {
			const identifiers = combinations.flatMap((combination) => combination.identifiers);
			const same = identifiers.filter((identifier) => identifier.kind === kind);
			ofKind = new Set(same.map((identifier) => identifier[property]));
			asked.set(kind, ofKind);
		}
		return ofKind.has(one);
	};
}

/**
 * @param combination any one of the batch
 * @returns the keys of what a talent shows; nothing where it lacks a text
 */
function keysOf(talent: Shown, combination: Combination): Shown | undefined {
	const keys: Shown = {};
	for (const { kind, qualifier } of combination.identifiers) {
		const value = talent[kind];
		if (!isText(value)) return undefined;
		keys[kind] = comparisonKey(kind, value, qualifier);
	}
	return keys;
}

/**
 * Assigns the talents of one reply to the combinations of its batch.
 * A talent that fits values of different combinations only is a cross match and belongs to none.
 * A batch of one combination takes whatever Feishu returned for it.
 * @returns the talents of each combination that has some, in the order of the combinations; nothing
 * when that is ambiguous: the reply masks a number, say, or items ask one identifier in different
 * spellings, of which Feishu may know one only. The batch must then be split.
 */
export function assignTalents<T extends Record<string, unknown>>(
	combinations: Combination[],
	talents: T[],
): Array<T[] | undefined> | undefined {
	const [first] = combinations;
	if (!first || combinations.length === 1) return [talents];
	const assigned: Array<T[] | undefined> = combinations.map(() => undefined);
	if (talents.length === 0) return assigned;

	const kinds = first.identifiers.map(({ kind }) => kind);
	const find = openIndex(combinations, kinds);
	const isKeyAsked = openAsked(combinations, 'key');
	const isValueAsked = openAsked(combinations, 'value');
	const isCrossMatch = (keys: Shown) => kinds.every((kind) => isKeyAsked(kind, keys[kind]));
	/** Whether a talent may have been found by the spelling of another combination, and by a value of this one. */
	const mayBeCrossMatch = (index: number, talent: T) =>
		combinations[index]?.identifiers.some(
			({ kind, value }) => value !== talent[kind] && isValueAsked(kind, talent[kind]),
		);
	/** Whether only one item asks these: then it does not matter which of its spellings was found. */
	const areOfOneItem = (indexes: number[]) =>
		new Set(indexes.map((index) => combinations[index]?.itemIndex)).size === 1 &&
		!indexes.some((index) => combinations[index]?.isShared);
	for (const talent of talents) {
		// Most come as they were asked, and need not be normalised.
		let found = find(talent);
		if (!found) {
			const keys = keysOf(talent, first);
			if (!keys) return undefined;
			found = find(keys);
			if (!found) {
				if (isCrossMatch(keys)) continue;
				return undefined;
			}
		}
		const isTold =
			found.length > 1 ? areOfOneItem(found) : !mayBeCrossMatch(found[0] ?? -1, talent);
		if (!isTold) return undefined;
		for (const index of found) {
			const known = assigned[index];
			// Not pushed to an empty array: V8 makes room for 17 then.
			if (known) known.push(talent);
			else assigned[index] = [talent];
		}
	}
	return assigned;
}

/**
 * Whether a talent shows no other identifier, country code or type than was asked. One that is missing
 * or masked shows none.
 */
export function isAsAsked({ identifiers }: Combination, talent: Record<string, unknown>): boolean {
	return identifiers.every(({ kind, qualifier, key }) => {
		const value = talent[kind];
		if (typeof value !== 'string' || value.includes('*')) return true;
		const shown = kind === 'mobile_number' ? talent.mobile_code : talent.identification_type;
		const isOfQualifier =
			kind === 'email' ||
			(typeof shown !== 'string' && typeof shown !== 'number') ||
			String(shown).replace(/^\+/, '') === qualifier;
		return isOfQualifier && comparisonKey(kind, value, qualifier) === key;
	});
}

/**
 * Splits a batch whose reply was ambiguous: combinations of one key go to different parts; where all keys
 * differ, it is bisected.
 */
export function splitAmbiguous(combinations: Combination[]): Combination[][] {
	const parts: Combination[][] = [];
	for (const indexes of indexByKeys(combinations).values()) {
		for (const [part, index] of indexes.entries()) {
			const combination = combinations[index];
			if (combination) (parts[part] ??= []).push(combination);
		}
	}
	return parts.length > 1 ? parts : bisect(combinations);
}

/** Cuts a list in two, the first part as long as the second or one longer. */
export function bisect<T>(list: T[]): T[][] {
	const middle = Math.ceil(list.length / 2);
	return [list.slice(0, middle), list.slice(middle)];
}
