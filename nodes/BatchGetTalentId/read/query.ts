/** Step 1: what each input item asks. */
import { numberToText } from './cell';
import type { Reading } from './cell';
import { readEmails } from './email';
import { readIdentificationNumbers } from './identificationNumber';
import { readMobileNumbers } from './mobileNumber';
import { isProblem, shorten, showObject } from './problems';
import { parseIdentificationType, parseMobileCode } from './qualifiers';
import { likelyField, readRichText } from './richText';
import { LABELS } from '../description';
import type { ItemParameter } from '../description';
import { KINDS } from '../types';
import type { Identifier, MatchBy, Problem, TalentQuery } from '../types';

/** A parameter's value for an item; throws when its expression fails there. */
export type ParameterReader = (name: ItemParameter, itemIndex: number) => unknown;

/** What numbers are looked up within: a country code or an identification type; else nothing. */
type Qualifier = () => string | Problem;

/** Where a kind of identifier is read from, and how. */
interface Field {
	parameter: ItemParameter;
	read: (text: string, qualifier: Qualifier) => Reading[];
	qualifier?: { parameter: ItemParameter; parse: (value: unknown) => string | Problem };
}

const MOBILE_NUMBER: Field = {
	parameter: 'mobileNumber',
	read: readMobileNumbers,
	qualifier: { parameter: 'mobileCode', parse: readMobileCode },
};

const EMAIL: Field = { parameter: 'email', read: readEmails };

const IDENTIFICATION_NUMBER: Field = {
	parameter: 'identificationNumber',
	read: readIdentificationNumbers,
	qualifier: { parameter: 'identificationType', parse: readIdentificationType },
};

function readMobileCode(value: unknown): string | Problem {
	const text = asText(value);
	return (
		parseMobileCode(text) ?? {
			message: `${LABELS.mobileCode} is not a country code`,
			description: `Set ${LABELS.mobileCode} to 1 to 4 digits, with or without + or 00 in front, e.g. 86, or to a country's code of two letters, e.g. CN.`,
			identifier: shorten(text),
		}
	);
}

function readIdentificationType(value: unknown): string | Problem {
	const text = asText(value);
	return (
		parseIdentificationType(text) ?? {
			message: `${LABELS.identificationType} is not a positive whole number`,
			description: `Choose ${LABELS.identificationType} from its list, or give a number of Feishu's IdentificationType or a document's name, e.g. 护照.`,
			identifier: shorten(text),
		}
	);
}

function asText(value: unknown): string {
	if (value === null || value === undefined) return '';
	const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	return typeof single === 'object' ? (readRichText(value) ?? 'object') : String(single);
}

/** The values of a cell. */
function readCell(cell: unknown, field: Field, qualifier: Qualifier): Reading[] {
	if (typeof cell === 'string') return field.read(cell, qualifier);
	const text = readRichText(cell);
	if (text !== undefined) return field.read(text, qualifier);
	return Array.isArray(cell)
		? cell.flatMap((value, place) => readValue(value, field, qualifier, `[${place}]`))
		: readValue(cell, field, qualifier);
}

function readValue(value: unknown, field: Field, qualifier: Qualifier, path = ''): Reading[] {
	if (value === null || value === undefined) return [];
	const text =
		typeof value === 'number'
			? numberToText(value)
			: typeof value === 'string'
				? value
				: (readRichText(value) ?? notText(field.parameter, value, path));
	return typeof text === 'string' ? field.read(text, qualifier) : [text];
}

/** @param path where in the cell the value stands */
function notText(parameter: ItemParameter, value: unknown, path: string): Problem {
	const label = LABELS[parameter];
	const type = Array.isArray(value) ? 'a list within a list' : `of type ${typeof value}`;
	const name = likelyField(value);
	const advice = name
		? `must name the field itself, most likely with ${path}${name} at its end`
		: 'must name the field itself';
	return {
		message: `${label} is ${type}, not text`,
		description: `Set ${label} to text, a number, or a list of those: its expression ${advice}.`,
		identifier: showObject(value),
	};
}

const failedExpression = (name: ItemParameter, error: unknown): Problem => ({
	message: `The expression of ${LABELS[name]} failed`,
	description: error instanceof Error ? error.message : String(error),
});

const isIdentifier = (reading: Reading): reading is Identifier => !isProblem(reading);
const areIdentifiers = (readings: Reading[]): readings is Identifier[] =>
	readings.every(isIdentifier);

