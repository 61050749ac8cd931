/** The circuit breaker of a group: the combinations of one kind, country code and type. */
import { FeishuError } from '../feishu/errors';
import type { Answer, Answers, Combination } from '../types';
import { REJECTED_MOBILE_CODE } from './endpoint';

/** A batch that Feishu rejected for one of its values, or all of them. */
export interface RejectedBatch {
	combinations: Combination[];
	/** Absent where the reply was merely ambiguous. */
	rejection?: FeishuError;
}

/**
 * A rejected parameter may be one bad value, or a defect in every call of the group, say its
 * identification type. The group's first batch so rejected tells: were it the defect, bisecting each
 * batch to its end would take hours.
 */
export class GroupBreaker {
	/** What every combination of the group is answered with, once Feishu rejects them all. */
	open?: Answer;
	private hasAnswer = false;
	/** The group's first batch that was rejected for a parameter, bisected to its end. */
	private probe?: Promise<void>;

	constructor(private readonly answers: Answers) {}

	/** Feishu answered one of the group's calls: it does not reject them all. */
	onAnswer(): void {
		this.hasAnswer = true;
		this.open = undefined;
	}

	/** Bisects a whole batch at once, or after the group's probe has told that it may succeed. */
	async handleRejection(batch: RejectedBatch, bisect: () => Promise<void>): Promise<void> {
		const { rejection } = batch;
		if (rejection?.failure !== 'value' || !isForParameter(rejection) || this.hasAnswer) {
			await bisect();
			return;
		}
		const isFirst = !this.probe;
		await (this.probe ??= this.runProbe(batch.combinations, rejection, bisect));
		if (!isFirst) await bisect();
	}

	private async runProbe(
		combinations: Combination[],
		rejection: FeishuError,
		bisect: () => Promise<void>,
	): Promise<void> {
		await bisect();
		if (this.hasAnswer || !combinations.every((one) => this.isRejected(one))) return;
		const message = `Feishu rejected every value of a call like this one: ${rejection.message}`;
		this.open = { status: 'failed', failure: rejection.asFinal(message) };
	}

	/** Whether a combination was rejected, alone, for a parameter. */
	private isRejected(combination: Combination): boolean {
		const answer = this.answers.get(combination);
		return (
			answer?.status === 'rejected' &&
			answer.failure instanceof FeishuError &&
			isForParameter(answer.failure)
		);
	}
}

const isForParameter = ({ code }: FeishuError) => code !== REJECTED_MOBILE_CODE;
