/** Step 3: every batch to Feishu, an answer for every combination back. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { FeishuClient } from './batchResolver';
import type { ClientSettings } from './batchResolver';
import { connect } from '../feishu/transport';
import { acquireLimiter } from '../feishu/limiterRegistry';
import { CREDENTIAL_NAME, limitKey, readCredentials } from '../../../credentials/feishuApp';
import { matchQuery, placeTalents } from '../match';
import type { Plan } from '../plan';
import { progressReporter } from '../report';
import type { Options } from '../read/options';
import type { Answers, Combination, Failure, TalentBatch, TalentQuery } from '../types';

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

/** The places of the queries that ask each combination. */
function placesOf({ asked }: Plan): Map<Combination, number[]> {
	const places = new Map<Combination, number[]>();
	for (const [place, combinations] of asked.entries()) {
		for (const combination of combinations) {
			const others = places.get(combination);
			if (others) others.push(place);
			else places.set(combination, [place]);
		}
	}
	return places;
}

/** With On Error = stop: finds the answer by which an item has failed for certain. */
function failureFinder(
	plan: Plan,
	queries: TalentQuery[],
	answers: Answers,
): ClientSettings['endsRun'] {
	// Without an answer that refuses a value, only an item with a value that cannot be asked can fail.
	let canFail = queries.some(({ problem }) => problem);
	let places: Map<Combination, number[]> | undefined;
	const isLeft = (combination: Combination) => !answers.has(combination);
	const hasFailed = (place: number) => {
		const query = queries[place];
		const asked = plan.asked[place] ?? [];
		// From the end, where those are that were not asked yet.
		if (!query || asked.findLast(isLeft)) return false;
		return matchQuery(query, asked, answers).status === 'failed';
	};
	return (combination, answer) => {
		if (answer.status === 'failed') return true;
		canFail ||= answer.status === 'rejected';
		if (!canFail) return false;
		places ??= placesOf(plan);
		return (places.get(combination) ?? []).some(hasFailed);
	};
}

/**
 * Asks all batches; none when On Error = stop and an item failed by itself already.
 * @throws when the credential cannot be read or its address is forbidden, or the execution was cancelled
 */
export async function askFeishu(
	context: IExecuteFunctions,
	plan: Plan,
	queries: TalentQuery[],
	options: Options,
): Promise<Outcome> {
	const answers: Answers = new Map();
	const stops = !context.continueOnFail();
	const failed = queries.some(({ identifiers, problem }) => identifiers.length === 0 && problem);
	if (plan.batches.length === 0 || (stops && failed)) return { answers, calls: 0 };

	const { requestsPerSecond, requestsPerMinute, maxTries, timeout } = options;
	const rate = { requestsPerSecond, requestsPerMinute };
	const credentials = readCredentials(await context.getCredentials(CREDENTIAL_NAME));
	const limiter = acquireLimiter(limitKey(credentials), rate);
	const client = new FeishuClient({
		limiter,
		send: connect(context, timeout),
		place: placeTalents,
		maxTries,
		answers,
		endsRun: stops ? failureFinder(plan, queries, answers) : () => false,
		signal: context.getExecutionCancelSignal(),
	});
	try {
		let answered = 0;
		const reportProgress = progressReporter(context, plan.batches.length);
		const ask = async (batch: TalentBatch) => {
			await client.ask(batch);
			reportProgress(++answered, client.calls);
		};
		await Promise.all(plan.batches.map(ask));
		const { calls, hopeless, repliesUnclear } = client;
		return { answers, calls, hopeless, repliesUnclear };
	} finally {
		limiter.release(rate);
	}
}
