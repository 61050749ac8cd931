/** The node's own steps in one function; to be run as `compileSteps` compiles it. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { emitItems } from '../../nodes/BatchGetTalentId/emit';
import { FeishuClient } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { toBody } from '../../credentials/feishuApp';
import type { BatchGetIdBody } from '../../credentials/feishuApp';
import { matchQueries, placeTalents } from '../../nodes/BatchGetTalentId/match';
import { readQueries } from '../../nodes/BatchGetTalentId/read/items';
import { planBatches } from '../../nodes/BatchGetTalentId/plan';
import { noLimiter } from '../../test/support/noLimiter';
import type { Answers, Talent } from '../../nodes/BatchGetTalentId/types';

export { readQueries };

const BATCH_SIZE = 100;

/** The bodies of the calls that `runSteps` will make, in its order. */
export async function planBodies(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<BatchGetIdBody[]> {
	const { batches } = planBatches(await readQueries(context, items), 'all', BATCH_SIZE);
	return batches.map(({ combinations }) => toBody(combinations));
}

/**
 * Read, plan, match and emit, and the client between them; without Bottleneck and without HTTP.
 * @param replies to the calls, in their order; drawn one by one
 */
export async function runSteps(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	replies: Iterable<Talent[]>,
): Promise<INodeExecutionData[][]> {
	const queries = await readQueries(context, items);
	const plan = planBatches(queries, 'all', BATCH_SIZE);
	const remaining = replies[Symbol.iterator]();
	const answers: Answers = new Map();
	const client = new FeishuClient({
		limiter: noLimiter,
		send: async () => remaining.next().value ?? [],
		place: placeTalents,
		maxTries: 1,
		answers,
		endsRun: () => false,
	});
	await Promise.all(plan.batches.map(async (batch) => await client.ask(batch)));
	const results = matchQueries(queries, plan.asked, answers);
	return emitItems(items, results, {
		matchBy: 'all',
		output: 'talent',
		includeInputFields: false,
		isTool: false,
	});
}
