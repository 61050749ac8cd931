/** Everything that waits, fails or remembers: a batch goes in, an answer for each of its combinations comes out. */
import pLimit from 'p-limit';

import { FeishuError } from '../feishu/errors';
import type { Reply } from '../feishu/tokenManager';
import { callWithTries } from '../feishu/retry';
import type { TrySettings } from '../feishu/retry';
import { toBody } from '../../../credentials/feishuApp';
import type { BatchGetIdBody } from '../../../credentials/feishuApp';
import type { Answer, Answers, Combination, Failure, Talent, TalentBatch } from '../types';

export interface ClientSettings extends TrySettings {
	/** Makes one call. Rejects only when the execution was cancelled. */
	send: (body: BatchGetIdBody) => Promise<Reply>;
	/** Shares a reply out to the combinations asked; nothing when they must be asked in halves. */
	place: (combinations: Combination[], talents: Talent[]) => Talent[][] | undefined;
	/** Where each answer is put as it comes. */
	answers: Answers;
	/** Told of each answer that has come. Says whether the run ends: what is not under way yet is skipped. */
	endsRun: (combination: Combination, answer: Answer) => boolean;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/** So many calls of one execution wait at the limiter, that others get their turn among them. */
const CALLS_AT_A_TIME = 50;
/** And so many batches are asked to their end before others begin, that a run that must end ends soon. */
const BATCHES_AT_A_TIME = 50;

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
	probe?: Promise<void>;
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
	 * Each of its combinations has an answer then.
	 * @throws when the execution was cancelled
	 */
	async ask({ group, combinations }: TalentBatch): Promise<void> {
		const learnt = this.groups.get(group) ?? { answered: false };
		this.groups.set(group, learnt);
		await this.batchesAtATime(async () => await this.askCombinations(combinations, learnt, false));
	}

	/** @param isHalf whether they are part of a batch: then they stand for nothing but themselves */
	private async askCombinations(
		wanted: Combination[],
		group: Group,
		isHalf: boolean,
	): Promise<void> {
		const split = await this.callsAtATime(async () => await this.askOnce(wanted, group));
		if (split) await this.splitUp(split, group, isHalf);
	}

	/** One call for them, judged before the next may start, for it can end the run. */
	private async askOnce(wanted: Combination[], group: Group): Promise<Split | undefined> {
		const combinations = this.withoutBadNumbers(wanted);
		if (combinations.length === 0) return undefined;
		if (group.refused) {
			this.settle(combinations, group.refused);
			return undefined;
		}
		const reply = this.end ? undefined : await this.call(toBody(combinations));
		if (reply) return this.judge(combinations, group, reply);
		this.leave(combinations);
		return undefined;
	}

	/** No call starts any more; those under way are waited for. */
	private endRun(answer: Answer): void {
		this.end ??= answer;
		this.stop.abort();
	}

	/** What is not asked any more gets the answer that ended the run. */
	private leave(combinations: Combination[]): void {
		const { answers } = this.settings;
		for (const combination of combinations) {
			answers.set(combination, this.end ?? { status: 'skipped' });
		}
	}

	private answer(combination: Combination, answer: Answer): void {
		const { answers, endsRun } = this.settings;
		answers.set(combination, answer);
		if (endsRun(combination, answer)) this.endRun({ status: 'skipped' });
	}

	private settle(combinations: Combination[], answer: Answer): void {
		for (const combination of combinations) this.answer(combination, answer);
	}

	/** Gives the combinations the answers that a reply means, unless they must be split. */
	private judge(combinations: Combination[], group: Group, reply: Reply): Split | undefined {
		if (!(reply instanceof FeishuError)) return this.placeReply(combinations, group, reply);
		const { verdict } = reply;
		const splits = verdict === 'badNumber' || verdict === 'badParameter';
		if (splits && combinations.length > 1) return { combinations, refusal: reply };
		const answer: Answer = { status: splits ? 'rejected' : 'failed', failure: reply };
		const number = numberOf(combinations[0]);
		if (verdict === 'badNumber' && number) this.badNumbers.set(number, answer);
		if (verdict === 'hopeless') this.endRun(answer);
		this.settle(combinations, answer);
		return undefined;
	}

	private placeReply(
		combinations: Combination[],
		group: Group,
		talents: Talent[],
	): Split | undefined {
		group.answered = true;
		group.refused = undefined;
		const placed = this.settings.place(combinations, talents);
		this.repliesUnclear ||= !placed && this.lastReplyUnclear;
		this.lastReplyUnclear = !placed;
		if (!placed) return { combinations };
		for (const [place, combination] of combinations.entries()) {
			this.answer(combination, { status: 'answered', talents: placed[place] ?? [] });
		}
		return undefined;
	}

	/**
	 * A parameter refused may be one bad value, or a defect in every call of the group, say its
	 * identification type. The group's first batch so refused tells: were it the defect, splitting
	 * each to the end would take hours.
	 */
	private async splitUp(split: Split, group: Group, isHalf: boolean): Promise<void> {
		const { combinations, refusal } = split;
		if (!isHalf && !group.answered && refusal?.verdict === 'badParameter') {
			const isFirst = !group.probe;
			await (group.probe ??= this.probe(combinations, group, refusal));
			if (isFirst) return;
		}
		await this.halve(combinations, group);
	}

	private async probe(
		combinations: Combination[],
		group: Group,
		refusal: FeishuError,
	): Promise<void> {
		await this.halve(combinations, group);
		const { answers } = this.settings;
		const isRefused = (combination: Combination) => isForParameter(answers.get(combination));
		if (!group.answered && combinations.every(isRefused)) {
			const message = `Feishu refused every value of a call like this one: ${refusal.message}`;
			const failure = new FeishuError('failed', { ...refusal, message });
			group.refused = { status: 'failed', failure };
		}
	}

	private async halve(combinations: Combination[], group: Group): Promise<void> {
		const middle = Math.ceil(combinations.length / 2);
		const halves = [combinations.slice(0, middle), combinations.slice(middle)];
		await Promise.all(halves.map(async (half) => await this.askCombinations(half, group, true)));
	}

	/** Answers the combinations whose number was found bad already; returns the others. */
	private withoutBadNumbers(combinations: Combination[]): Combination[] {
		if (this.badNumbers.size === 0) return combinations;
		return combinations.filter((combination) => {
			const answer = this.badNumbers.get(numberOf(combination) ?? '');
			if (answer) this.answer(combination, answer);
			return !answer;
		});
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
const isForParameter = (answer?: Answer) =>
	answer?.status === 'rejected' &&
	answer.failure instanceof FeishuError &&
	answer.failure.verdict === 'badParameter';

function numberOf(combination?: Combination): string | undefined {
	const mobile = combination?.identifiers.find(({ kind }) => kind === 'mobile_number');
	return mobile && `${mobile.qualifier}:${mobile.key}`;
}
