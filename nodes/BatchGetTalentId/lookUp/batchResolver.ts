/** Batches in, an answer for each of their combinations out; whatever bisection it takes. */
import pLimit from 'p-limit';

import { FeishuError } from '../feishu/errors';
import type { Failure, Reply } from '../feishu/errors';
import type { Answer, Answers, Combination, Identifier, TalentBatch } from '../types';
import { assignTalents, bisect, isAsAsked, splitAmbiguous } from './assignTalents';
import type { Calls } from './calls';
import type { ShouldStop } from './earlyStop';
import { isTalent, toBody } from './endpoint';
import type { TalentEntry } from './endpoint';
import { GroupBreaker } from './groupBreaker';
import { RejectedValues, gatherByValue } from './rejectedValues';

/** So few calls of one execution wait at the limiter that others get their turn among them. */
const MAX_CONCURRENT_CALLS = 50;
/** So few batches are under way that each is bisected to its end early: a run that must end ends soon. */
const MAX_CONCURRENT_BATCHES = 50;

/** Combinations that must be asked in parts: Feishu rejected them, or its reply was ambiguous. */
interface PendingSplit {
	combinations: Combination[];
	rejection?: FeishuError;
}

const UNTRUSTED_TALENT: Failure = {
	message: 'Feishu returned a talent without an ID, or with a number in the place of its text',
	description: 'The ID cannot be trusted. Please report this with the time of the call.',
};

/** Shared by most combinations of a run. */
const NOBODY: Answer = { status: 'answered', talents: [] };

function toAnswer(talents: TalentEntry[] = []): Answer {
	if (talents.length === 0) return NOBODY;
	return talents.every(isTalent)
		? { status: 'answered', talents }
		: { status: 'failed', failure: UNTRUSTED_TALENT };
}

/** Looks up the batches of one execution. */
export class BatchResolver {
	/** Set once two replies in a row held a talent that could not be assigned. */
	hasAmbiguousReplies = false;
	/** The IDs of talents that came back with another identifier than asked: Feishu is believed, it may have merged talents. */
	readonly otherIdentifiers = new Set<string>();

	private readonly batchQueue = pLimit(MAX_CONCURRENT_BATCHES);
	private readonly callQueue = pLimit(MAX_CONCURRENT_CALLS);
	private readonly rejectedValues = new RejectedValues(
		async (identifier) => await this.isRejectedAlone(identifier),
	);
	/** By group: the bisection of a rejected batch that others wait for, for its values may be theirs. */
	private readonly bisections = new Map<GroupBreaker, Promise<void>>();
	private lastReplyAmbiguous = false;

	/**
	 * @param answers where each answer is put as it comes
	 * @param shouldStop is asked at each answer whether the run ends: what is not under way yet is
	 * skipped then
	 */
	constructor(
		private readonly calls: Calls,
		private readonly answers: Answers,
		private readonly shouldStop: ShouldStop,
	) {}

	/**
	 * Looks batches up, in parts where Feishu rejects one of their values or a reply is ambiguous.
	 * Each of their combinations has an answer then.
	 * @param onResolved called after each batch
	 * @throws when the execution was cancelled
	 */
	async resolve(batches: TalentBatch[], onResolved: () => void = () => undefined): Promise<void> {
		const groups = new Map<string, TalentBatch[]>();
		for (const batch of batches) {
			const others = groups.get(batch.group);
			if (others) others.push(batch);
			else groups.set(batch.group, [batch]);
		}
		const resolveGroup = async (group: TalentBatch[]) => {
			const breaker = new GroupBreaker(group, this.answers);
			const resolve = async ({ combinations }: TalentBatch) => {
				await this.batchQueue(async () => await this.resolveBatch(combinations, breaker));
				onResolved();
			};
			await Promise.all(group.map(resolve));
		};
		await Promise.all([...groups.values()].map(resolveGroup));
	}

	private async resolveBatch(wanted: Combination[], breaker: GroupBreaker): Promise<void> {
		const split = await this.lookUp(wanted, breaker);
		if (!split?.rejection) {
			await this.resolveParts(split, breaker);
			return;
		}
		const { combinations, rejection } = split;
		await breaker.handleRejection(combinations, rejection, {
			bisect: async () => await this.bisectInTurn(split, breaker),
			lookUpAlone: async (one) => void (await this.lookUp([one], breaker)),
			isKnownRejected: (one) => this.rejectedValues.find(one) !== undefined,
		});
	}

