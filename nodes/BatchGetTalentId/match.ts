/** Step 4: which talents belong to which item. */
import { joinKeys } from './combinationIndex';
import type { Failure } from './feishu/errors';
import { comparisonKey } from './read/cell';
import { shorten } from './read/problems';
import { KINDS } from './types';
import type {
	Answer,
	Answers,
	Combination,
	Identifier,
	Match,
	PlannedQuery,
	Result,
	Talent,
	TalentQuery,
} from './types';

/** Where combinations with the same key stand in a batch: more than one where they differ in spelling only. */
function indexByKey(combinations: Combination[]): Map<string, number[]> {
	const indexes = new Map<string, number[]>();
	for (const [index, { identifiers }] of combinations.entries()) {
		const key = joinKeys(identifiers.map((one) => one.key));
		const others = indexes.get(key);
		if (others) others.push(index);
		else indexes.set(key, [index]);
	}
	return indexes;
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
	if (combinations.length === 1) return [talents];
	const assigned: Array<T[] | undefined> = combinations.map(() => undefined);
	if (talents.length === 0) return assigned;

	const kinds = combinations[0]?.identifiers ?? [];
	const indexes = indexByKey(combinations);
	const keysOf = (values: string[]) =>
		kinds.map(({ kind, qualifier }, index) => comparisonKey(kind, values[index] ?? '', qualifier));
	// A reply may hold many cross matches: sets keep its cost linear. Most hold none, and need no sets.
	const askedBy = (property: 'key' | 'value') =>
		kinds.map(
			(_, index) => new Set(combinations.map(({ identifiers }) => identifiers[index]?.[property])),
		);
	let askedKeys: ReturnType<typeof askedBy> | undefined;
	const isAsked = (key: string, kind: number) => (askedKeys ??= askedBy('key'))[kind]?.has(key);
	let askedValues: ReturnType<typeof askedBy> | undefined;
	/** Whether a talent may have been found by the spelling of another combination, and by a value of this one. */
	const mayBeCross = (index: number, values: string[]) =>
		combinations[index]?.identifiers.some(
			({ value }, kind) =>
				value !== values[kind] && (askedValues ??= askedBy('value'))[kind]?.has(values[kind]),
		);
	/** Whether only one item asks these: then it does not matter which of its spellings was found. */
	const areOfOneItem = (found: number[]) =>
		new Set(found.map((index) => combinations[index]?.itemIndex)).size === 1 &&
		!found.some((index) => combinations[index]?.isShared);
	for (const talent of talents) {
		const values = kinds.map(({ kind }) => talent[kind]);
		if (!values.every((value) => typeof value === 'string')) return undefined;
		// Most come as they were asked, and need not be normalised.
		let found = indexes.get(joinKeys(values));
		if (!found) {
			const keys = keysOf(values);
			found = indexes.get(joinKeys(keys));
			if (!found && !keys.every(isAsked)) return undefined;
			if (!found) continue;
		}
		const isTold = found.length > 1 ? areOfOneItem(found) : !mayBeCross(found[0] ?? -1, values);
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
	for (const indexes of indexByKey(combinations).values()) {
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

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** One talent of two replies: the first non-empty value of each field wins. */
function mergeTalents(first: Talent, second: Talent): Talent {
	const gained = Object.entries(second).filter(
		([field, value]) => isEmpty(first[field]) && !(isEmpty(value) && Object.hasOwn(first, field)),
	);
	return { ...first, ...Object.fromEntries(gained) };
}

/** Two finds of one talent as one. */
export const mergeMatches = (first: Match, second: Match): Match => ({
	talent: mergeTalents(first.talent, second.talent),
	matchedBy: KINDS.filter(
		(kind) => first.matchedBy.includes(kind) || second.matchedBy.includes(kind),
	),
});

/** Each talent once, at the index of its first find, merged over all its finds. */
function dedupeMatches(found: Match[]): Match[] {
	if (found.length < 2) return found;
	const byId = new Map<string, Match>();
	for (const match of found) {
		const known = byId.get(match.talent.talent_id);
		byId.set(match.talent.talent_id, known ? mergeMatches(known, match) : match);
	}
	return [...byId.values()];
}

/** Why a combination is rejected: Feishu rejected each of its spellings that was asked. */
function rejectionOf(family: Combination[], answers: Answers): Failure | undefined {
	let failure: Failure | undefined;
	for (const combination of family) {
		const answer = answers.get(combination);
		if (answer?.status === 'answered') return undefined;
		if (answer?.status === 'rejected') failure ??= answer.failure;
	}
	return failure;
}

/**
 * Decides what becomes of a query: a failed call fails it; else a talent matches it; else a value that
 * cannot be read, or was rejected in all its spellings, fails it.
 * @param otherSpellings those that were asked, for each of its combinations
 */
export function matchQuery(
	query: PlannedQuery,
	answers: Answers,
	otherSpellings?: Combination[][],
): Result {
	let found: Match[] | undefined;
	let rejected: Result | undefined;
	let isSkipped = false;
	for (const [index, likeliest] of query.combinations.entries()) {
		const others = otherSpellings?.[index] ?? [];
		const family = others.length > 0 ? [likeliest, ...others] : [likeliest];
		for (const combination of family) {
			const answer: Answer = answers.get(combination) ?? { status: 'skipped' };
			switch (answer.status) {
				case 'failed':
					return failQuery(query, answer.failure, likeliest);
				case 'rejected':
					break;
				case 'skipped':
					isSkipped = true;
					break;
				case 'answered': {
					if (answer.talents.length === 0) break;
					const matchedBy = combination.identifiers.map(({ kind }) => kind);
					const matches = answer.talents.map((talent) => ({ talent, matchedBy }));
					if (!found) found = matches;
					else for (const match of matches) found.push(match);
				}
			}
		}
		if (rejected || found) continue;
		const failure = rejectionOf(family, answers);
		if (failure) rejected = failQuery(query, failure, likeliest);
	}
	if (isSkipped) return { status: 'skipped' };
	if (found) return { status: 'matched', matches: dedupeMatches(found) };
	if (rejected) return rejected;
	const { problem } = query;
	if (problem) return { status: 'failed', failure: problem, identifier: problem.identifier };
	return { status: 'unmatched' };
}

/** @param combination of the query, possibly as another query wrote it: the values are shown as they stand in its own cells */
function failQuery(query: TalentQuery, failure: Failure, combination: Combination): Result {
	const own = combination.identifiers.map(
		({ kind, qualifier, value }) =>
			query.identifiers.find(
				(one) => one.kind === kind && one.qualifier === qualifier && one.value === value,
			) ?? { value },
	);
	return { status: 'failed', failure, identifier: own.map(describe).join(', ') };
}

/** A value for an error text: as it stands in the sheet, and as it was read where that differs. */
function describe({ value, cell }: Pick<Identifier, 'value' | 'cell'>): string {
	return cell === undefined || cell === value
		? shorten(value)
		: `${shorten(cell)} (read as ${shorten(value)})`;
}

/** Whether a query was asked, and neither a talent nor a failed call came of it: its other spellings may help. */
export const isUnanswered = (combinations: Combination[], answers: Answers): boolean =>
	combinations.every((combination) => {
		const answer = answers.get(combination);
		return (
			answer?.status === 'rejected' ||
			(answer?.status === 'answered' && answer.talents.length === 0)
		);
	});
