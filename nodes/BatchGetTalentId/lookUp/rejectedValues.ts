/** The values that Feishu rejected in a run: a call that holds one is rejected as a whole. */
import type { FeishuError } from '../feishu/errors';
import type { Answer, Combination, Identifier, IdentifierKind } from '../types';
import { REJECTED_MOBILE_CODE } from './endpoint';

const nameOf = ({ kind, qualifier, value }: Identifier) => `${kind}:${qualifier}:${value}`;

export class RejectedValues {
	private readonly answers = new Map<string, Answer>();

	/** @param isRejectedAlone makes a call for one value alone, for no talent's sake */
	constructor(private readonly isRejectedAlone: (identifier: Identifier) => Promise<boolean>) {}

	/** The rejection of a combination by one of its values, if it is known. */
	find({ identifiers }: Pick<Combination, 'identifiers'>): Answer | undefined {
		if (this.answers.size === 0) return undefined;
		for (const identifier of identifiers) {
			const answer = this.answers.get(nameOf(identifier));
			if (answer) return answer;
		}
		return undefined;
	}

	/**
	 * Notes which value of a combination was rejected: the only one, or the one that Feishu's code is
	 * about. Otherwise one call tells whether it is the last: numbers differ from row to row more
	 * often than what stands beside them.
	 */
	async note({ identifiers }: Combination, rejection: FeishuError): Promise<void> {
		const answer: Answer = { status: 'rejected', failure: rejection };
		const known =
			identifiers.length === 1
				? identifiers[0]
				: identifiers.find(({ kind }) => isAbout(rejection, kind));
		if (known) this.answers.set(nameOf(known), answer);
		else await this.ask(identifiers.at(-1), answer);
	}

	/** Several combinations were rejected. Where they have a value in common, one call tells whether for it. */
	async noteCommonValue(combinations: Combination[], rejection: FeishuError): Promise<void> {
		const common = findCommonValue(combinations);
		const isPossible = rejection.code !== REJECTED_MOBILE_CODE || common?.kind === 'mobile_number';
		if (isPossible) await this.ask(common, { status: 'rejected', failure: rejection });
	}

	private async ask(identifier: Identifier | undefined, answer: Answer): Promise<void> {
		if (!identifier || this.find({ identifiers: [identifier] })) return;
		if (await this.isRejectedAlone(identifier)) this.answers.set(nameOf(identifier), answer);
	}
}

/** Whether Feishu's code names this kind of value. */
const isAbout = ({ code }: FeishuError, kind: IdentifierKind) =>
	code === REJECTED_MOBILE_CODE && kind === 'mobile_number';

/**
 * Puts combinations with a common value side by side, the commonest first: bisection then finds a
 * rejected one among them with the fewest calls.
 */
export function gatherByValue(combinations: Combination[]): Combination[] {
	const counts = new Map<string, number>();
	for (const { identifiers } of combinations) {
		for (const name of identifiers.map(nameOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	if (counts.size === combinations.length * (combinations[0]?.identifiers.length ?? 0)) {
		return combinations;
	}
	const commonest = ({ identifiers }: Combination) =>
		identifiers
			.map((identifier) => ({
				name: nameOf(identifier),
				count: counts.get(nameOf(identifier)) ?? 0,
			}))
			.reduce((first, second) => (second.count > first.count ? second : first));
	return combinations
		.map((combination) => ({ combination, ...commonest(combination) }))
		.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : Number(a.name > b.name)))
		.map(({ combination }) => combination);
}

/** The value that all of several combinations have, if there is one. */
const findCommonValue = ([first, ...others]: Combination[]): Identifier | undefined =>
	others.length === 0
		? undefined
		: first?.identifiers.find((identifier, index) =>
				others.every(({ identifiers }) => identifiers[index]?.value === identifier.value),
			);
