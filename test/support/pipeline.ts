/** The node's data flow without n8n: read, plan, look up, match and emit against a store of talents. */
import type { INodeExecutionData } from 'n8n-workflow';

import { emitItems } from '../../nodes/BatchGetTalentId/emit';
import type { EmitSettings } from '../../nodes/BatchGetTalentId/emit';
import { BatchResolver } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { neverStop } from '../../nodes/BatchGetTalentId/lookUp/earlyStop';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { matchQueries } from '../../nodes/BatchGetTalentId/match';
import { planBatches } from '../../nodes/BatchGetTalentId/plan';
import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { Answers, Talent } from '../../nodes/BatchGetTalentId/types';
import type { TalentStore } from './simulator/store';

/** A limiter that limits nothing. */
export const noLimiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
} as unknown as RateLimiter;

const badNumberError = () =>
	new FeishuError({
		retry: 'never',
		failure: 'value',
		message: 'bad number',
		code: 1002009,
		status: 400,
	});

/** Answers calls from a store, rejecting those that hold a bad number. */
export const storeReplies =
	(store: TalentStore, badNumbers: Set<string>) =>
	async (body: BatchGetIdBody): Promise<Reply<Talent[]>> =>
		body.mobile_number_list?.some((number) => badNumbers.has(number))
			? badNumberError()
			: store.find(body, true);

const FIELDS: Record<ItemParameter, string> = {
	mobileNumber: 'm',
	mobileCode: 'code',
	email: 'e',
	identificationNumber: 'i',
	identificationType: 'type',
};

export interface PipelineSettings extends EmitSettings {
	batchSize: number;
	send: (body: BatchGetIdBody) => Promise<Reply<Talent[]>>;
}

/** Runs all steps over items whose fields are `m`, `code`, `e`, `i` and `type`. */
export async function runPipeline(items: INodeExecutionData[], settings: PipelineSettings) {
	const queries = items.map(({ json }, i) => readQuery(i, (name) => json[FIELDS[name]]));
	const plan = planBatches(queries, settings.matchBy, settings.batchSize);
	const answers: Answers = new Map();
	const resolver = new BatchResolver({
		limiter: noLimiter,
		send: settings.send,
		maxTries: 1,
		answers,
		shouldStop: neverStop,
	});
	await Promise.all(plan.batches.map(async (batch) => await resolver.resolve(batch)));
	const results = matchQueries(queries, plan, answers);
	const [matched, unmatched] = emitItems(items, results, settings);
	return { matched, unmatched, calls: resolver.calls, ...plan, queries, results };
}
