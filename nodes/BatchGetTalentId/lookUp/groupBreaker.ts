/** The circuit breaker of a group: the combinations of one kind, country code and type. */
import type { FeishuError } from '../feishu/errors';
import type { Answer, Answers, Combination, TalentBatch } from '../types';

/** From so many other batches one combination each must be rejected too, before a group is given up. */
const PROBES = 3;

/** How the breaker has combinations looked up. */
export interface Lookups {
	/** Looks up a rejected batch part by part, to the end. */
	bisect: () => Promise<void>;
	/** Looks up one combination alone. */
	lookUpAlone: (combination: Combination) => Promise<void>;
	/** Whether a combination holds a value that Feishu is known to reject: it tells nothing of its group. */
	isKnownRejected: (combination: Combination) => boolean;
}

/**
 * A rejected batch may hold one bad value, or have a defect that every call of its group has, say its
 * identification type. The group's first rejected batch tells: were it the defect, bisecting each
 * batch to its end would take hours.
 */
export class GroupBreaker {
	/** What the rest of the group is answered with, once Feishu has rejected all of it that was asked. */
	open?: Answer;
	private hasAnswer = false;
	private probe?: Promise<void>;

	/** @param batches all of the group */
	constructor(
		private readonly batches: TalentBatch[],
		private readonly answers: Answers,
	) {}

	/** Feishu answered one of the group's calls: it does not reject them all. */
	onAnswer(): void {
		this.hasAnswer = true;
		this.open = undefined;
	}

	/**
	 * Looks up a whole batch that was rejected. The first of a group without an answer is its probe;
	 * the others wait for it.
	 */
	async handleRejection(
		combinations: Combination[],
		rejection: FeishuError,
		lookups: Lookups,
	): Promise<void> {
		const isFirst = !this.hasAnswer && !this.probe;
		if (isFirst) this.probe = this.runProbe(combinations, rejection, lookups);
		if (!this.hasAnswer) await this.probe;
		if (!isFirst) await lookups.bisect();
	}

	private async runProbe(
		combinations: Combination[],
		rejection: FeishuError,
		{ bisect, lookUpAlone, isKnownRejected }: Lookups,
	): Promise<void> {
		await bisect();
		if (!combinations.every(this.isRejected)) return;
		let probes = 0;
		// One by one, for what one finds out makes others known.
		for (const batch of this.batches) {
			const one = batch.combinations.find(
				(other) => !this.answers.has(other) && !isKnownRejected(other),
			);
			if (!one) continue;
			await lookUpAlone(one);
			if (this.hasAnswer || !this.isRejected(one)) return;
			if (++probes === PROBES) break;
		}
		// A small group is bisected: three bad values among a hundred good ones tell nothing of them.
		if (probes < PROBES) return;
		const message = `Feishu rejected every value of a call like this one: ${rejection.message}`;
		this.open = { status: 'rejected', failure: rejection.asFinal(message), isUnasked: true };
	}

	private readonly isRejected = (combination: Combination): boolean =>
		this.answers.get(combination)?.status === 'rejected';
}
