/** Everything that waits, fails or remembers: a batch goes in, an answer per combination comes out. */
import pLimit from 'p-limit';
import { sleep } from 'n8n-workflow';

import { FeishuError } from './errors';
import type { RateLimiter } from './limiter';
import type { Reply } from './token';
import { toBody } from './wire';
import type { BatchGetIdBody } from './wire';
import type { Answer, Answers, Combination, Failure, Talent, TalentBatch } from '../types';

export interface ClientSettings {
	limiter: RateLimiter;
	/** Makes one call. Rejects only when the execution was cancelled. */
	send: (body: BatchGetIdBody) => Promise<Reply>;
	/** Shares a reply out to its batch's combinations; nothing when the batch must be split. */
	place: (batch: TalentBatch, talents: Talent[]) => Map<Combination, Talent[]> | undefined;
	/** All tries of one call, the first included. */
	maxTries: number;
	/** Whether an answer ends the run: what is not under way yet is skipped. */
	endsRun: (combination: Combination, answer: Answer) => boolean;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/** So many calls of one execution wait at the limiter, that others get their turn among them. */
const CALLS_AT_A_TIME = 50;

const MINUTE = 60_000;
/** The windows end within a minute, so no honest wait is longer. */
const LONGEST_PAUSE = MINUTE;
const MOST_REFUSAL = 10 * MINUTE;
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;

/** Exponential backoff with full jitter, in milliseconds. */
export const backoff = (tries: number, random = Math.random()): number =>
	random * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (tries - 1));

const answerAll = (combinations: Combination[], answer: Answer): Answers =>
	new Map(combinations.map((combination) => [combination, answer]));

/** The client of one execution. */
export class FeishuClient {
	/** Calls made, every attempt counted. */
	calls = 0;
	/** Set once two replies in a row held a talent that fits none of the values asked. */
	repliesUnclear = false;

	private readonly atATime = pLimit(CALLS_AT_A_TIME);
	/** What everything not yet asked is answered with, once the run has ended. */
	private end?: Answer;
	/** Numbers found bad in this run, by country code and number. */
	private readonly badNumbers = new Map<string, Answer>();
	/** Whether the run's first batch refused for a parameter had no good combination. */
	private systematic?: Promise<boolean>;
	private lastReplyUnclear = false;

	constructor(private readonly settings: ClientSettings) {}

	/** The failure that ended the run because no call could succeed any longer. */
	get hopeless(): Failure | undefined {
		return this.end?.status === 'failed' ? this.end.failure : undefined;
	}

	/**
	 * Asks a batch, splitting it where Feishu refuses one of its values or a reply is unclear.
	 * @returns an answer for each of its combinations
	 * @throws when the execution was cancelled
	 */
	async ask(batch: TalentBatch): Promise<Answers> {
		const known = this.withBadNumbers(batch.combinations);
		const combinations = batch.combinations.filter((combination) => !known.has(combination));
		const answers = combinations.length > 0 ? await this.askCombinations(combinations) : [];
		return new Map([...known, ...answers]);
	}

	private async askCombinations(combinations: Combination[]): Promise<Answers> {
		const reply = await this.atATime(async () =>
			this.end ? undefined : await this.call(toBody(combinations)),
		);
		if (reply === undefined) return answerAll(combinations, this.end ?? { status: 'skipped' });
		const answers =
			reply instanceof FeishuError
				? await this.handleError(combinations, reply)
				: await this.placeReply(combinations, reply);
		return this.endRunOn(answers);
	}

	private async placeReply(combinations: Combination[], talents: Talent[]): Promise<Answers> {
		const placed = this.settings.place({ combinations }, talents);
		this.repliesUnclear ||= !placed && this.lastReplyUnclear;
		this.lastReplyUnclear = !placed;
		if (!placed) return await this.split(combinations);
		return new Map(
			[...placed].map(([combination, found]) => [
				combination,
				{ status: 'answered', talents: found },
			]),
		);
	}

