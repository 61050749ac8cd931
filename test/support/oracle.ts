/**
 * What the node must answer, by the plainest way to it: every item alone, one call per value (`any`)
 * or per combination of one value of each kind (`all`), the answers united. It knows the canonical
 * identifiers of every item, so it shares none of the node's reading, planning or matching.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { TalentStore } from './simulator/store';

/** One value of an item as Feishu knows it; `unusable` when the node must not ask it at all. */
export type Value =
	| { kind: 'mobile_number'; code: string; number: string }
	| { kind: 'email'; email: string }
	| { kind: 'identification_number'; type: number; number: string }
	| { kind: 'unusable'; of: Kind };

type Kind = 'mobile_number' | 'email' | 'identification_number';

/** An input item and what it asks, ordered by kind and then by place in the cell. */
export interface Case {
	item: INodeExecutionData;
	values: Value[];
}

export interface OracleSettings {
	store: TalentStore;
	matchBy: 'all' | 'any';
	output: 'talent' | 'match';
	includeInputFields?: boolean;
	/** Whether Feishu refuses a call for this value. */
	isBad: (value: Value) => boolean;
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

const kindOf = (value: Value): Kind => (value.kind === 'unusable' ? value.of : value.kind);

/** The calls that ask for an item alone. */
function callsFor(values: Value[], matchBy: 'all' | 'any'): Value[][] {
	const usable = values.filter(({ kind }) => kind !== 'unusable');
	if (matchBy === 'any') return usable.map((value) => [value]);
	let calls: Value[][] = [[]];
	for (const kind of KINDS) {
		const ofKind = usable.filter((value) => value.kind === kind);
		if (ofKind.length === 0) continue;
		calls = calls.flatMap((call) => ofKind.map((value) => [...call, value]));
	}
	return calls.filter((call) => call.length > 0);
}

function ask(store: TalentStore, call: Value[]): IDataObject[] {
	const request = {};
	for (const value of call) {
		if (value.kind === 'mobile_number') {
			Object.assign(request, { mobile_code: value.code, mobile_number_list: [value.number] });
		} else if (value.kind === 'email') {
			Object.assign(request, { email_list: [value.email] });
		} else if (value.kind === 'identification_number') {
			Object.assign(request, {
				identification_type: value.type,
				identification_number_list: [value.number],
			});
		}
	}
	return store.find(request, true);
}

type Outcome = { found: Map<string, Found> } | 'failed' | 'unmatched';

function answer({ values }: Case, { store, matchBy, isBad }: OracleSettings): Outcome {
	const found = new Map<string, Found>();
	let failed = values.some(({ kind }) => kind === 'unusable');
	for (const call of callsFor(values, matchBy)) {
		if (call.some(isBad)) failed = true;
		else for (const talent of ask(store, call)) merge(found, talent, call.map(kindOf));
	}
	if (found.size > 0) return { found };
	return failed ? 'failed' : 'unmatched';
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

/** The node's outputs in the oracle's form. */
export function observed(
	matched: INodeExecutionData[],
	unmatched: INodeExecutionData[],
	failed: INodeExecutionData[] = [],
): Expected {
	return {
		matched: [...matched, ...failed].map((one) =>
			one.json.error === undefined
				? { json: one.json, item: itemOf(one) }
				: { failed: itemOf(one) },
		),
		unmatched: unmatched.map(itemOf),
	};
}