const NOTHING: Reading[] = [];

/** Opened once for a run: to make a function for each cell would cost a twentieth of it. */
function openField(field: Field, reader: ParameterReader): (itemIndex: number) => Reading[] {
	let item = 0;
	let ofItem: string | Problem | undefined;

	/** That of the item being read; evaluated when it is first needed. */
	function qualifier(): string | Problem {
		if (!field.qualifier) return '';
		if (ofItem === undefined) {
			const { parameter, parse } = field.qualifier;
			try {
				ofItem = parse(reader(parameter, item));
			} catch (error) {
				ofItem = failedExpression(parameter, error);
			}
		}
		return ofItem;
	}

	return (itemIndex) => {
		item = itemIndex;
		ofItem = undefined;
		let cell: unknown;
		try {
			cell = reader(field.parameter, itemIndex);
		} catch (error) {
			return [failedExpression(field.parameter, error)];
		}
		return cell === '' || cell === undefined || cell === null
			? NOTHING
			: readCell(cell, field, qualifier);
	};
}

/** Spellings of the kinds of one item combine: 20 are far more than people write. */
const MAX_OTHER_SPELLINGS = 20;

/**
 * The identifiers of one kind, each once at its first place: what differs in letter case or brackets only
 * are spellings of one identifier, for a reply cannot tell which of them Feishu knows.
 */
function dedupe(identifiers: Identifier[]): Identifier[] {
	if (identifiers.length < 2) return identifiers;
	const byKey = new Map<string, Identifier[]>();
	for (const identifier of identifiers) {
		const id = `${identifier.qualifier}:${identifier.key}`;
		const known = byKey.get(id);
		if (known) known.push(identifier);
		else byKey.set(id, [identifier]);
	}
	return [...byKey.values()].map(unite);
}

/** One identifier, as it was written several times. */
function unite(written: Identifier[]): Identifier {
	const [first, ...others] = written as [Identifier, ...Identifier[]];
	if (others.length === 0) return first;
	const spellings = new Map<string, Identifier>();
	for (const { otherSpellings = [], ...alone } of written) {
		for (const one of [alone, ...otherSpellings]) {
			const id = `${one.qualifier}:${one.value}`;
			if (!spellings.has(id)) spellings.set(id, one);
		}
	}
	spellings.delete(`${first.qualifier}:${first.value}`);
	const otherSpellings = [...spellings.values()].slice(0, MAX_OTHER_SPELLINGS);
	return otherSpellings.length === 0 ? first : { ...first, otherSpellings };
}

/**
 * Opens a reader of what input items ask, one after the other. A query without identifiers and without a
 * problem asks nothing.
 * @param matchBy with `all`, a kind that is given and of which nothing can be read fails the item: to
 * leave it out would match by less than the row says
 */
export function openQueries(
	reader: ParameterReader,
	matchBy: MatchBy,
): (itemIndex: number) => TalentQuery {
	const readMobileNumber = openField(MOBILE_NUMBER, reader);
	const readEmail = openField(EMAIL, reader);
	const readIdentificationNumber = openField(IDENTIFICATION_NUMBER, reader);
	return (itemIndex) => {
		const byKind = [
			readMobileNumber(itemIndex),
			readEmail(itemIndex),
			readIdentificationNumber(itemIndex),
		];
		return toQuery(itemIndex, byKind, matchBy);
	};
}

/** @param readings of each kind, in the order in which an item's talents come */
function toQuery(itemIndex: number, readings: Reading[][], matchBy: MatchBy): TalentQuery {
	let identifiers: Identifier[] = [];
	let problem: Problem | undefined;
	let failing: Problem | undefined;
	for (const ofKind of readings) {
		if (ofKind.length === 0) continue;
		const found = dedupe(areIdentifiers(ofKind) ? ofKind : ofKind.filter(isIdentifier));
		identifiers = identifiers.length === 0 ? found : identifiers.concat(found);
		const problemOfKind = ofKind.find(isProblem);
		if (found.length === 0 && matchBy === 'all') failing ??= problemOfKind;
		problem ??= problemOfKind;
	}
	const query: TalentQuery = { itemIndex, identifiers: failing ? [] : identifiers };
	problem = failing ?? problem;
	if (problem) {
		const kinds = KINDS.filter((_, index) => (readings[index] ?? []).length > 0);
		query.problem = { ...problem, kinds };
	}
	return query;
}
