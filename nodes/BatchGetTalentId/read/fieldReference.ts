/** Fields of an item that an expression only names, as dragging a column in writes it. */
import { readRichText } from './richText';

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

/** Stands for a value that n8n may hand over in another form. */
export const UNCLEAR = Symbol('unclear');

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/**
 * Follows a reference to text, a number, rich text or nothing; as in n8n a way that breaks off leads to
 * nothing.
 */
export function followReference(fields: string[], item: unknown): unknown {
	let value = item;
	for (const field of fields) {
		if (value === undefined || value === null) return undefined;
		if (!isObject(value)) return UNCLEAR;
		value = value[field];
	}
	if (typeof value === 'function') return UNCLEAR;
	return isObject(value) && readRichText(value) === undefined ? UNCLEAR : value;
}
