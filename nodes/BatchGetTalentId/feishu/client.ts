/** Everything that waits, fails or remembers: a batch goes in, an answer per combination comes out. */
import pLimit from 'p-limit';
import { sleep } from 'n8n-workflow';

import { FeishuError } from './errors';
import type { RateLimiter, Refusal } from './limiter';
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
const backoff = (tries: number, random = Math.random()): number =>
	random * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (tries - 1));

const answerAll = (combinations: Combination[], answer: Answer): Answers =>
	new Map(combinations.map((combination) => [combination, answer]));

/** A batch that must be asked in halves: Feishu refused it, or its reply was unclear. */
interface Split {
	combinations: Combination[];
	refusal?: FeishuError;
}

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

	/** Ends what waits for its turn: the run has ended, or the execution was cancelled. */
	private readonly stop = new AbortController();
	private readonly stopped: AbortSignal;

	constructor(private readonly settings: ClientSettings) {
		const { signal } = settings;
		this.stopped = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
	}

	/** The failure that ended the run because no call could succeed any longer. */
	get hopeless(): Failure | undefined {
		return this.end?.status === 'failed' ? this.end.failure : undefined;
	}

	/**
	 * Asks a batch, splitting it where Feishu refuses one of its values or a reply is unclear.
	 * @returns an answer for each of its combinations
	 * @throws when the execution was cancelled
	 */
	async ask({ combinations }: TalentBatch): Promise<Answers> {
		return await this.askCombinations(combinations, false);
	}

	/** @param probing whether they are part of the first batch refused for a parameter */
	private async askCombinations(wanted: Combination[], probing: boolean): Promise<Answers> {
		let known: Answers = new Map();
		const step = await this.atATime(async () => {
			known = this.withBadNumbers(wanted);
			const combinations = wanted.filter((combination) => !known.has(combination));
			if (combinations.length === 0) return new Map<Combination, Answer>();
			const reply = this.end ? undefined : await this.call(toBody(combinations));
			// Judged before the next call may start, for it can end the run.
			return reply ? this.judge(combinations, reply) : this.answerWithEnd(combinations);
		});
		const answers = step instanceof Map ? step : await this.splitUp(step, probing);
		for (const [combination, answer] of known) answers.set(combination, answer);
		return answers;
	}

	/** No call starts any more; those under way are waited for. */
	private endRun(answer: Answer): void {
		this.end ??= answer;
		this.stop.abort();
	}

	private answerWithEnd(combinations: Combination[]): Answers {
		return answerAll(combinations, this.end ?? { status: 'skipped' });
	}

	/** What a reply means for the combinations it was asked for. */
	private judge(combinations: Combination[], reply: Reply): Answers | Split {
		if (!(reply instanceof FeishuError)) return this.placeReply(combinations, reply);
		const { verdict } = reply;
		const splits = verdict === 'badNumber' || verdict === 'badParameter';
		if (splits && combinations.length > 1) return { combinations, refusal: reply };
		const answer: Answer = { status: splits ? 'rejected' : 'failed', failure: reply };
		const number = numberOf(combinations[0]);
		if (verdict === 'badNumber' && number) this.badNumbers.set(number, answer);
		if (verdict === 'hopeless') this.endRun(answer);
		if (combinations.some((combination) => this.settings.endsRun(combination, answer))) {
			this.endRun({ status: 'skipped' });
		}
		return answerAll(combinations, answer);
	}

	private placeReply(combinations: Combination[], talents: Talent[]): Answers | Split {
		const placed = this.settings.place({ combinations }, talents);
		this.repliesUnclear ||= !placed && this.lastReplyUnclear;
		this.lastReplyUnclear = !placed;
		if (!placed) return { combinations };
		const answers: Answers = new Map();
		for (const [combination, found] of placed) {
			answers.set(combination, { status: 'answered', talents: found });
		}
		return answers;
	}

	/**
	 * A parameter refused may be one bad value, or a defect in every call. The first batch so refused
	 * tells: were it the defect, splitting every batch to the end would take hours.
	 */
	private async splitUp({ combinations, refusal }: Split, probing: boolean): Promise<Answers> {
		if (probing || refusal?.verdict !== 'badParameter')
			return await this.halve(combinations, probing);
		if (this.systematic) {
			if (!(await this.systematic)) return await this.halve(combinations, false);
			return this.answerWithEnd(combinations);
		}
		const parts = this.halve(combinations, true);
		this.systematic = parts.then(
			(answers) => [...answers.values()].every(({ status }) => status === 'rejected'),
			() => false,
		);
		if (await this.systematic) {
			const message = `The run was stopped, for Feishu refused every value of a call: ${refusal.message}`;
			const failure = new FeishuError('hopeless', { ...refusal, message });
			this.endRun({ status: 'failed', failure });
		}
		return await parts;
	}

	private async halve(combinations: Combination[], probing: boolean): Promise<Answers> {
		const middle = Math.ceil(combinations.length / 2);
		const halves = [combinations.slice(0, middle), combinations.slice(middle)];
		const answers = await Promise.all(
			halves.map(async (half) => await this.askCombinations(half, probing)),
		);
		return new Map(answers.flatMap((half) => [...half]));
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

	/**
	 * One call with all its tries; each goes through the limiter.
	 * @returns nothing when the run ended before a try
	 */
	private async call(body: BatchGetIdBody): Promise<Reply | undefined> {
		const { signal } = this.settings;
		return await this.tryCall(body).catch(async (error: unknown) =>
			this.end && !signal?.aborted ? undefined : await Promise.reject(error),
		);
	}

	private async tryCall(body: BatchGetIdBody): Promise<Reply> {
		const { limiter, send, maxTries } = this.settings;
		let refusals = 0;
		const refusalOf = (reply: Reply): Refusal | undefined => {
			if (!(reply instanceof FeishuError) || reply.verdict !== 'rateLimited') return undefined;
			const { retryAfter } = reply;
			const wait = Math.min(retryAfter ?? backoff(++refusals), LONGEST_PAUSE);
			return { wait, named: retryAfter !== undefined };
		};
		for (let tries = 1; ; ) {
			const attempt = async () => {
				this.calls++;
				return await send(body);
			};
			const reply = await limiter.schedule(attempt, refusalOf, this.stopped);
			if (!(reply instanceof FeishuError)) return reply;
			switch (reply.verdict) {
				case 'rateLimited':
					if (limiter.refusedFor > MOST_REFUSAL) return stillRefused(reply);
					break;
				case 'token':
					break;
				case 'noToken':
				case 'transient':
					if (tries++ >= maxTries) {
						return reply.verdict === 'noToken' ? new FeishuError('hopeless', reply) : reply;
					}
					await sleep(backoff(tries - 1), this.stopped);
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
	});
