/** Step 2: the fewest batches that ask everything. */
import { CombinationIndex } from './combinationIndex';
import { KINDS } from './types';
import type {
	Combination,
	Identifier,
	IdentifierKind,
	MatchBy,
	PlannedQuery,
	Problem,
	TalentBatch,
	TalentQuery,
} from './types';

/** Far above any honest row; a crafted one, say of a webhook, must not fill the memory of n8n. */
const MAX_COMBINATIONS_PER_ITEM = 10_000;
/** Over all items that give several values of a kind, their spellings included; some 60 MB. */
const MAX_COMBINATIONS = 300_000;

const TOO_MANY_COMBINATIONS: Problem = {
	message: 'The values of this item combine in too many ways',
	description: `With Match By = All, each value of one kind is combined with each of the others: at most ${MAX_COMBINATIONS_PER_ITEM} ways. Give fewer values, or match by any.`,
};

const TOO_MANY_VALUES: Problem = {
	message: 'The items with several values are too many for one run',
	description: `All their values together combine in more than ${MAX_COMBINATIONS} ways. Split the items over several runs, or give fewer values.`,
};

/** Every way to take one of each list. */
const cartesianProduct = (lists: Identifier[][]): Identifier[][] =>
	lists.reduce<Identifier[][]>(
		// Not spread: V8 makes room for 17 more then.
		(rows, list) => rows.flatMap((row) => list.map((one) => row.concat(one))),
		[[]],
	);

const countWays = (lists: unknown[][]) => lists.reduce((count, { length }) => count * length, 1);

const isSingleValued = (identifiers: Identifier[]) =>
	identifiers.every(({ kind }, index) => kind !== identifiers[index + 1]?.kind);

/** The values of each kind that is given. */
const byKind = (identifiers: Identifier[]): Identifier[][] =>
	KINDS.map((kind) => identifiers.filter((identifier) => identifier.kind === kind)).filter(
		(values) => values.length > 0,
	);

/** In how many ways a query's values combine. */
const countCombinations = (identifiers: Identifier[], matchBy: MatchBy) =>
	matchBy === 'any' ? identifiers.length : countWays(byKind(identifiers));

/** One value of each kind in every way (`all`), or each value by itself (`any`). */
function combine(identifiers: Identifier[], matchBy: MatchBy): Identifier[][] {
	if (identifiers.length === 0) return [];
	if (matchBy === 'any') return identifiers.map((one) => [one]);
	return isSingleValued(identifiers) ? [identifiers] : cartesianProduct(byKind(identifiers));
}

/** One value of each kind is spelled in no more other ways, unless it is written in many letter cases. */
const MAX_USUAL_SPELLINGS = 30;

/** Each identifier of a combination in all its spellings, likeliest first. */
const spellingsOf = (identifiers: Identifier[]): Identifier[][] =>
	identifiers.map((one) => [one, ...(one.otherSpellings ?? [])]);

export const hasOtherSpellings = ({ identifiers }: TalentQuery): boolean =>
	identifiers.some(({ otherSpellings }) => otherSpellings);

/** The distinct values that a call asks, for each kind. */
type Lists = Record<IdentifierKind, Set<string>>;

const emptyLists = (): Lists => ({
	mobile_number: new Set(),
	email: new Set(),
	identification_number: new Set(),
});

/** Combinations of the same kinds, country code and type: only these can share a call. */
interface Group {
	name: string;
	combinations: CombinationIndex;
	/** The batch that is filled at the moment. */
	batch: Combination[];
	lists: Lists;
}

/** A suspect is asked alone, so that the others need not be bisected. */
const isSuspect = ({ identifiers }: Combination) => identifiers.some(({ suspect }) => suspect);

/**
 * Plans the calls that answer queries, which are added one by one. Equal combinations of different
 * queries are asked once.
 */
export class BatchPlanner {
	private readonly groups = new Map<string, Group>();
	private readonly batches: TalentBatch[] = [];
	private readonly suspects: TalentBatch[] = [];
	/** How many combinations the queries with several values of a kind ask; one that several ask counts for each. */
	private multiValued = 0;
	private combinationCount = 0;
	/** Feishu may reject a group's other spellings and take its likeliest ones, so they have groups of their own. */
	private groupSuffix = '';

	/** @param batchSize how many values of a kind one call may ask, 1 to 100 */
	constructor(
		private readonly matchBy: MatchBy,
		private readonly batchSize: number,
	) {}

