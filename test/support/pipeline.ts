/** The node's data flow without n8n: read, plan, look up, match and emit against a store of talents. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import { ItemEmitter } from '../../nodes/BatchGetTalentId/emit';
import type { EmitSettings } from '../../nodes/BatchGetTalentId/emit';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { readResponse } from '../../nodes/BatchGetTalentId/feishu/response';
import { Calls } from '../../nodes/BatchGetTalentId/lookUp/calls';
import { BATCH_GET_ID } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody, TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { lookUpInSteps } from '../../nodes/BatchGetTalentId/lookUp/steps';
import { matchQuery } from '../../nodes/BatchGetTalentId/match';
import { BatchPlanner } from '../../nodes/BatchGetTalentId/plan';
import { openQueries } from '../../nodes/BatchGetTalentId/read/query';
import type { MatchBy, Result, TalentQuery } from '../../nodes/BatchGetTalentId/types';
import type { Hire } from './feishu/hire';

/** A limiter that limits nothing. */
export const noLimiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
} as unknown as RateLimiter;

/** Sends calls to a tenant's Hire, which answers them at once. */
export const sendTo =
	(hire: Hire) =>
	async (body: BatchGetIdBody): Promise<Reply<TalentEntry[]>> => {
		const { status, body: reply } = hire.answer(body);
		const response = { statusCode: status, headers: {}, body: reply as IDataObject };
		const read = readResponse(response, BATCH_GET_ID.errors);
		return read instanceof FeishuError ? read : BATCH_GET_ID.parse(read, response);
	};

const FIELDS: Record<ItemParameter, string> = {
	mobileNumber: 'm',
	mobileCode: 'code',
	email: 'e',
	identificationNumber: 'i',
	identificationType: 'type',
};

export interface PipelineSettings extends Partial<EmitSettings> {
	matchBy: MatchBy;
	batchSize: number;
	send: (body: BatchGetIdBody) => Promise<Reply<TalentEntry[]>>;
}

/** Reads items whose fields are `m`, `code`, `e`, `i` and `type`. */
export function readItems(items: INodeExecutionData[], matchBy: MatchBy): TalentQuery[] {
	const read = openQueries((name, index) => items[index]?.json[FIELDS[name]], matchBy);
	return items.map((_, index) => read(index));
}

/** Plans all queries, each value in its likeliest spelling. */
export function planAll(given: TalentQuery[], matchBy: MatchBy, batchSize: number) {
	const planner = new BatchPlanner(matchBy, batchSize);
	const queries = given.map((query) => planner.add(query));
	return { planner, queries, batches: planner.takeBatches() };
}

/** Emits all items at once. */
export function emitAll(
	items: INodeExecutionData[],
	results: Result[],
	settings: EmitSettings,
	queries: TalentQuery[] = [],
) {
	const emitter = new ItemEmitter(settings);
	for (const [itemIndex, item] of items.entries()) {
		const query = queries[itemIndex] ?? { itemIndex, identifiers: [] };
		emitter.emit(item, results[itemIndex] ?? { status: 'skipped' }, query);
	}
	return emitter.outputs;
}

/** Runs all steps. */
export async function runPipeline(items: INodeExecutionData[], settings: PipelineSettings) {
	const { matchBy, batchSize, send } = settings;
	const planner = new BatchPlanner(matchBy, batchSize);
	const queries = readItems(items, matchBy).map((query) => planner.add(query));
	const calls = new Calls({ limiter: noLimiter, send, maxTries: 1 });
	const outcome = await lookUpInSteps(calls, planner, queries, {
		stopsAtFailure: false,
		onProgress: () => undefined,
		context: { getExecutionCancelSignal: () => undefined, getNode: () => ({}) as INode },
	});
	const results = queries.map((query, index) =>
		matchQuery(query, outcome.answers, outcome.otherSpellings.get(index)),
	);
	const emitSettings = {
		output: 'match',
		includeInputFields: false,
		includeIdentifiers: false,
		isTool: false,
		...settings,
	} as const;
	const [matched, unmatched] = emitAll(items, results, emitSettings, queries);
	return { matched, unmatched, calls: calls.made, queries, results, outcome };
}
