/**
 * What the node must answer, by the plainest way to it: every item alone, one call per value (`any`)
 * or per combination of one value of each kind (`all`), the answers united. It knows the canonical
 * identifiers of every item, so it shares none of the node's reading, planning or matching.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Hire } from './feishu/hire';
import type { BatchGetIdRequest } from './feishu/store';

const KINDS = ['mobile_number', 'email', 'identification_number'] as const;
type Kind = (typeof KINDS)[number];

/** One value of an item. */
export interface Value {
	kind: Kind;
	/** The country code of a mobile number, the type of a document. */
	qualifier?: string;
	/**
	 * The likeliest, then the others in which it is asked where nothing is found; none when the node
	 * must not ask it at all.
	 */
	spellings: string[];
}

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

interface Found {
	talent: IDataObject;
	kinds: Set<Kind>;
}

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

function merge(into: Map<string, Found>, talent: IDataObject, kinds: Iterable<Kind>): Found {
	const id = String(talent.talent_id);
	const known: Found = into.get(id) ?? { talent: {}, kinds: new Set() };
	into.set(id, known);
	for (const [field, value] of Object.entries(talent)) {
		if (isBlank(known.talent[field])) known.talent[field] = value;
	}
	for (const kind of kinds) known.kinds.add(kind);
	return known;
}

const isUsable = ({ spellings }: Value) => spellings.length > 0;

/** With `all`, an item fails without a call when a kind that it gives cannot be read. */
function hasUnreadableKind(values: Value[]): boolean {
	const usable = new Set(values.filter(isUsable).map(({ kind }) => kind));
	return values.some(({ kind }) => !usable.has(kind));
}

/** One of each list, in every way. */
const cartesianProduct = <T>(lists: T[][]): T[][] =>
	lists.reduce<T[][]>(
		(rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])),
		[[]],
	);

/** The combinations that ask for an item alone. */
function combinationsOf(values: Value[], matchBy: 'all' | 'any'): Value[][] {
	if (matchBy === 'any') return values.map((value) => [value]);
	const lists = KINDS.map((kind) => values.filter((value) => value.kind === kind));
	const given = lists.filter((list) => list.length > 0);
	return given.length === 0 ? [] : cartesianProduct(given);
}

const REQUESTS: Record<Kind, (value: string, qualifier?: string) => BatchGetIdRequest> = {
	mobile_number: (value, mobile_code) => ({ mobile_code, mobile_number_list: [value] }),
	email: (value) => ({ email_list: [value] }),
	identification_number: (value, type) => ({
		identification_type: Number(type),
		identification_number_list: [value],
	}),
};

/** A call for a combination in each way to spell its values, the likeliest first. */
const callsFor = (combination: Value[]): BatchGetIdRequest[] =>
	cartesianProduct(
		combination.map(({ kind, qualifier, spellings }) =>
			spellings.map((value) => REQUESTS[kind](value, qualifier)),
		),
	).map((parts) => Object.assign({}, ...parts) as BatchGetIdRequest);

type Outcome = { found: Map<string, Found> } | 'failed' | 'unmatched';

function answer({ values }: Case, { hire, matchBy }: OracleSettings): Outcome {
	if (matchBy === 'all' && hasUnreadableKind(values)) return 'failed';
	const found = new Map<string, Found>();
	/** Those that Feishu has answered in one spelling at least. */
	const answered = new Set<Value[]>();
	const askFor = (combination: Value[], calls: BatchGetIdRequest[]) => {
		const kinds = combination.map(({ kind }) => kind);
		for (const call of calls) {
			const talents = hire.find(call);
			if (talents) answered.add(combination);
			for (const talent of talents ?? []) merge(found, talent, kinds);
		}
	};
	const combinations = combinationsOf(values.filter(isUsable), matchBy);
	for (const one of combinations) askFor(one, callsFor(one).slice(0, 1));
	if (found.size === 0) for (const one of combinations) askFor(one, callsFor(one).slice(1));
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