	private async handleError(combinations: Combination[], error: FeishuError): Promise<Answers> {
		switch (error.verdict) {
			case 'badNumber':
				if (combinations.length > 1) return await this.split(combinations);
				return this.reject(combinations, error);
			case 'badParameter':
				if (combinations.length > 1) return await this.splitUnlessSystematic(combinations, error);
				return this.reject(combinations, error);
			case 'hopeless':
				return answerAll(combinations, (this.end ??= { status: 'failed', failure: error }));
			default:
				return answerAll(combinations, { status: 'failed', failure: error });
		}
	}

	private async split(combinations: Combination[]): Promise<Answers> {
		const middle = Math.ceil(combinations.length / 2);
		const halves = [combinations.slice(0, middle), combinations.slice(middle)];
		const answers = await Promise.all(
			halves.map(async (half) => await this.ask({ combinations: half })),
		);
		return new Map(answers.flatMap((half) => [...half]));
	}

	/**
	 * A parameter refused may be one bad value, or a defect in every call. The first batch so refused
	 * tells: were it the defect, splitting every batch to the end would take hours.
	 */
	private async splitUnlessSystematic(
		combinations: Combination[],
		error: FeishuError,
	): Promise<Answers> {
		if (this.systematic) {
			if (await this.systematic) return answerAll(combinations, this.end ?? { status: 'skipped' });
			return await this.split(combinations);
		}
		const parts = this.split(combinations);
		this.systematic = parts.then(
			(answers) => [...answers.values()].every(({ status }) => status === 'rejected'),
			() => false,
		);
		if (await this.systematic) {
			const failure = new FeishuError('hopeless', {
				...error,
				message: `The run was stopped, for Feishu refused every value of a call: ${error.message}`,
			});
			this.end ??= { status: 'failed', failure };
		}
		return await parts;
	}

	private reject(combinations: Combination[], failure: FeishuError): Answers {
		const answer: Answer = { status: 'rejected', failure };
		const number = numberOf(combinations[0]);
		if (failure.verdict === 'badNumber' && number) this.badNumbers.set(number, answer);
		return answerAll(combinations, answer);
	}

	/** The combinations whose number was found bad already. */
	private withBadNumbers(combinations: Combination[]): Answers {
		const answers: Answers = new Map();
		if (this.badNumbers.size === 0) return answers;
		for (const combination of combinations) {
			const answer = this.badNumbers.get(numberOf(combination) ?? '');
			if (answer) answers.set(combination, answer);
		}
		return answers;
	}

	private endRunOn(answers: Answers): Answers {
		for (const [combination, answer] of answers) {
			if (this.settings.endsRun(combination, answer)) this.end ??= { status: 'skipped' };
		}
		return answers;
	}

	/** One call with all its tries; each goes through the limiter. */
	private async call(body: BatchGetIdBody): Promise<Reply> {
		const { limiter, send, maxTries, signal } = this.settings;
		let refusals = 0;
		for (let tries = 1; ; ) {
			const reply = await limiter.schedule(async () => {
				this.calls++;
				return await send(body);
			}, signal);
			if (!(reply instanceof FeishuError)) {
				limiter.accept();
				return reply;
			}
			switch (reply.verdict) {
				case 'rateLimited': {
					const wait = Math.min(reply.retryAfter ?? backoff(++refusals), LONGEST_PAUSE);
					if (limiter.refuse(wait) > MOST_REFUSAL) return stillRefused(reply);
					break;
				}
				case 'token':
					break;
				case 'noToken':
				case 'transient':
					if (tries++ >= maxTries || this.end) {
						return reply.verdict === 'noToken' ? new FeishuError('hopeless', reply) : reply;
					}
					await sleep(backoff(tries - 1), signal);
					break;
				default:
					return reply;
			}
		}
	}
}

function numberOf(combination?: Combination): string | undefined {
	const mobile = combination?.identifiers.find(({ kind }) => kind === 'mobile_number');
	return mobile && `${mobile.scope}:${mobile.key}`;
}

const stillRefused = (error: FeishuError) =>
	new FeishuError('hopeless', {
		...error,
		message: 'Feishu has refused every call for 10 minutes',
		description:
			'Another program may be using up the rate limit of this Feishu app. Run the workflow again later, or lower Requests per Second and Requests per Minute.',
	});
