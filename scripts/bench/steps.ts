/** The node's pure steps and its resolver, without rate limit and without HTTP; compiled as the package is. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemEmitter } from '../../nodes/BatchGetTalentId/emit';
import { Calls } from '../../nodes/BatchGetTalentId/lookUp/calls';
import { toBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { lookUpInSteps } from '../../nodes/BatchGetTalentId/lookUp/steps';
import { matchQuery } from '../../nodes/BatchGetTalentId/match';
import { BatchPlanner } from '../../nodes/BatchGetTalentId/plan';
import { readQueries } from '../../nodes/BatchGetTalentId/read/items';
import type { Talent } from '../../nodes/BatchGetTalentId/types';
import { noLimiter } from '../../test/support/noLimiter';

export { readQueries };

const BATCH_SIZE = 100;

/** The bodies of the calls that `runSteps` will make, in its order. */
export async function planBodies(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<BatchGetIdBody[]> {
	const planner = new BatchPlanner('all', BATCH_SIZE);
	const queries = await readQueries(context, items, 'all');
	for (const [index, query] of queries.entries()) planner.add(query, index);
	return planner.takeBatches().map(({ combinations }) => toBody(combinations));
}

/**
 * Read, plan, look up, match and emit.
 * @param replies to the calls, in their order; drawn one by one
 */
export async function runSteps(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	replies: Iterable<Talent[]>,
): Promise<INodeExecutionData[][]> {
	const queries = await readQueries(context, items, 'all');
	const planner = new BatchPlanner('all', BATCH_SIZE);
	const asked = queries.map((query, index) => planner.add(query, index));
	const remaining = replies[Symbol.iterator]();
	const calls = new Calls({
		limiter: noLimiter,
		send: async () => remaining.next().value ?? [],
		maxTries: 1,
	});
	const { answers, otherSpellings } = await lookUpInSteps(calls, planner, queries, asked, {
		stopsAtFailure: false,
		onProgress: () => undefined,
		context,
	});
	const emitter = new ItemEmitter({
		matchBy: 'all',
		output: 'talent',
		includeInputFields: false,
		includeIdentifiers: false,
		isTool: false,
	});
	for (const [index, query] of queries.entries()) {
		const one = {
			...(asked[index] ?? { combinations: [] }),
			otherSpellings: otherSpellings.get(index),
		};
		emitter.emit(items[index] ?? { json: {} }, index, matchQuery(query, one, answers), query);
	}
	return emitter.outputs;
}
