/** Batches in, an answer for each of their combinations out; whatever bisection it takes. */
import pLimit from 'p-limit';

import { FeishuError } from '../feishu/errors';
import type { Failure, Reply } from '../feishu/errors';
import { withRetry } from '../feishu/retry';
import type { RetryOptions } from '../feishu/retry';
import type { Transport } from '../feishu/transport';
import { assignTalents } from '../match';
import type { Answer, Answers, Combination, Talent, TalentBatch } from '../types';
import type { ShouldStop } from './earlyStop';
import { REJECTED_MOBILE_CODE, toBody } from './endpoint';
import type { BatchGetIdBody } from './endpoint';
import { GroupBreaker } from './groupBreaker';

export interface ResolverOptions extends RetryOptions {
	send: Transport<BatchGetIdBody, Talent[]>;
	/** Where each answer is put as it comes. */
	answers: Answers;
	/** Asked at each answer whether the run ends: what is not under way yet is skipped then. */
	shouldStop: ShouldStop;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/** So few calls of one execution wait at the limiter that others get their turn among them. */
const MAX_CONCURRENT_CALLS = 50;
/** So few batches are under way that each is bisected to its end early: a run that must end ends soon. */
const MAX_CONCURRENT_BATCHES = 50;

/** Combinations that must be bisected: Feishu rejected them, or its reply was ambiguous. */
interface PendingSplit {
	combinations: Combination[];
	rejection?: FeishuError;
}

/** Looks up the batches of one execution. */
export class BatchResolver {
	/** Calls made, every attempt counted. */
	calls = 0;
	/** Set once two replies in a row held a talent that fits none of the values asked. */
	hasAmbiguousReplies = false;

	private readonly batchQueue = pLimit(MAX_CONCURRENT_BATCHES);
	private readonly callQueue = pLimit(MAX_CONCURRENT_CALLS);
	/** What everything not yet asked is answered with, once the run has ended. */
	private end?: Answer;
	/** Numbers that Feishu rejected in this run, by country code and number. */
	private readonly rejectedNumbers = new Map<string, Answer>();
	private readonly breakers = new Map<string, GroupBreaker>();
	private lastReplyAmbiguous = false;

	/** Ends what waits for its turn: the run has ended, or the execution was cancelled. */
	private readonly stop = new AbortController();
	private readonly stopSignal: AbortSignal;

	constructor(private readonly options: ResolverOptions) {
		const { signal } = options;
		this.stopSignal = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
	}

	/** The failure that ended the run because no call could succeed any longer. */
	get runFailure(): Failure | undefined {
		return this.end?.status === 'failed' ? this.end.failure : undefined;
	}

	/**
	 * Looks a batch up, bisecting it where Feishu rejects one of its values or a reply is ambiguous.
	 * Each of its combinations has an answer then.
	 * @throws when the execution was cancelled
	 */
	async resolve({ group, combinations }: TalentBatch): Promise<void> {
		const breaker = this.breakers.get(group) ?? new GroupBreaker(this.options.answers);
		this.breakers.set(group, breaker);
		await this.batchQueue(async () => {
			const split = await this.lookUp(combinations, breaker);
			if (!split) return;
			const bisect = async () => await this.bisect(split.combinations, breaker);
			await breaker.handleRejection(split, bisect);
		});
	}

	private async bisect(combinations: Combination[], breaker: GroupBreaker): Promise<void> {
		const middle = Math.ceil(combinations.length / 2);
		const parts = [combinations.slice(0, middle), combinations.slice(middle)];
		await Promise.all(
			parts.map(async (part) => {
				const split = await this.lookUp(part, breaker);
				if (split) await this.bisect(split.combinations, breaker);
			}),
		);
	}

	/** One call for the combinations; its answer is handled before the next may start, for it can end the run. */
	private async lookUp(
		wanted: Combination[],
		breaker: GroupBreaker,
	): Promise<PendingSplit | undefined> {
		return await this.callQueue(async () => {
			const combinations = this.withoutRejectedNumbers(wanted);
			if (combinations.length === 0) return undefined;
			if (breaker.open) {
				this.recordAll(combinations, breaker.open);
				return undefined;
			}
			const reply = this.end ? undefined : await this.call(toBody(combinations));
			if (reply) return this.handleReply(combinations, breaker, reply);
			this.skip(combinations);
			return undefined;
		});
	}

	/** Gives the combinations the answers that a reply means, unless they must be bisected. */
	private handleReply(
		combinations: Combination[],
		breaker: GroupBreaker,
		reply: Reply<Talent[]>,
	): PendingSplit | undefined {
		if (!(reply instanceof FeishuError)) return this.assign(combinations, breaker, reply);
		if (reply.failure === 'value' && combinations.length > 1) {
			return { combinations, rejection: reply };
		}
		const status = reply.failure === 'value' ? 'rejected' : 'failed';
		const answer: Answer = { status, failure: reply };
		const number = numberOf(combinations[0]);
		if (reply.code === REJECTED_MOBILE_CODE && number) this.rejectedNumbers.set(number, answer);
		if (reply.failure === 'run') this.endRun(answer);
		this.recordAll(combinations, answer);
		return undefined;
	}

	private assign(
		combinations: Combination[],
		breaker: GroupBreaker,
		talents: Talent[],
	): PendingSplit | undefined {
		breaker.onAnswer();
		const assigned = assignTalents(combinations, talents);
		this.hasAmbiguousReplies ||= !assigned && this.lastReplyAmbiguous;
		this.lastReplyAmbiguous = !assigned;
		if (!assigned) return { combinations };
		for (const [index, combination] of combinations.entries()) {
			this.record(combination, { status: 'answered', talents: assigned[index] ?? [] });
		}
		return undefined;
	}

	private record(combination: Combination, answer: Answer): void {
		const { answers, shouldStop } = this.options;
		answers.set(combination, answer);
		if (shouldStop(combination, answer)) this.endRun({ status: 'skipped' });
	}

	private recordAll(combinations: Combination[], answer: Answer): void {
		for (const combination of combinations) this.record(combination, answer);
	}

	/** What is not looked up any more gets the answer that ended the run. */
	private skip(combinations: Combination[]): void {
		const { answers } = this.options;
		for (const combination of combinations) {
			answers.set(combination, this.end ?? { status: 'skipped' });
		}
	}

	/** No call starts any more; those under way are waited for. */
	private endRun(answer: Answer): void {
		this.end ??= answer;
		this.stop.abort();
	}

	/** Answers the combinations whose number was rejected before; returns the others. */
	private withoutRejectedNumbers(combinations: Combination[]): Combination[] {
		if (this.rejectedNumbers.size === 0) return combinations;
		return combinations.filter((combination) => {
			const answer = this.rejectedNumbers.get(numberOf(combination) ?? '');
			if (answer) this.record(combination, answer);
			return !answer;
		});
	}

	/** @returns the reply; nothing when the run ended before an attempt */
	private async call(body: BatchGetIdBody): Promise<Reply<Talent[]> | undefined> {
		const { send, signal } = this.options;
		const attempt = async () => {
			this.calls++;
			return await send(body);
		};
		try {
			return await withRetry(attempt, this.options, this.stopSignal);
		} catch (error) {
			if (this.end && !signal?.aborted) return undefined;
			throw error;
		}
	}
}

function numberOf(combination?: Combination): string | undefined {
	const mobile = combination?.identifiers.find(({ kind }) => kind === 'mobile_number');
	return mobile && `${mobile.qualifier}:${mobile.key}`;
}
