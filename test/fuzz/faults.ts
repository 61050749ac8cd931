/** What goes wrong on Feishu's side, and on the way. It depends on the seed and the call's body, not on the time. */
import { badNumbersOf } from '../support/arbitraries';
import type { BatchGetIdRequest, ShownTalent } from '../support/feishu/store';
import { hash, seeded } from '../support/random';
import { FAULTS } from './replies';
import type { FaultName } from './replies';
import type { Scenario } from './scenario';

/** They would end most runs early, and strike less often than the others. */
const FATAL_PROBABILITY = 0.1;
/** So many values of a kind a proxy lets through. */
const SHORT = 2;
/** These are no tries. */
const LIMITED = new Set<FaultName>(['limited', 'limitedWithoutReset']);

/** Decides which calls of a run go wrong. */
export class FaultPlan {
	private readonly hits = new Map<string, { attempts: number; tries: number }>();
	/** The faults that have struck, with the values of their calls. */
	readonly struck = new Map<FaultName, Set<string>>();
	private readonly maxTries: number;
	/** The node gives up after 10 minutes of rate limits, and after three fresh tokens in a row. */
	private readonly left: { limited: number; tokensLost: number };

	constructor(private readonly scenario: Scenario) {
		const { faults, parameters } = scenario;
		const isRecoverable = faults !== 'unbounded';
		this.maxTries = isRecoverable ? parameters.options.maxTries - 1 : Infinity;
		this.left = isRecoverable
			? { limited: 8, tokensLost: 2 }
			: { limited: Infinity, tokensLost: 20 };
	}

	/** The fault of a call, if any. */
	strike(body: BatchGetIdRequest): FaultName | undefined {
		const name = this.draw(body);
		if (name === undefined) return undefined;
		this.struck.set(name, new Set([...(this.struck.get(name) ?? []), ...listsOf(body).flat()]));
		return name;
	}

	private draw(body: BatchGetIdRequest): FaultName | undefined {
		const { faults, share, faultNames, seed } = this.scenario;
		if (faults === 'none') return undefined;
		const key = JSON.stringify(body);
		const hit = this.hits.get(key) ?? { attempts: 0, tries: 0 };
		this.hits.set(key, hit);
		const random = seeded(hash(`${seed} ${hit.attempts++} ${key}`));
		if (random() >= share) return undefined;
		const name = faultNames[Math.floor(random() * faultNames.length)];
		if (name === undefined) return undefined;
		if (FAULTS[name].isFatal) {
			return faults === 'unbounded' && random() < FATAL_PROBABILITY ? name : undefined;
		}
		if (name === 'tooLong') {
			const isLong = listsOf(body).some(({ length }) => length > SHORT);
			return isLong ? name : undefined;
		}
		if (LIMITED.has(name)) return this.left.limited-- > 0 ? name : undefined;
		if (name === 'revoked') return this.left.tokensLost-- > 0 ? name : undefined;
		return hit.tries++ < this.maxTries ? name : undefined;
	}
}

const listsOf = (body: BatchGetIdRequest): string[][] =>
	Object.values(body).filter((value) => Array.isArray(value));

/** Whether the node must get over all that goes wrong. */
export const mustRecover = ({ faults, failedExchanges, parameters }: Scenario): boolean =>
	faults !== 'unbounded' && failedExchanges < parameters.options.maxTries;

/** The Feishu that both the run and the oracle ask; it changes a talent in the same way in each reply. */
export const settingsOf = ({ kind, people, replies }: Scenario) => ({
	...kind,
	people,
	badNumbers: badNumbersOf(kind),
	distort(talents: ShownTalent[]) {
		const ordered = replies.reversed ? talents.reverse() : talents;
		return replies.twice ? ordered.flatMap((talent) => [talent, { ...talent }]) : ordered;
	},
});
