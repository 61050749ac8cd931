/** Step 3: every batch to Feishu, an answer for every combination back. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { FeishuClient } from './feishu/client';
import { connect } from './feishu/connect';
import { joinLimiter } from './feishu/limiters';
import { CREDENTIAL_NAME, findBaseUrlProblem, limitKey, readCredentials } from './feishu/wire';
import { placeTalents } from './match';
import type { Plan } from './plan';
import { progressReporter, throwIfCancelled } from './report';
import type { Options } from './settings';
import type { Answer, Answers, Combination, Failure, TalentBatch, TalentQuery } from './types';

/** What came of all the calls of a run. */
export interface Outcome {
	/** By combination; one that is missing was not asked. */
	answers: Answers;
	/** Tries, repeats and splits included. */
	calls: number;
	/** Why the run ended early, when no call could succeed any longer. */
	hopeless?: Failure;
	/** Replies held talents that could not be placed, so that batches were split. */
	repliesUnclear?: boolean;
}

/** Tells which answers end a run with On Error = stop: those that fail an item for certain. */
function failureFinder({ asked }: Plan) {
	const onlyOnes = new Set(
		asked.flatMap((combinations) => (combinations.length === 1 ? combinations : [])),
	);
	return (combination: Combination, { status }: Answer) =>
		status === 'failed' || (status === 'rejected' && onlyOnes.has(combination));
}

/**
 * Asks all batches; none when On Error = stop and an item failed by itself already.
 * @throws NodeOperationError when the execution was cancelled
 */
export async function askFeishu(
	context: IExecuteFunctions,
	plan: Plan,
	queries: TalentQuery[],
	options: Options,
): Promise<Outcome> {
	const stops = !context.continueOnFail();
	const failed = queries.some(({ identifiers, problem }) => identifiers.length === 0 && problem);
	if (plan.batches.length === 0 || (stops && failed)) return { answers: new Map(), calls: 0 };

	const { requestsPerSecond, requestsPerMinute, maxTries, timeout } = options;
	const rate = { requestsPerSecond, requestsPerMinute };
	const credentials = readCredentials(await context.getCredentials(CREDENTIAL_NAME));
	const problem = findBaseUrlProblem(credentials);
	if (problem !== undefined) return failAll(plan, { message: problem });
	const limiter = joinLimiter(limitKey(credentials), rate);
	const client = new FeishuClient({
		limiter,
		send: connect(context, timeout),
		place: placeTalents,
		maxTries,
		endsRun: stops ? failureFinder(plan) : () => false,
		signal: context.getExecutionCancelSignal(),
	});
	try {
		const answers: Answers = new Map();
		let answered = 0;
		const reportProgress = progressReporter(context, plan.batches.length);
		const ask = async (batch: TalentBatch) => {
			for (const [combination, answer] of await client.ask(batch)) {
				answers.set(combination, answer);
			}
			reportProgress(++answered, client.calls);
		};
		await Promise.all(plan.batches.map(ask));
		const { calls, hopeless, repliesUnclear } = client;
		return { answers, calls, hopeless, repliesUnclear };
	} catch (error) {
		throwIfCancelled(context);
		throw new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
	} finally {
		limiter.leave(rate);
	}
}

function failAll({ batches }: Plan, failure: Failure): Outcome {
	const combinations = batches.flatMap((batch) => batch.combinations);
	const answer: Answer = { status: 'failed', failure };
	const answers: Answers = new Map(combinations.map((combination) => [combination, answer]));
	return { answers, calls: 0, hopeless: failure };
}
