/** Step 2: the fewest batches that ask everything (invariant 5). */
import { joinKeys } from './read/cell';
import { KINDS } from './types';
import type {
	Combination,
	Identifier,
	IdentifierKind,
	MatchBy,
	Problem,
	TalentBatch,
	TalentQuery,
} from './types';

export interface Plan {
	batches: TalentBatch[];
	/** The combinations each query asks, in the order in which its talents come. */
	asked: Combination[][];
}

/** The combinations of one group, by key; only these can share a call. */
type Group = Map<string, Combination>;

/** One value of each kind the query gives, in every way. */
function product(identifiers: Identifier[]): Identifier[][] {
	return KINDS.map((kind) => identifiers.filter((identifier) => identifier.kind === kind))
		.filter((values) => values.length > 0)
		.reduce<Identifier[][]>(
			(rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
			[[]],
		);
}

/** Far above any honest row; a crafted one, say of a webhook, must not fill the memory of n8n. */
const MOST_COMBINATIONS = 10_000;

const TOO_MANY: Problem = {
	message: 'The values of this item combine in too many ways',
	description: `With Match By = All, each value of one kind is combined with each of the others: at most ${MOST_COMBINATIONS} ways. Give fewer values, or match by any.`,
};

const countCombinations = (identifiers: Identifier[]) =>
	KINDS.map((kind) => identifiers.filter((identifier) => identifier.kind === kind).length).reduce(
		(count, values) => count * Math.max(1, values),
		1,
	);

const isSingleValued = (identifiers: Identifier[]) =>
	identifiers.every(({ kind }, place) => kind !== identifiers[place + 1]?.kind);

/** What one query asks; one that would ask too much gets a problem instead. */
function combine(query: TalentQuery, matchBy: MatchBy): Identifier[][] {
	const { identifiers } = query;
	if (identifiers.length === 0) return [];
	if (matchBy === 'any') return identifiers.map((one) => [one]);
	if (isSingleValued(identifiers)) return [identifiers];
	const count = countCombinations(identifiers);
	if (count > MOST_COMBINATIONS && count > identifiers.length) {
		query.problem = TOO_MANY;
		query.identifiers = [];
		return [];
	}
	return product(identifiers);
}

/** The values that a call asks, in a list for each kind. */
const emptyLists = (): Record<IdentifierKind, Set<string>> => ({
	mobile_number: new Set(),
	email: new Set(),
	identification_number: new Set(),
});

/** Adds a combination's values to a call's lists; returns the length of the longest of these lists. */
function add(lists: Record<IdentifierKind, Set<string>>, { identifiers }: Combination): number {
	let longest = 0;
	for (const { kind, key } of identifiers) {
		longest = Math.max(longest, lists[kind].add(key).size);
	}
	return longest;
}

/** A suspect is asked alone, so that the others need not be split. */
const isSuspect = ({ identifiers }: Combination) => identifiers.some(({ suspect }) => suspect);

/** Distinct combinations in batches, no list of a call longer than `batchSize`; suspects last. */
function fill(group: string, all: Group, batchSize: number): TalentBatch[] {
	const batches: TalentBatch[] = [];
	const suspects: TalentBatch[] = [];
	let batch: Combination[] = [];
	let lists = emptyLists();
	for (const combination of all.values()) {
		if (isSuspect(combination)) {
			suspects.push({ group, combinations: [combination] });
			continue;
		}
		if (add(lists, combination) > batchSize) {
			// One too many: it opens the next batch, with new lists.
			batches.push({ group, combinations: batch });
			batch = [];
			lists = emptyLists();
			add(lists, combination);
		}
		batch.push(combination);
	}
	if (batch.length > 0) batches.push({ group, combinations: batch });
	return [...batches, ...suspects];
}

/**
 * Plans the calls that answer all queries. Equal combinations of different queries are asked once.
 * @param batchSize how many values of a kind one call may ask, 1 to 100
 */
export function planBatches(queries: TalentQuery[], matchBy: MatchBy, batchSize: number): Plan {
	const groups = new Map<string, Group>();

	function share(identifiers: Identifier[]): Combination {
		let groupKey = '';
		for (const { kind, qualifier } of identifiers) groupKey += `${kind}:${qualifier} `;
		let group = groups.get(groupKey);
		if (!group) groups.set(groupKey, (group = new Map<string, Combination>()));
		const key = joinKeys(identifiers.map((identifier) => identifier.key));
		let combination = group.get(key);
		if (!combination) group.set(key, (combination = { identifiers, key }));
		return combination;
	}

	const asked = queries.map((query) => combine(query, matchBy).map(share));
	const batches = [...groups].flatMap(([group, all]) => fill(group, all, batchSize));
	return { batches, asked };
}
