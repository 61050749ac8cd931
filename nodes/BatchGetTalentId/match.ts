/** Step 4: which talents belong to which item. */
import { comparisonKey, joinKeys, shorten } from './read/cell';
import { KINDS } from './types';
import type { Answer, Answers, Combination, Match, Result, Talent, TalentQuery } from './types';

/**
 * Shares the talents of one reply out to the combinations of its batch.
 * A talent that fits values of different combinations only is a cross match and belongs to none
 * (invariant 2). A batch of one combination takes whatever Feishu returned for it.
 * @returns the talents of each combination, in their order, or nothing if a talent cannot be placed,
 * say because the reply masks its number: the batch must then be split
 */
export function placeTalents(
	combinations: Combination[],
	talents: Talent[],
): Talent[][] | undefined {
	if (combinations.length === 1) return [talents];

	const kinds = combinations[0]?.identifiers ?? [];
	const placed = combinations.map((): Talent[] => []);
	const places = new Map(combinations.map(({ key }, place) => [key, place]));
	const keysOf = (values: string[]) =>
		kinds.map(({ kind, qualifier }, place) => comparisonKey(kind, values[place] ?? '', qualifier));
	const isAsked = (key: string, place: number) =>
		combinations.some(({ identifiers }) => identifiers[place]?.key === key);
	for (const talent of talents) {
		const values = kinds.map(({ kind }) => talent[kind]);
		if (!values.every((value) => typeof value === 'string')) return undefined;
		// Most come as they were asked, and need not be normalised.
		const place = places.get(joinKeys(values)) ?? places.get(joinKeys(keysOf(values)));
		if (place !== undefined) placed[place]?.push(talent);
		else if (!keysOf(values).every(isAsked)) return undefined;
	}
	return placed;
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

/** Each talent once, at its first place, merged over all its finds. */
function uniteMatches(found: Match[]): Match[] {
	// A copy, for V8 gives an array that is pushed to room for 17.
	if (found.length < 2) return [...found];
	const byId = new Map<string, Match>();
	for (const match of found) {
		const known = byId.get(match.talent.talent_id);
		byId.set(match.talent.talent_id, known ? mergeMatches(known, match) : match);
	}
	return [...byId.values()];
}

/**
 * Decides what becomes of a query, in the order of docs/architecture.md, "What becomes of an item".
 * @param asked its combinations, as planned
 */
export function matchQuery(query: TalentQuery, asked: Combination[], answers: Answers): Result {
	const found: Match[] = [];
	let rejected: Result | undefined;
	let skipped: Result | undefined;
	for (const combination of asked) {
		const answer: Answer = answers.get(combination) ?? { status: 'skipped' };
		switch (answer.status) {
			case 'failed':
				return { status: 'failed', failure: answer.failure, identifier: show(combination) };
			case 'rejected':
				rejected ??= { status: 'failed', failure: answer.failure, identifier: show(combination) };
				break;
			case 'skipped':
				skipped ??= answer;
				break;
			case 'answered': {
				if (answer.talents.length === 0) break;
				const matchedBy = combination.identifiers.map(({ kind }) => kind);
				for (const talent of answer.talents) found.push({ talent, matchedBy });
			}
		}
	}
	if (skipped) return skipped;
	if (found.length > 0) return { status: 'matched', matches: uniteMatches(found) };
	if (rejected) return rejected;
	const { problem } = query;
	if (problem) return { status: 'failed', failure: problem, identifier: problem.identifier };
	return { status: 'unmatched' };
}

/** The values of a combination for an error text; they are the failed item's own. */
const show = ({ identifiers }: Combination) =>
	identifiers.map(({ value }) => shorten(value)).join(', ');

/**
 * Decides what becomes of every query.
 * @param asked the combinations of each query, as planned
 * @returns a result per query
 */
export function matchQueries(
	queries: TalentQuery[],
	asked: Combination[][],
	answers: Answers,
): Result[] {
	return queries.map((query, place) => matchQuery(query, asked[place] ?? [], answers));
}
