/**
 * How the parameters that are read per item are read. n8n takes 0.1 to 0.5 ms to evaluate an expression
 * (measured, 2.41), over a large sheet longer than all the calls. An expression that only names a field
 * of the item, as dragging a column in writes it, needs no evaluation.
 */
import { sleep } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readQuery } from './read';
import type { ItemParameter, ParameterReader } from './read';
import { throwIfCancelled } from './report';
import type { TalentQuery } from './types';

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const INDEX = String.raw`0|[1-9]\d*`;
const STEP = String.raw`\s*(?:\??\.\s*(${NAME})|(?:\?\.\s*)?\[\s*(?:(${INDEX})|"([^"\\{}\n]*)"|'([^'\\{}\n]*)')\s*\])`;
const STEPS = new RegExp(STEP, 'gu');
const REFERENCE = new RegExp(String.raw`^=\{\{\s*\$json((?:${STEP})+)\s*\}\}$`, 'u');

/**
 * The fields on the way to what an expression names, e.g. `phones` and `0` for
 * `={{ $json.phones[0] }}`, if the expression does only that.
 */
export function parseReference(expression: string): string[] | undefined {
	const path = REFERENCE.exec(expression)?.[1];
	if (path === undefined) return undefined;
	const namesOf = ([, ...fields]: Array<string | undefined>) =>
		fields.filter((field) => field !== undefined);
	return [...path.matchAll(STEPS)].flatMap(namesOf);
}

/** A value that n8n may hand over in another form. */
const UNCLEAR = Symbol('unclear');

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** Follows a reference to text, a number or nothing; as in n8n a way that breaks off leads to nothing. */
function follow(fields: string[], item: unknown): unknown {
	let value = item;
	for (const field of fields) {
		if (value === undefined || value === null) return undefined;
		if (!isObject(value)) return UNCLEAR;
		value = value[field];
	}
	return isObject(value) || typeof value === 'function' ? UNCLEAR : value;
}

type Evaluate = (itemIndex: number) => unknown;

/** Reads a field of the items. n8n reads the first as well: if it disagrees or refuses, it reads all. */
function readReference(
	fields: string[],
	items: INodeExecutionData[],
	evaluate: Evaluate,
): Evaluate {
	let agreed: boolean | undefined;
	return (itemIndex) => {
		if (agreed === false) return evaluate(itemIndex);
		const value = follow(fields, items[itemIndex]?.json);
		if (value === UNCLEAR) return evaluate(itemIndex);
		if (agreed) return value;
		agreed = false;
		const evaluated = evaluate(itemIndex);
		agreed = Object.is(evaluated ?? undefined, value ?? undefined);
		return evaluated;
	};
}

/** So many evaluations, about 50 ms of them, pass before the other executions of n8n get their turn. */
const EVALUATIONS_AT_A_TIME = 100;

/**
 * Reads what every input item asks.
 * @returns a query per item, in order
 * @throws NodeOperationError when the execution was cancelled meanwhile
 */
export async function readQueries(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<TalentQuery[]> {
	let evaluations = 0;
	const readers = new Map<ItemParameter, Evaluate>();

	function openReader(name: ItemParameter): Evaluate {
		const evaluate: Evaluate = (itemIndex) => {
			evaluations++;
			return context.getNodeParameter(name, itemIndex, '');
		};
		const source: unknown = context.getNodeParameter(name, 0, '', { rawExpressions: true });
		if (isObject(source)) return evaluate;
		if (typeof source !== 'string' || !source.startsWith('=')) return () => source;
		const fields = parseReference(source);
		return fields ? readReference(fields, items, evaluate) : evaluate;
	}

	const read: ParameterReader = (name, itemIndex) => {
		let reader = readers.get(name);
		if (!reader) readers.set(name, (reader = openReader(name)));
		return reader(itemIndex);
	};

	const queries: TalentQuery[] = [];
	for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
		queries.push(readQuery(itemIndex, read));
		if (evaluations < EVALUATIONS_AT_A_TIME) continue;
		evaluations = 0;
		await sleep(0);
		throwIfCancelled(context);
	}
	return queries;
}
