/** Step 4: which talents belong to which item. */
import { joinKeys } from './plan';
import { comparisonKey, shorten } from './read/cell';
import { KINDS } from './types';
import type {
	Answer,
	Answers,
	Combination,
	Identifier,
	Match,
	Problem,
	Result,
	Talent,
	TalentQuery,
} from './types';

/**
 * Assigns the talents of one reply to the combinations of its batch.
 * A talent that fits values of different combinations only is a cross match and belongs to none.
 * A batch of one combination takes whatever Feishu returned for it.
 * @returns the talents of each combination, in their order; nothing when that is ambiguous, say
 * because the reply masks a number: the batch must then be bisected
 */
export function assignTalents(
	combinations: Combination[],
	talents: Talent[],
): Talent[][] | undefined {
	if (combinations.length === 1) return [talents];

	const kinds = combinations[0]?.identifiers ?? [];
	const assigned = combinations.map((): Talent[] => []);
	const indexes = new Map(combinations.map(({ key }, index) => [key, index]));
	const keysOf = (values: string[]) =>
		kinds.map(({ kind, qualifier }, index) => comparisonKey(kind, values[index] ?? '', qualifier));
	const isAsked = (key: string, index: number) =>
		combinations.some(({ identifiers }) => identifiers[index]?.key === key);
	for (const talent of talents) {
		const values = kinds.map(({ kind }) => talent[kind]);
		if (!values.every((value) => typeof value === 'string')) return undefined;
		// Most come as they were asked, and need not be normalised.
		const index = indexes.get(joinKeys(values)) ?? indexes.get(joinKeys(keysOf(values)));
		if (index !== undefined) assigned[index]?.push(talent);
		else if (!keysOf(values).every(isAsked)) return undefined;
	}
	return assigned;
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
	// Copy to trim: V8 over-allocates arrays that are pushed to.
	if (found.length < 2) return [...found];
	const byId = new Map<string, Match>();
	for (const match of found) {
		const known = byId.get(match.talent.talent_id);
		byId.set(match.talent.talent_id, known ? mergeMatches(known, match) : match);
	}
	return [...byId.values()];
}

/**
 * Decides what becomes of a query: a failed call fails it; else a talent matches it; else a value that
 * cannot be read, or was rejected, fails it.
 * @param asked its combinations, as planned
 * @param problem why it cannot be asked as a whole
 */
export function matchQuery(
	query: TalentQuery,
	asked: Combination[],
	answers: Answers,
	problem: Problem | undefined = query.problem,
): Result {
	const found: Match[] = [];
	let rejected: Result | undefined;
	let skipped: Result | undefined;
	for (const combination of asked) {
		const answer: Answer = answers.get(combination) ?? { status: 'skipped' };
		switch (answer.status) {
			case 'failed':
				return { status: 'failed', failure: answer.failure, identifier: describe(combination) };
			case 'rejected':
				rejected ??= {
					status: 'failed',
					failure: answer.failure,
					identifier: describe(combination),
				};
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
	if (found.length > 0) return { status: 'matched', matches: dedupeMatches(found) };
	if (rejected) return rejected;
	if (problem) return { status: 'failed', failure: problem, identifier: problem.identifier };
	return { status: 'unmatched' };
}

/** The values of a combination for an error text; they are the failed item's own. */
const describe = ({ identifiers }: { identifiers: Identifier[] }) =>
	identifiers.map(({ value }) => shorten(value)).join(', ');

/**
 * Decides what becomes of every query.
 * @param plan what each query asks
 * @returns a result per query
 */
export function matchQueries(
	queries: TalentQuery[],
	{ asked, problems }: { asked: Combination[][]; problems: ReadonlyMap<number, Problem> },
	answers: Answers,
): Result[] {
	return queries.map((query, index) =>
		matchQuery(query, asked[index] ?? [], answers, problems.get(index)),
	);
}
