/** Step 5: output items. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './feishu/errors';
import { mergeMatches } from './match';
import type { Identifier, IdentifierKind, Match, MatchBy, Result, TalentQuery } from './types';

/** What the panel says of the output. */
export interface EmitSettings {
	matchBy: MatchBy;
	/** One item per talent, or one per input item and talent. */
	output: 'talent' | 'match';
	includeInputFields: boolean;
	/** Unmatched items carry the identifiers that were read. */
	includeIdentifiers: boolean;
	/** The node runs as an AI agent's tool, which sees the first output only. */
	isTool: boolean;
}

const TOOL_UNMATCHED: IDataObject = {
	matched: false,
	message: 'Feishu Hire has no talent with these identifiers.',
};

function talentFields({ talent, matchedBy }: Match, matchBy: MatchBy): IDataObject {
	return matchBy === 'any' ? { ...talent, matched_by: matchedBy } : talent;
}

/** The match that a talent's item was made of. */
function toMatch({ matched_by = [], ...talent }: IDataObject, talent_id: string): Match {
	return { talent: { ...talent, talent_id }, matchedBy: matched_by as IdentifierKind[] };
}

const NOT_LOOKED_UP: Failure = {
	message: 'The run ended before this item was looked up',
	description: 'See the other items for the reason.',
};

/** What to do, and the value as it stands in the sheet. */
export const explain = ({ description }: Failure, identifier?: string): string | undefined =>
	[description, identifier && `In the input: ${identifier}.`].filter(Boolean).join(' ') ||
	undefined;

/**
 * A failed item: the one shape that every n8n from 1.123 on sends to the error output, with the input
 * item's fields added, where On Error says so. No further key in `json`, both texts not empty, and the
 * pairing an object (run on n8n-core 1.122 to 2.41).
 */
function failedItem(
	failure: Failure,
	identifier: string | undefined,
	item: number,
): INodeExecutionData {
	const message = explain(failure, identifier) ?? failure.message;
	return { json: { error: failure.message, message }, pairedItem: { item } };
}

/** The items of Matched when every item failed for one reason. */
export const failItems = (items: INodeExecutionData[], failure: Failure): INodeExecutionData[] =>
	items.map((_, item) => failedItem(failure, undefined, item));

/** The fields of the API for an identifier. */
function identifierFields({ kind, value, qualifier }: Identifier): IDataObject {
	switch (kind) {
		case 'mobile_number':
			return { mobile_code: qualifier, mobile_number: value };
		case 'email':
			return { email: value };
		case 'identification_number':
			return { identification_type: Number(qualifier), identification_number: value };
	}
}

/** What was read of an item: the first value of each kind, named as in the API. */
const fieldsRead = (identifiers: Identifier[]): IDataObject =>
	[...identifiers].reverse().reduce((fields, one) => ({ ...fields, ...identifierFields(one) }), {});

/** Makes the items of both outputs, in the order of the input items. */
export class ItemEmitter {
	private readonly matched: INodeExecutionData[] = [];
	private readonly unmatched: INodeExecutionData[] = [];
	/** The item of each talent, by its ID; the last where there are several. */
	private readonly byTalent = new Map<string, INodeExecutionData>();

	constructor(private readonly settings: EmitSettings) {}

	/** The items of Matched (talents and failed items) and of Unmatched. */
	get outputs(): [INodeExecutionData[], INodeExecutionData[]] {
		return [this.matched, this.unmatched];
	}

	/** How many talents matched, each counted once. */
	get talents(): number {
		return this.byTalent.size;
	}

	/** Adds what comes of an input item, which is not changed. */
	emit(input: INodeExecutionData, result: Result, query: TalentQuery): void {
		const { itemIndex: item } = query;
		switch (result.status) {
			case 'matched':
				for (const match of result.matches) {
					this.emitMatch(match, item, input);
				}
				break;
			case 'failed':
				this.matched.push(failedItem(result.failure, result.identifier, item));
				break;
			case 'skipped':
				this.matched.push(failedItem(NOT_LOOKED_UP, undefined, item));
				break;
			case 'unmatched':
				this.emitUnmatched(input, item, query);
		}
	}

	private emitUnmatched(input: INodeExecutionData, item: number, query: TalentQuery): void {
		if (this.settings.isTool) {
			this.matched.push({ json: { ...TOOL_UNMATCHED }, pairedItem: { item } });
			return;
		}
		const out: INodeExecutionData = { ...input, pairedItem: { item } };
		// That of a node before: n8n would move the item to the error output.
		if (out.error) delete out.error;
		if (this.settings.includeIdentifiers) {
			out.json = { ...input.json, identifiers: fieldsRead(query.identifiers) };
		}
		this.unmatched.push(out);
	}

	private emitMatch(match: Match, item: number, input: INodeExecutionData): void {
		const { talent_id } = match.talent;
		const known = this.byTalent.get(talent_id);
		if (known && this.settings.output === 'talent') {
			const { matchBy } = this.settings;
			known.json = talentFields(mergeMatches(toMatch(known.json, talent_id), match), matchBy);
			return;
		}
		const out = this.toItem(match, item, input);
		this.matched.push(out);
		this.byTalent.set(talent_id, out);
	}

	private toItem(match: Match, item: number, input: INodeExecutionData): INodeExecutionData {
		const { matchBy, output, includeInputFields } = this.settings;
		const fields = talentFields(match, matchBy);
		const withInput = output === 'match' && includeInputFields;
		// One per talent, the item may have the talent itself; it is in no other.
		const own = output === 'talent' ? fields : { ...fields };
		const json = withInput ? { ...input.json, ...fields } : own;
		const out: INodeExecutionData = { json, pairedItem: { item } };
		if (withInput && input.binary) out.binary = input.binary;
		return out;
	}
}
