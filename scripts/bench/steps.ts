/** The node's own steps in one function; to be run as `compileSteps` compiles it. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemEmitter } from '../../nodes/BatchGetTalentId/emit';
import { BatchResolver } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { Calls } from '../../nodes/BatchGetTalentId/lookUp/calls';
import type { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { neverStop } from '../../nodes/BatchGetTalentId/lookUp/earlyStop';
import { toBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { matchQuery } from '../../nodes/BatchGetTalentId/match';
import { readQueries } from '../../nodes/BatchGetTalentId/read/items';
import { BatchPlanner } from '../../nodes/BatchGetTalentId/plan';
import type { Answers, Talent, TalentQuery } from '../../nodes/BatchGetTalentId/types';

export { readQueries };

const BATCH_SIZE = 100;

const noLimiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
} as unknown as RateLimiter;

/** Plans all queries, each value in its likeliest spelling. */
function plan(queries: TalentQuery[]) {
	const planner = new BatchPlanner('all', BATCH_SIZE);
	const asked = queries.map((query, index) => planner.add(query, index));
	return { planner, asked };
}

/** The bodies of the calls that `runSteps` will make, in its order. */
export async function planBodies(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<BatchGetIdBody[]> {
	const { planner } = plan(await readQueries(context, items, 'all'));
	return planner.takeBatches().map(({ combinations }) => toBody(combinations));
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
	const { planner, asked } = plan(queries);
	const remaining = replies[Symbol.iterator]();
	const answers: Answers = new Map();
	const send = async () => remaining.next().value ?? [];
	const calls = new Calls({ limiter: noLimiter, send, maxTries: 1 });
	await new BatchResolver(calls, answers, neverStop).resolve(planner.takeBatches());
	const emitter = new ItemEmitter({
		matchBy: 'all',
		output: 'talent',
		includeInputFields: false,
		includeIdentifiers: false,
		isTool: false,
	});
	for (const [index, item] of items.entries()) {
		const [query, one] = [queries[index], asked[index]];
		if (query && one) emitter.emit(item, index, matchQuery(query, one, answers), query);
	}
	return emitter.outputs;
}
