/** Everything that waits, fails or remembers: a batch goes in, an answer per combination comes out. */
import pLimit from 'p-limit';

import { FeishuError } from './errors';
import type { Reply } from './token';
import { callWithTries } from './tries';
import type { TrySettings } from './tries';
import { toBody } from './wire';
import type { BatchGetIdBody } from './wire';
import type { Answer, Answers, Combination, Failure, Talent, TalentBatch } from '../types';

export interface ClientSettings extends TrySettings {
	/** Makes one call. Rejects only when the execution was cancelled. */
	send: (body: BatchGetIdBody) => Promise<Reply>;
	/** Shares a reply out to the combinations asked; nothing when they must be asked in halves. */
	place: (combinations: Combination[], talents: Talent[]) => Map<Combination, Talent[]> | undefined;
	/** Told of each answer as it comes. Says whether the run ends: what is not under way yet is skipped. */
	endsRun: (combination: Combination, answer: Answer) => boolean;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/** So many calls of one execution wait at the limiter, that others get their turn among them. */
const CALLS_AT_A_TIME = 50;
/** And so many batches are asked to their end before others begin, that a run that must end ends soon. */
const BATCHES_AT_A_TIME = 50;

const answerAll = (combinations: Combination[], answer: Answer): Answers =>
	new Map(combinations.map((combination) => [combination, answer]));

/** Combinations that must be asked in halves: Feishu refused them, or its reply was unclear. */
interface Split {
	combinations: Combination[];
	refusal?: FeishuError;
}

/** What the run has learnt of the combinations of one kind, country code and type. */
interface Group {
	/** Feishu has answered one of its calls. */
	answered: boolean;
	/** Its first batch that was refused for a parameter, asked to its end. */
	probe?: Promise<Answers>;
	/** Feishu refuses them all. */
	refused?: Answer;
}

/** The client of one execution. */
export class FeishuClient {
	/** Calls made, every attempt counted. */
	calls = 0;
	/** Set once two replies in a row held a talent that fits none of the values asked. */
	repliesUnclear = false;

	private readonly batchesAtATime = pLimit(BATCHES_AT_A_TIME);
	private readonly callsAtATime = pLimit(CALLS_AT_A_TIME);
	/** What everything not yet asked is answered with, once the run has ended. */
	private end?: Answer;
	/** Numbers found bad in this run, by country code and number. */
	private readonly badNumbers = new Map<string, Answer>();
	private readonly groups = new Map<string, Group>();
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
	 * Asks a batch, in halves where Feishu refuses one of its values or a reply is unclear.
	 * @returns an answer for each of its combinations
	 * @throws when the execution was cancelled
	 */
	async ask({ group, combinations }: TalentBatch): Promise<Answers> {
		const learnt = this.groups.get(group) ?? { answered: false };
		this.groups.set(group, learnt);
		return await this.batchesAtATime(
			async () => await this.askCombinations(combinations, learnt, false),
		);
	}

