/**
 * How the parameters that are read per item are read. n8n takes 0.1 to 0.5 ms to evaluate an expression
 * (measured, 2.41), over a large sheet longer than all the calls. An expression that only names a field
 * of the item, as dragging a column in writes it, needs no evaluation.
 */
import { sleep } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { readQuery } from './query';
import type { ItemParameter } from '../description';
import type { ParameterReader } from './query';
import { throwIfCancelled } from '../report';
import type { TalentQuery } from '../types';

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
	const fields = [...path.matchAll(STEPS)].flatMap(namesOf);
	// n8n's vm engine sees what every object inherits also in one that inherits nothing.
	return fields.some((field) => field in Object.prototype) ? undefined : fields;
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

/** Reads each parameter in the cheapest way that is right for its source. */
function openParameters(context: IExecuteFunctions, items: INodeExecutionData[]): ParameterReader {
	const readers = new Map<ItemParameter, Evaluate>();

	function open(name: ItemParameter): Evaluate {
		const evaluate: Evaluate = (itemIndex) => context.getNodeParameter(name, itemIndex, '');
		const source: unknown = context.getNodeParameter(name, 0, '', { rawExpressions: true });
		if (isObject(source)) return evaluate;
		if (typeof source !== 'string' || !source.startsWith('=')) return () => source;
		const fields = parseReference(source);
		return fields ? readReference(fields, items, evaluate) : evaluate;
	}

	return (name, itemIndex) => {
		let reader = readers.get(name);
		if (!reader) readers.set(name, (reader = open(name)));
		return reader(itemIndex);
	};
}

/** For so many milliseconds executions read before the rest of n8n has its turn of the event loop. */
const LONGEST_READING = 50;

/**
 * When one execution after another read in every turn of the event loop, twenty sheets with
 * expressions in queue mode held it up until n8n missed its database and the locks of its jobs, and
 * gave executions up (measured). So they read one at a time, and share the time.
 */
const oneAtATime = pLimit(1);
let readingEnds = 0;

/**
 * Reads what every input item asks.
 * @returns a query per item, in order
 * @throws NodeOperationError when the execution was cancelled meanwhile
 */
export async function readQueries(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<TalentQuery[]> {
	const read = openParameters(context, items);
	const queries: TalentQuery[] = [];

	async function readOn(): Promise<void> {
		if (performance.now() >= readingEnds) {
			await sleep(0);
			readingEnds = performance.now() + LONGEST_READING;
		}
		throwIfCancelled(context);
		do {
			queries.push(readQuery(queries.length, read));
		} while (queries.length < items.length && performance.now() < readingEnds);
	}

	while (queries.length < items.length) await oneAtATime(readOn);
	return queries;
}
