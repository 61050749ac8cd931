/** The node's own steps in one function; to be run as `compileSteps` compiles it. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { emitItems } from '../../nodes/BatchGetTalentId/emit';
import { BatchResolver } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import type { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { neverStop } from '../../nodes/BatchGetTalentId/lookUp/earlyStop';
import { toBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { matchQueries } from '../../nodes/BatchGetTalentId/match';
import { readQueries } from '../../nodes/BatchGetTalentId/read/items';
import { planBatches } from '../../nodes/BatchGetTalentId/plan';
import type { Answers, Talent } from '../../nodes/BatchGetTalentId/types';

export { readQueries };

const BATCH_SIZE = 100;

const noLimiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
} as unknown as RateLimiter;

/** The bodies of the calls that `runSteps` will make, in its order. */
export async function planBodies(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<BatchGetIdBody[]> {
	const { batches } = planBatches(await readQueries(context, items, 'all'), 'all', BATCH_SIZE);
	return batches.map(({ combinations }) => toBody(combinations));
}

/**
 * Read, plan, match and emit, and the resolver between them; without rate limit and without HTTP.
 * @param replies to the calls, in their order; drawn one by one
 */
export async function runSteps(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	replies: Iterable<Talent[]>,
): Promise<INodeExecutionData[][]> {
	const queries = await readQueries(context, items, 'all');
	const plan = planBatches(queries, 'all', BATCH_SIZE);
	const remaining = replies[Symbol.iterator]();
	const answers: Answers = new Map();
	const resolver = new BatchResolver({
		limiter: noLimiter,
		send: async () => remaining.next().value ?? [],
		maxTries: 1,
		answers,
		shouldStop: neverStop,
	});
	await Promise.all(plan.batches.map(async (batch) => await resolver.resolve(batch)));
	const results = matchQueries(queries, plan, answers);
	return emitItems(items, results, {
		matchBy: 'all',
		output: 'talent',
		includeInputFields: false,
		isTool: false,
	});
}