	/** @param isHalf whether they are part of a batch: then they stand for nothing but themselves */
	private async askCombinations(
		wanted: Combination[],
		group: Group,
		isHalf: boolean,
	): Promise<Answers> {
		let known: Answers = new Map();
		const step = await this.callsAtATime(async () => {
			known = this.withBadNumbers(wanted);
			const combinations = wanted.filter((combination) => !known.has(combination));
			if (combinations.length === 0) return new Map<Combination, Answer>();
			if (group.refused) return this.settle(combinations, group.refused);
			const reply = this.end ? undefined : await this.call(toBody(combinations));
			// Judged before the next call may start, for it can end the run.
			return reply ? this.judge(combinations, group, reply) : this.answerWithEnd(combinations);
		});
		const answers = step instanceof Map ? step : await this.splitUp(step, group, isHalf);
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

	private tell(combination: Combination, answer: Answer): void {
		if (this.settings.endsRun(combination, answer)) this.endRun({ status: 'skipped' });
	}

	private settle(combinations: Combination[], answer: Answer): Answers {
		for (const combination of combinations) this.tell(combination, answer);
		return answerAll(combinations, answer);
	}

	/** What a reply means for the combinations it was asked for. */
	private judge(combinations: Combination[], group: Group, reply: Reply): Answers | Split {
		if (!(reply instanceof FeishuError)) return this.placeReply(combinations, group, reply);
		const { verdict } = reply;
		const splits = verdict === 'badNumber' || verdict === 'badParameter';
		if (splits && combinations.length > 1) return { combinations, refusal: reply };
		const answer: Answer = { status: splits ? 'rejected' : 'failed', failure: reply };
		const number = numberOf(combinations[0]);
		if (verdict === 'badNumber' && number) this.badNumbers.set(number, answer);
		if (verdict === 'hopeless') this.endRun(answer);
		return this.settle(combinations, answer);
	}

	private placeReply(
		combinations: Combination[],
		group: Group,
		talents: Talent[],
	): Answers | Split {
		group.answered = true;
		group.refused = undefined;
		const placed = this.settings.place(combinations, talents);
		this.repliesUnclear ||= !placed && this.lastReplyUnclear;
		this.lastReplyUnclear = !placed;
		if (!placed) return { combinations };
		const answers: Answers = new Map();
		for (const [combination, found] of placed) {
			const answer: Answer = { status: 'answered', talents: found };
			this.tell(combination, answer);
			answers.set(combination, answer);
		}
		return answers;
	}

	/**
	 * A parameter refused may be one bad value, or a defect in every call of the group, say its
	 * identification type. The group's first batch so refused tells: were it the defect, splitting
	 * each to the end would take hours.
	 */
	private async splitUp(split: Split, group: Group, isHalf: boolean): Promise<Answers> {
		const { combinations, refusal } = split;
		if (!isHalf && !group.answered && refusal?.verdict === 'badParameter') {
			if (!group.probe) return await (group.probe = this.probe(combinations, group, refusal));
			await group.probe;
			if (group.refused) return this.settle(combinations, group.refused);
		}
		return await this.halve(combinations, group);
	}

	private async probe(
		combinations: Combination[],
		group: Group,
		refusal: FeishuError,
	): Promise<Answers> {
		const answers = await this.halve(combinations, group);
		if (!group.answered && [...answers.values()].every(isForParameter)) {
			const message = `Feishu refused every value of a call like this one: ${refusal.message}`;
			const failure = new FeishuError('failed', { ...refusal, message });
			group.refused = { status: 'failed', failure };
		}
		return answers;
	}

	private async halve(combinations: Combination[], group: Group): Promise<Answers> {
		const middle = Math.ceil(combinations.length / 2);
		const halves = [combinations.slice(0, middle), combinations.slice(middle)];
		const answers = await Promise.all(
			halves.map(async (half) => await this.askCombinations(half, group, true)),
		);
		return new Map(answers.flatMap((half) => [...half]));
	}

	/** The combinations whose number was found bad already. */
	private withBadNumbers(combinations: Combination[]): Answers {
		const answers: Answers = new Map();
		if (this.badNumbers.size === 0) return answers;
		for (const combination of combinations) {
			const answer = this.badNumbers.get(numberOf(combination) ?? '');
			if (!answer) continue;
			this.tell(combination, answer);
			answers.set(combination, answer);
		}
		return answers;
	}

	/** @returns the reply; nothing when the run ended before a try */
	private async call(body: BatchGetIdBody): Promise<Reply | undefined> {
		const { send, signal } = this.settings;
		const attempt = async () => {
			this.calls++;
			return await send(body);
		};
		// Not caught and thrown, for n8n's rules take every `throw` of a caught error for a raw one.
		return await callWithTries(attempt, this.settings, this.stopped).catch(
			async (error: unknown) =>
				this.end && !signal?.aborted ? undefined : await Promise.reject(error),
		);
	}
}

/** Whether a value was refused, alone, for a parameter. */
const isForParameter = (answer: Answer) =>
	answer.status === 'rejected' &&
	answer.failure instanceof FeishuError &&
	answer.failure.verdict === 'badParameter';

function numberOf(combination?: Combination): string | undefined {
	const mobile = combination?.identifiers.find(({ kind }) => kind === 'mobile_number');
	return mobile && `${mobile.scope}:${mobile.key}`;
}
