/** Step 3: every batch to Feishu, an answer for every combination back. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, limitKey, readAppOrThrow } from '../../../credentials/feishuApp';
import { acquireLimiter } from '../feishu/limiterRegistry';
import type { RateLimiter } from '../feishu/rateLimiter';
import { createTransport } from '../feishu/transport';
import { isUnanswered } from '../match';
import { hasOtherSpellings } from '../plan';
import type { BatchPlanner } from '../plan';
import type { Options } from '../read/options';
import { createProgressReporter } from '../report';
import { mapInSlices } from '../slices';
import type {
	Answers,
	Asked,
	Combination,
	LookUpOutcome,
	TalentBatch,
	TalentQuery,
} from '../types';
import { BatchResolver } from './batchResolver';
import { Calls } from './calls';
import { neverStop, stopAtFirstFailure } from './earlyStop';
import { BATCH_GET_ID } from './endpoint';

/**
 * Looks up what queries ask, in two steps: each value in its likeliest spelling; then, for queries that
 * nothing has matched, in its other spellings too. Asks nothing when On Error = stop and an item has
 * failed by itself already.
 * @param planner holds the batches of all queries
 * @param asked what each query asks, as planned
 * @throws when the credential cannot be read or its address is not allowed, or the execution was cancelled
 */
export async function lookUpBatches(
	context: IExecuteFunctions,
	planner: BatchPlanner,
	queries: TalentQuery[],
	asked: Asked[],
	options: Options,
): Promise<LookUpOutcome> {
	const answers: Answers = new Map();
	const stops = !context.continueOnFail();
	const hasFailed =
		asked.some(({ problem }) => problem) ||
		queries.some(({ identifiers, problem }) => identifiers.length === 0 && problem);
	const batches = planner.takeBatches();
	if (batches.length === 0 || (stops && hasFailed)) {
		return {
			answers,
			otherSpellings: new Map(),
			spellingsNotAsked: 0,
			otherIdentifiers: 0,
			calls: 0,
		};
	}

	return await withLimiter(context, options, async (limiter) => {
		const { timeout: timeoutMs, maxTries } = options;
		const send = createTransport(context, BATCH_GET_ID, { timeoutMs, maxTries });
		const signal = context.getExecutionCancelSignal();
		const calls = new Calls({ limiter, send, maxTries, signal });
		let shouldStop = stops ? stopAtFirstFailure(queries, asked, answers) : neverStop;
		const resolver = new BatchResolver(calls, answers, (...answer) => shouldStop(...answer));

		async function resolve(batches: TalentBatch[]): Promise<void> {
			let resolved = 0;
			const reportProgress = createProgressReporter(context, batches.length);
			await resolver.resolve(batches, () => reportProgress(++resolved, calls.made));
		}

		await resolve(batches);
		const otherSpellings = new Map<number, Combination[][]>();
		let spellingsNotAsked = 0;
		if (!calls.end) {
			await mapInSlices(context, queries, (query, index) => {
				if (!hasOtherSpellings(query)) return;
				if (!isUnanswered(asked[index]?.combinations ?? [], answers)) return;
				const others = planner.addOtherSpellings(query, index);
				if (others) otherSpellings.set(index, others);
				else spellingsNotAsked++;
			});
			if (stops) {
				const all = asked.map((one, index) => ({
					...one,
					otherSpellings: otherSpellings.get(index) ?? [],
				}));
				shouldStop = stopAtFirstFailure(queries, all, answers);
			}
			await resolve(planner.takeBatches());
			for (const spellings of otherSpellings.values()) {
				if (spellings.flat().some((one) => isUnasked(one, answers))) spellingsNotAsked++;
			}
		}
		return {
			answers,
			otherSpellings,
			spellingsNotAsked,
			otherIdentifiers: resolver.otherIdentifiers.size,
			calls: calls.made,
			runFailure: calls.runFailure,
			hasAmbiguousReplies: resolver.hasAmbiguousReplies,
		};
	});
}

/** Runs work with the limiter of the node's app. */
async function withLimiter<T>(
	context: IExecuteFunctions,
	{ requestsPerSecond, requestsPerMinute }: Options,
	work: (limiter: RateLimiter) => Promise<T>,
): Promise<T> {
	const rate = { requestsPerSecond, requestsPerMinute };
	const app = readAppOrThrow(await context.getCredentials(CREDENTIAL_NAME));
	const limiter = acquireLimiter(limitKey(app), rate);
	try {
		return await work(limiter);
	} finally {
		limiter.release(rate);
	}
}

/** Whether a combination was given up with its group. */
function isUnasked(combination: Combination, answers: Answers): boolean {
	const answer = answers.get(combination);
	return answer?.status === 'rejected' && answer.isUnasked === true;
}
