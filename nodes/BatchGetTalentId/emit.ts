/** Step 5: output items. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { mergeMatches } from './match';
import type { Failure, Match, MatchBy, Result } from './types';

/** What the panel says of the output. */
export interface EmitSettings {
	matchBy: MatchBy;
	/** One item per talent, or one per input item and talent. */
	output: 'talent' | 'match';
	includeInputFields: boolean;
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

const NOT_ASKED: Failure = { message: 'The run ended before this item was asked.' };

/**
 * A failed item in the only shape that n8n routes to the error output with the input item's fields
 * (measured on n8n-core 2.41: no further key in `json`, the pairing an object).
 */
function failedItem(failure: Failure, identifier: string | undefined, item: number) {
	const details: IDataObject = {
		...(failure.description && { description: failure.description }),
		...(failure.code !== undefined && { code: failure.code }),
		...(failure.logId && { logId: failure.logId }),
		...(identifier && { identifier }),
	};
	return { json: { error: failure.message, message: details }, pairedItem: { item } };
}

/** The items of Matched when every item failed for one reason. */
export const failItems = (items: INodeExecutionData[], failure: Failure): INodeExecutionData[] =>
	items.map((_, item) => failedItem(failure, undefined, item));

/**
 * Emits the items of both outputs, in the order of the input items.
 * @param items the input items; they are read only
 * @param results what became of each
 * @returns the items of Matched (talents and failed items) and of Unmatched
 */
export function emitItems(
	items: INodeExecutionData[],
	results: Result[],
	{ matchBy, output, includeInputFields, isTool }: EmitSettings,
): [INodeExecutionData[], INodeExecutionData[]] {
	const matched: INodeExecutionData[] = [];
	const unmatched: INodeExecutionData[] = [];
	/** The item of each talent, when each is emitted once. */
	const emitted = new Map<string, { match: Match; out: INodeExecutionData }>();
	const withInput = output === 'match' && includeInputFields;

	function emitMatch(match: Match, item: number, input: INodeExecutionData): INodeExecutionData {
		const fields = talentFields(match, matchBy);
		const json = withInput ? { ...input.json, ...fields } : { ...fields };
		const out: INodeExecutionData = { json, pairedItem: { item } };
		if (withInput && input.binary) out.binary = input.binary;
		matched.push(out);
		return out;
	}

	function emitTalentOnce(match: Match, item: number, input: INodeExecutionData): void {
		const { talent_id } = match.talent;
		const known = emitted.get(talent_id);
		if (!known) {
			emitted.set(talent_id, { match, out: emitMatch(match, item, input) });
			return;
		}
		known.match = mergeMatches(known.match, match);
		known.out.json = talentFields(known.match, matchBy);
	}

	const emit = output === 'match' ? emitMatch : emitTalentOnce;
	items.forEach((input, item) => {
		const result: Result = results[item] ?? { status: 'skipped' };
		switch (result.status) {
			case 'matched':
				for (const match of result.matches) emit(match, item, input);
				break;
			case 'failed':
				matched.push(failedItem(result.failure, result.identifier, item));
				break;
			case 'skipped':
				matched.push(failedItem(NOT_ASKED, undefined, item));
				break;
			case 'unmatched':
				if (isTool) matched.push({ json: { ...TOOL_UNMATCHED }, pairedItem: { item } });
				else unmatched.push({ ...input, pairedItem: { item } });
		}
	});
	return [matched, unmatched];
}
