/** Step 3: every batch to Feishu, an answer for every combination back. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, limitKey, readAppOrThrow } from '../../../credentials/feishuApp';
import { acquireLimiter } from '../feishu/limiterRegistry';
import { createTransport } from '../feishu/transport';
import type { Plan } from '../plan';
import type { Options } from '../read/options';
import { createProgressReporter } from '../report';
import type { Answers, LookUpOutcome, TalentBatch, TalentQuery } from '../types';
import { BatchResolver } from './batchResolver';
import { neverStop, stopAtFirstFailure } from './earlyStop';
import { BATCH_GET_ID } from './endpoint';

/**
 * Looks up all batches; none when On Error = stop and an item has failed by itself already.
 * @throws when the credential cannot be read or its address is not allowed, or the execution was cancelled
 */
export async function lookUpBatches(
	context: IExecuteFunctions,
	plan: Plan,
	queries: TalentQuery[],
	options: Options,
): Promise<LookUpOutcome> {
	const answers: Answers = new Map();
	const stops = !context.continueOnFail();
	const hasFailed =
		plan.problems.size > 0 ||
		queries.some(({ identifiers, problem }) => identifiers.length === 0 && problem);
	if (plan.batches.length === 0 || (stops && hasFailed)) return { answers, calls: 0 };

	const { requestsPerSecond, requestsPerMinute, maxTries, timeout } = options;
	const rate = { requestsPerSecond, requestsPerMinute };
	const app = readAppOrThrow(await context.getCredentials(CREDENTIAL_NAME));
	const limiter = acquireLimiter(limitKey(app), rate);
	const resolver = new BatchResolver({
		limiter,
		send: createTransport(context, BATCH_GET_ID, timeout),
		maxTries,
		answers,
		shouldStop: stops ? stopAtFirstFailure(plan, queries, answers) : neverStop,
		signal: context.getExecutionCancelSignal(),
	});
	try {
		let resolved = 0;
		const reportProgress = createProgressReporter(context, plan.batches.length);
		const resolve = async (batch: TalentBatch) => {
			await resolver.resolve(batch);
			reportProgress(++resolved, resolver.calls);
		};
		await Promise.all(plan.batches.map(resolve));
		const { calls, runFailure, hasAmbiguousReplies } = resolver;
		return { answers, calls, runFailure, hasAmbiguousReplies };
	} finally {
		limiter.release(rate);
	}
}