	/** Adds what a query asks, each value in its likeliest spelling. */
	add({ itemIndex, identifiers, problem }: TalentQuery): PlannedQuery {
		const tooMuch = this.findProblem(identifiers);
		if (tooMuch) {
			const ofBoth = { ...tooMuch, kinds: problem?.kinds };
			return { itemIndex, identifiers, problem: ofBoth, combinations: [] };
		}
		const combined = combine(identifiers, this.matchBy);
		if (!isSingleValued(identifiers)) this.multiValued += combined.length;
		// Not mapped: that would make a function for each query.
		const combinations = new Array<Combination>(combined.length);
		let index = 0;
		for (const one of combined) combinations[index++] = this.intern(one, itemIndex);
		return { itemIndex, identifiers, problem, combinations };
	}

	/**
	 * Adds the other spellings of a query that was added before, once the batches of all queries were taken.
	 * @returns for each of its combinations those that differ from it in spelling only; nothing where
	 * they are too many
	 */
	addOtherSpellings({ itemIndex, identifiers }: TalentQuery): Combination[][] | undefined {
		this.groupSuffix = 'other spellings';
		const combined = combine(identifiers, this.matchBy).map(spellingsOf);
		const count = combined.reduce((sum, lists) => sum + countWays(lists) - 1, 0);
		if (!isSingleValued(identifiers) || count > MAX_USUAL_SPELLINGS) {
			if (this.multiValued + count > MAX_COMBINATIONS) return undefined;
			this.multiValued += count;
		}
		return combined.map((lists) =>
			cartesianProduct(lists)
				.slice(1)
				.map((one) => this.intern(one, itemIndex)),
		);
	}

	/** Whether what a query asks is too much for one item, or for the run. */
	private findProblem(identifiers: Identifier[]): Problem | undefined {
		if (isSingleValued(identifiers)) return undefined;
		const count = countCombinations(identifiers, this.matchBy);
		if (count > MAX_COMBINATIONS_PER_ITEM && count > identifiers.length) {
			return TOO_MANY_COMBINATIONS;
		}
		return this.multiValued + count > MAX_COMBINATIONS ? TOO_MANY_VALUES : undefined;
	}

	/** The batches planned since the last time; suspects last. */
	takeBatches(): TalentBatch[] {
		const open: TalentBatch[] = [];
		for (const group of this.groups.values()) {
			if (group.batch.length > 0) open.push(this.closeBatch(group));
		}
		return [...this.batches.splice(0), ...open, ...this.suspects.splice(0)];
	}

	/** The one combination of these values, which a batch asks. */
	private intern(identifiers: Identifier[], itemIndex: number): Combination {
		const group = this.groupOf(identifiers);
		const id = this.combinationCount;
		const combination = group.combinations.add({ identifiers, itemIndex, isShared: false, id });
		if (combination.id === id) {
			this.combinationCount++;
			this.enqueue(combination, group);
		} else if (combination.itemIndex !== itemIndex) {
			combination.isShared = true;
		}
		return combination;
	}

	private groupOf(identifiers: Identifier[]): Group {
		// E.g. `m86ei1`: V8 puts texts of less than 13 characters together at once, in half the time.
		let name = '';
		for (const { kind, qualifier } of identifiers) name += kind.charAt(0) + qualifier;
		let group = this.groups.get(name);
		if (!group) {
			group = { name, combinations: new CombinationIndex(), batch: [], lists: emptyLists() };
			this.groups.set(name, group);
		}
		return group;
	}

	/** Puts a combination into a batch, no list of which gets longer than `batchSize`. */
	private enqueue(combination: Combination, group: Group): void {
		if (isSuspect(combination)) {
			this.suspects.push({ group: group.name + this.groupSuffix, combinations: [combination] });
			return;
		}
		if (!this.fits(combination, group)) {
			this.batches.push(this.closeBatch(group));
		}
		for (const { kind, value } of combination.identifiers) group.lists[kind].add(value);
		group.batch.push(combination);
	}

	/** Each combination of a batch has one value for each list. */
	private fits({ identifiers }: Combination, { batch, lists }: Group): boolean {
		return (
			batch.length < this.batchSize ||
			identifiers.every(
				({ kind, value }) => lists[kind].size < this.batchSize || lists[kind].has(value),
			)
		);
	}

	private closeBatch(group: Group): TalentBatch {
		const { name, batch: combinations } = group;
		group.batch = [];
		group.lists = emptyLists();
		return { group: name + this.groupSuffix, combinations };
	}
}
