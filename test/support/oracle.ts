/**
 * What the node must answer, by the plainest way to it: every item alone, one call per value (`any`)
 * or per combination of one value of each kind (`all`), the answers united. It knows the canonical
 * identifiers of every item, so it shares none of the node's reading, planning or matching.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Hire } from './feishu/hire';

/** One identifier as Feishu is asked for it. */
type Spelling =
	| { kind: 'mobile_number'; code: string; number: string }
	| { kind: 'email'; email: string }
	| { kind: 'identification_number'; type: number; number: string };

/**
 * One value of an item in its likeliest spelling, with the others in which it is asked where nothing
 * is found; `unusable` when the node must not ask it at all.
 */
export type Value =
	| (Spelling & { otherSpellings?: Spelling[] })
	| { kind: 'unusable'; of: Kind; otherSpellings?: undefined };

type UsableValue = Exclude<Value, { kind: 'unusable' }>;

type Kind = 'mobile_number' | 'email' | 'identification_number';

/** An input item and what it asks, ordered by kind and then by place in the cell. */
export interface Case {
	item: INodeExecutionData;
	values: Value[];
}

export interface OracleSettings {
	/** Whom all this is asked. */
	hire: Hire;
	matchBy: 'all' | 'any';
	output: 'talent' | 'match';
	includeInputFields?: boolean;
}

/** Both outputs; a failed item is `{ failed: index }` at its place among the matched. */
export interface Expected {
	matched: Array<{ json: IDataObject; item: number } | { failed: number }>;
	unmatched: number[];
}

const KINDS: Kind[] = ['mobile_number', 'email', 'identification_number'];

interface Found {
	talent: IDataObject;
	kinds: Set<Kind>;
}

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

function merge(into: Map<string, Found>, talent: IDataObject, kinds: Iterable<Kind>): Found {
	const id = String(talent.talent_id);
	const known = into.get(id);
	if (!known) {
		const found = { talent: { ...talent }, kinds: new Set(kinds) };
		into.set(id, found);
		return found;
	}
	for (const [field, value] of Object.entries(talent)) {
		if (isBlank(known.talent[field])) known.talent[field] = value;
	}
	for (const kind of kinds) known.kinds.add(kind);
	return known;
}

/** With `all`, an item fails without a call when a kind that it gives cannot be read. */
function hasUnreadableKind(values: Value[]): boolean {
	const usable = new Set(values.map(({ kind }) => kind));
	return values.some((value) => value.kind === 'unusable' && !usable.has(value.of));
}

const isUsable = (value: Value): value is UsableValue => value.kind !== 'unusable';

/** One of each list, in every way. */
const cartesianProduct = <T>(lists: T[][]): T[][] =>
	lists.reduce<T[][]>(
		(rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])),
		[[]],
	);

/** The combinations that ask for an item alone. */
function combinationsOf(values: UsableValue[], matchBy: 'all' | 'any'): UsableValue[][] {
	if (matchBy === 'any') return values.map((value) => [value]);
	const lists = KINDS.map((kind) => values.filter((value) => value.kind === kind));
	const given = lists.filter((list) => list.length > 0);
	return given.length === 0 ? [] : cartesianProduct(given);
}

const spellingsOf = (value: UsableValue): Spelling[] => [value, ...(value.otherSpellings ?? [])];

/** Asks one call; nothing comes back when Feishu rejects it. */
function ask(hire: Hire, call: Spelling[]): IDataObject[] | undefined {
	const request = {};
	for (const value of call) {
		if (value.kind === 'mobile_number') {
			Object.assign(request, { mobile_code: value.code, mobile_number_list: [value.number] });
		} else if (value.kind === 'email') {
			Object.assign(request, { email_list: [value.email] });
		} else {
			Object.assign(request, {
				identification_type: value.type,
				identification_number_list: [value.number],
			});
		}
	}
	return hire.find(request);
}

type Outcome = { found: Map<string, Found> } | 'failed' | 'unmatched';

function answer({ values }: Case, { hire, matchBy }: OracleSettings): Outcome {
	if (matchBy === 'all' && hasUnreadableKind(values)) return 'failed';
	const found = new Map<string, Found>();
	const combinations = combinationsOf(values.filter(isUsable), matchBy);
	/** Those that Feishu has answered in one spelling at least. */
	const answered = new Set<UsableValue[]>();
	const askFor = (combination: UsableValue[], calls: Spelling[][]) => {
		for (const call of calls) {
			const talents = ask(hire, call);
			if (talents) answered.add(combination);
			const kinds = call.map(({ kind }) => kind);
			for (const talent of talents ?? []) merge(found, talent, kinds);
		}
	};
	for (const combination of combinations) askFor(combination, [combination]);
	if (found.size === 0) {
		for (const combination of combinations) {
			const [, ...others] = cartesianProduct(combination.map(spellingsOf));
			askFor(combination, others);
		}
	}
	if (found.size > 0) return { found };
	const isRejected = answered.size < combinations.length;
	return isRejected || !values.every(isUsable) ? 'failed' : 'unmatched';
}

/** What the node must emit for these items. */
export function expectedOf(cases: Case[], settings: OracleSettings): Expected {
	const expected: Expected = { matched: [], unmatched: [] };
	const once = new Map<string, Found>();
	const places = new Map<string, { json: IDataObject; item: number }>();
	const show = ({ talent, kinds }: Found): IDataObject =>
		settings.matchBy === 'any'
			? { ...talent, matched_by: KINDS.filter((kind) => kinds.has(kind)) }
			: { ...talent };

	cases.forEach((one, item) => {
		const outcome = answer(one, settings);
		if (outcome === 'failed') expected.matched.push({ failed: item });
		else if (outcome === 'unmatched') expected.unmatched.push(item);
		else {
			for (const [id, find] of outcome.found) {
				if (settings.output === 'match') {
					const input = settings.includeInputFields ? one.item.json : {};
					expected.matched.push({ json: { ...input, ...show(find) }, item });
					continue;
				}
				const merged = merge(once, find.talent, find.kinds);
				const place = places.get(id) ?? { json: {}, item };
				if (!places.has(id)) expected.matched.push(place);
				places.set(id, place);
				place.json = show(merged);
			}
		}
	});
	return expected;
}

/** The input item that an item comes from: the node pairs each with exactly one. */
export function itemOf({ pairedItem }: INodeExecutionData): number {
	if (typeof pairedItem !== 'object' || Array.isArray(pairedItem)) {
		throw new Error(`Paired with ${JSON.stringify(pairedItem)} instead of one item.`);
	}
	return pairedItem.item;
}

/** Whether an item is one that failed, which says why. */
export const isFailed = ({ json }: INodeExecutionData): boolean => json.error !== undefined;

/** The node's outputs in the oracle's form. */
export function observed(
	matched: INodeExecutionData[],
	unmatched: INodeExecutionData[],
	failed: INodeExecutionData[] = [],
): Expected {
	return {
		matched: [...matched, ...failed].map((one) =>
			isFailed(one) ? { failed: itemOf(one) } : { json: one.json, item: itemOf(one) },
		),
		unmatched: unmatched.map(itemOf),
	};
}
