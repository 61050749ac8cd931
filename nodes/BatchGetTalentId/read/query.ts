/** Step 1: what each input item asks. */
import { clean, numberToText, parseMobileCode, readValue, shorten, splitValues } from './cell';
import { LABELS } from '../description';
import type { ItemParameter } from '../description';
import type { Identifier, IdentifierKind, Problem, TalentQuery } from '../types';

/** A parameter's value for an item; throws when its expression fails there. */
export type ParameterReader = (name: ItemParameter, itemIndex: number) => unknown;

/** Where a kind of identifier, and what its values need besides, are read from. */
interface Field {
	kind: IdentifierKind;
	parameter: ItemParameter;
	qualifier?: { parameter: ItemParameter; parse: (value: unknown) => string | Problem };
}

const FIELDS: Field[] = [
	{
		kind: 'mobile_number',
		parameter: 'mobileNumber',
		qualifier: { parameter: 'mobileCode', parse: readMobileCode },
	},
	{ kind: 'email', parameter: 'email' },
	{
		kind: 'identification_number',
		parameter: 'identificationNumber',
		qualifier: { parameter: 'identificationType', parse: readIdentificationType },
	},
];

function readMobileCode(value: unknown): string | Problem {
	const code = parseMobileCode(asText(value));
	if (code !== undefined) return code;
	return {
		message: `${LABELS.mobileCode} is not a country code`,
		description: `Set ${LABELS.mobileCode} to 1 to 4 digits, with or without + or 00 in front, e.g. 86.`,
		identifier: shorten(asText(value)),
	};
}

function readIdentificationType(value: unknown): string | Problem {
	const text = clean(asText(value));
	if (/^[1-9]\d{0,8}$/.test(text)) return text;
	return {
		message: `${LABELS.identificationType} is not a positive whole number`,
		description: `Choose ${LABELS.identificationType} from its list, or give a number of Feishu's IdentificationType.`,
		identifier: shorten(text),
	};
}

const asText = (value: unknown) =>
	value === null || value === undefined
		? ''
		: typeof value === 'object'
			? typeof value
			: String(value);

/** The values of a cell, as texts to be read or as problems. */
const cellValues = (cell: unknown, field: Field): Array<string | Problem> =>
	Array.isArray(cell) ? cell.flatMap((value) => textsOf(value, field)) : textsOf(cell, field);

function textsOf(value: unknown, { kind, parameter }: Field): Array<string | Problem> {
	if (value === null || value === undefined) return [];
	if (typeof value === 'string') return splitValues(kind, value);
	return [typeof value === 'number' ? numberToText(value) : notText(parameter, value)];
}

function notText(parameter: ItemParameter, value: unknown): Problem {
	const label = LABELS[parameter];
	const type = Array.isArray(value) ? 'a list within a list' : `of type ${typeof value}`;
	return {
		message: `${label} is ${type}, not text`,
		description: `Set ${label} to text, a number, or a list of those: its expression must name the field itself.`,
	};
}

/** Reads the parameters of one item; remembers the first that is wrong for the whole item. */
class ItemReader {
	problem?: Problem;

	constructor(
		private readonly reader: ParameterReader,
		private readonly itemIndex: number,
	) {}

	read(name: ItemParameter): unknown {
		try {
			return this.reader(name, this.itemIndex);
		} catch (error) {
			return this.fail({
				message: `The expression of ${LABELS[name]} failed`,
				description: error instanceof Error ? error.message : String(error),
			});
		}
	}

	qualifier({ qualifier }: Field): string {
		if (!qualifier) return '';
		const parsed = qualifier.parse(this.read(qualifier.parameter));
		return typeof parsed === 'string' ? parsed : this.fail(parsed);
	}

	private fail(problem: Problem): '' {
		this.problem ??= problem;
		return '';
	}
}

const always = () => true;

function readField(field: Field, item: ItemReader, query: TalentQuery): void {
	const values = cellValues(item.read(field.parameter), field);
	if (values.length === 0) return;
	const qualifier = () => item.qualifier(field);
	const isFirst = values.length > 1 ? firstOnly() : always;
	for (const value of values) {
		const reading = typeof value === 'string' ? readValue(field.kind, value, qualifier) : value;
		if (reading === undefined) continue;
		if (isProblem(reading)) {
			query.problem ??= reading;
		} else if (isFirst(reading)) {
			query.identifiers.push(reading);
		}
	}
}

const isProblem = (reading: Identifier | Problem): reading is Problem => 'message' in reading;

/** Tells the first of equal identifiers of one kind from the others. */
function firstOnly(): (identifier: Identifier) => boolean {
	const seen = new Set<string>();
	return ({ qualifier, key }) => seen.size < seen.add(`${qualifier}:${key}`).size;
}

/** Reads what one input item asks. A query without identifiers and without a problem asks nothing. */
export function readQuery(itemIndex: number, reader: ParameterReader): TalentQuery {
	const query: TalentQuery = { itemIndex, identifiers: [] };
	const item = new ItemReader(reader, itemIndex);
	for (const field of FIELDS) readField(field, item, query);
	if (item.problem) return { itemIndex, identifiers: [], problem: item.problem };
	// A copy, for V8 gives an array that is pushed to room for 17.
	return { ...query, identifiers: [...query.identifiers] };
}
