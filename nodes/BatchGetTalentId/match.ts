/** Step 4: what becomes of an item. */
import type { Failure } from './feishu/errors';
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

/**
 * Why a combination is rejected: Feishu rejected each of its spellings that was asked, or the likeliest
 * was given up with its group, so that nobody knows whether a talent has it.
 */
function rejectionOf(family: Combination[], answers: Answers): Failure | undefined {
	let failure: Failure | undefined;
	let isAnswered = false;
	for (const [index, combination] of family.entries()) {
		const answer = answers.get(combination);
		if (answer?.status === 'answered') isAnswered = true;
		if (answer?.status !== 'rejected') continue;
		if (index === 0 && answer.isUnasked) return answer.failure;
		failure ??= answer.failure;
	}
	return isAnswered ? undefined : failure;
}

function toMatches({ identifiers }: Combination, talents: Talent[]): Match[] {
	const matchedBy = identifiers.map(({ kind }) => kind);
	return talents.map((talent) => ({ talent, matchedBy }));
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
	let index = 0;
	for (const likeliest of query.combinations) {
		const others = otherSpellings?.[index];
		index++;
		const family = others ? [likeliest, ...others] : [likeliest];
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
					const matches = toMatches(combination, answer.talents);
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
	combinations.length > 0 &&
	combinations.every((combination) => {
		const answer = answers.get(combination);
		return (
			answer?.status === 'rejected' ||
			(answer?.status === 'answered' && answer.talents.length === 0)
		);
	});
