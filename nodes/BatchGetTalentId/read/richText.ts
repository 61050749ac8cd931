/**
 * Objects that stand for text: rich text of Feishu Base (`[{ text, type, link }]`, the segments of one
 * cell; a formula's or look-up's as `{ type, value: [...] }`, of segments or plain values) and of Excel
 * (`{ text, hyperlink }`, `{ richText: [{ text }] }`).
 */
import { readLinkFields } from './links';

type Fields = Record<string, unknown>;

/** An object as JSON makes it, also one of the realm in which n8n's vm engine evaluates. */
function isPlainObject(value: unknown): value is Fields {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const LINK_FIELDS = ['link', 'hyperlink'];

/** Fields of a segment besides its text. */
const SEGMENT_FIELDS = new Set([
	'text',
	'type',
	...LINK_FIELDS,
	'font',
	'tooltip',
	'location',
	'style',
	'segmentStyle',
]);

function readSegment(value: unknown): string | undefined {
	if (!isPlainObject(value) || !Object.hasOwn(value, 'text')) return undefined;
	if (!Object.keys(value).every((field) => SEGMENT_FIELDS.has(field))) return undefined;
	const text = typeof value.text === 'string' ? value.text : readRichRuns(value.text);
	if (text === undefined) return undefined;
	const link = LINK_FIELDS.map((field) => value[field]).find((one) => typeof one === 'string');
	return readLinkFields(text, link);
}

function readSegments(value: unknown): string | undefined {
	if (!Array.isArray(value)) return undefined;
	const texts = value.map(readSegment);
	return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

const readRichRuns = (value: unknown) =>
	isPlainObject(value) && Object.keys(value).join() === 'richText'
		? readSegments(value.richText)
		: undefined;

/** Formulas and look-ups of numbers and of phone fields: their values, each in a line. */
function readPlainValues(values: unknown): string | undefined {
	if (!Array.isArray(values)) return undefined;
	const arePlain = values.every((one) => typeof one === 'string' || Number.isSafeInteger(one));
	return arePlain ? values.join('\n') : undefined;
}

function readTyped(value: unknown): string | undefined {
	if (!isPlainObject(value) || Object.keys(value).sort().join() !== 'type,value') return undefined;
	return readSegments(value.value) ?? readPlainValues(value.value);
}

/** The text that an object or a list of objects stands for; nothing if it is no rich text. */
export const readRichText = (value: unknown): string | undefined =>
	readSegments(value) ?? readSegment(value) ?? readRichRuns(value) ?? readTyped(value);

/** Fields that hold a value in the objects that applications make of a cell. */
const LIKELY_FIELDS = [
	'text',
	'value',
	'result',
	'email',
	'address',
	'number',
	'phone',
	'mobile',
	'fullPhoneNumber',
	'plain_text',
	'formatted',
	'content',
];

/** The way to the field of an object that most likely holds what the object was read for: `.email`. */
export function likelyField(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const field = LIKELY_FIELDS.find((name) =>
		['string', 'number'].includes(typeof (value as Fields)[name]),
	);
	return field && `.${field}`;
}