	/**
	 * Where combinations have several kinds, batches may have a rejected value in common. So a batch
	 * waits for the bisection under way, as long as that finds some of its values.
	 */
	private async bisectInTurn(split: PendingSplit, breaker: GroupBreaker): Promise<void> {
		if ((split.combinations[0]?.identifiers.length ?? 0) > 1) {
			const underWay = this.bisections.get(breaker);
			if (underWay) {
				await underWay;
				if (split.combinations.some((one) => this.rejectedValues.find(one))) {
					const rest = await this.lookUp(split.combinations, breaker);
					if (rest) await this.bisectInTurn(rest, breaker);
					return;
				}
			} else {
				const bisection = this.resolveParts(split, breaker);
				this.bisections.set(breaker, bisection);
				await bisection.finally(() => this.bisections.delete(breaker));
				return;
			}
		}
		await this.resolveParts(split, breaker);
	}

	private async resolveParts(
		split: PendingSplit | undefined,
		breaker: GroupBreaker,
	): Promise<void> {
		if (!split) return;
		const { combinations, rejection } = split;
		if (rejection) {
			await this.callQueue(
				async () => await this.rejectedValues.noteCommonValue(combinations, rejection),
			);
		}
		const parts = rejection ? bisect(gatherByValue(combinations)) : splitAmbiguous(combinations);
		const resolve = async (part: Combination[]) =>
			await this.resolveParts(await this.lookUp(part, breaker), breaker);
		await Promise.all(parts.map(resolve));
	}

	/** One call for the combinations; its answer is handled before the next may start, for it can end the run. */
	private async lookUp(
		wanted: Combination[],
		breaker: GroupBreaker,
	): Promise<PendingSplit | undefined> {
		return await this.callQueue(async () => {
			const combinations = this.withoutKnown(wanted, breaker);
			if (combinations.length === 0) return undefined;
			const reply = await this.calls.make(toBody(combinations));
			if (reply) return await this.handleReply(combinations, breaker, reply);
			for (const combination of combinations) {
				this.answers.set(combination, this.calls.end ?? { status: 'skipped' });
			}
			return undefined;
		});
	}

	/** Answers the combinations of which the answer is known without a call; returns the others. */
	private withoutKnown(combinations: Combination[], breaker: GroupBreaker): Combination[] {
		return combinations.filter((combination) => {
			if (this.answers.has(combination)) return false;
			const answer = this.rejectedValues.find(combination) ?? breaker.open;
			if (answer) this.record(combination, answer);
			return !answer;
		});
	}

	/** Gives the combinations the answers that a reply means, unless they must be asked in parts. */
	private async handleReply(
		combinations: Combination[],
		breaker: GroupBreaker,
		reply: Reply<TalentEntry[]>,
	): Promise<PendingSplit | undefined> {
		if (!(reply instanceof FeishuError)) return this.assign(combinations, breaker, reply);
		if (reply.failure === 'value') {
			if (combinations.length > 1) return { combinations, rejection: reply };
			const [combination] = combinations;
			if (combination) await this.rejectedValues.note(combination, reply);
			this.recordAll(combinations, { status: 'rejected', failure: reply });
			return undefined;
		}
		const answer: Answer = { status: 'failed', failure: reply };
		const endsRun = reply.failure === 'run' && !(this.calls.hasFeishuAnswered && isForeign(reply));
		if (endsRun) this.calls.endRun(answer);
		this.recordAll(combinations, answer);
		return undefined;
	}

	private assign(
		combinations: Combination[],
		breaker: GroupBreaker,
		entries: TalentEntry[],
	): PendingSplit | undefined {
		breaker.onAnswer();
		const assigned = assignTalents(combinations, entries);
		this.hasAmbiguousReplies ||= !assigned && this.lastReplyAmbiguous;
		this.lastReplyAmbiguous = !assigned;
		if (!assigned) return { combinations };
		const [alone] = combinations;
		if (alone && combinations.length === 1) {
			for (const entry of entries) {
				if (!isAsAsked(alone, entry)) this.otherIdentifiers.add(String(entry.talent_id));
			}
		}
		for (const [index, combination] of combinations.entries()) {
			this.record(combination, toAnswer(assigned[index]));
		}
		return undefined;
	}

	/** Whether Feishu rejects a call for one value alone. */
	private async isRejectedAlone(identifier: Identifier): Promise<boolean> {
		const alone = { identifiers: [identifier], itemIndex: 0, isShared: false, id: -1 };
		const reply = await this.calls.make(toBody([alone]));
		return reply instanceof FeishuError && reply.failure === 'value';
	}

	private record(combination: Combination, answer: Answer): void {
		this.answers.set(combination, answer);
		if (this.shouldStop(combination, answer)) this.calls.endRun({ status: 'skipped' });
	}

	private recordAll(combinations: Combination[], answer: Answer): void {
		for (const combination of combinations) this.record(combination, answer);
	}
}

/** A response of something else than Feishu: it has a status, and no code of Feishu's. HTTP 429 holds for every call. */
const isForeign = ({ status, code }: FeishuError) =>
	status !== undefined && status !== 429 && code === undefined;
