/** Step 3: every batch to Feishu, an answer for every combination back. Here its parts are wired to n8n. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, limitKey, readAppOrThrow } from '../../../credentials/feishuApp';
import { acquireLimiter } from '../feishu/limiterRegistry';
import { createTransport } from '../feishu/transport';
import type { BatchPlanner } from '../plan';
import type { Options } from '../read/options';
import { createProgressReporter } from '../report';
import type { LookUpOutcome, PlannedQuery } from '../types';
import { Calls } from './calls';
import { BATCH_GET_ID } from './endpoint';
import { lookUpInSteps } from './steps';

/**
 * Looks up what queries ask.
 * @param planner holds the batches of all queries
 * @throws when the credential cannot be read or its address is not allowed, or the execution was cancelled
 */
export async function lookUpBatches(
	context: IExecuteFunctions,
	planner: BatchPlanner,
	queries: PlannedQuery[],
	options: Options,
): Promise<LookUpOutcome> {
	const { requestsPerSecond, requestsPerMinute, timeout: timeoutMs, maxTries } = options;
	const rate = { requestsPerSecond, requestsPerMinute };
	const app = readAppOrThrow(await context.getCredentials(CREDENTIAL_NAME));
	const limiter = acquireLimiter(limitKey(app), rate);
	try {
		const send = createTransport(context, BATCH_GET_ID, { timeoutMs, maxTries });
		const signal = context.getExecutionCancelSignal();
		const calls = new Calls({ limiter, send, maxTries, signal });
		return await lookUpInSteps(calls, planner, queries, {
			stopsAtFailure: !context.continueOnFail(),
			onProgress: createProgressReporter(context),
			context,
		});
	} finally {
		limiter.release(rate);
	}
}
