/** What goes wrong on Feishu's side, and on the way. It depends on the seed and the call's body, not on the time. */
import { hash, seeded } from '../support/random';
import type { Fault } from '../support/feishu/faults';
import type { BatchGetIdRequest, ShownTalent } from '../support/feishu/store';
import { FAULTS } from './replies';
import type { FaultName } from './replies';
import type { Scenario } from './scenario';

/** They would end most runs early, and strike less often than the others. */
const FATAL_PROBABILITY = 0.1;
/** So many values of a kind a proxy lets through. */
const SHORT = 2;
/** These are no tries. */
const LIMITED = new Set<FaultName>(['limited', 'limitedWithoutReset']);

/** The node gives up after 10 minutes of rate limits, and after three fresh tokens in a row. */
const ALLOWED = {
	recoverable: { limited: 8, tokensLost: 2 },
	unbounded: { limited: Infinity, tokensLost: 20 },
};

/** Decides which calls of a run go wrong. */
export class FaultPlan {
	private readonly hits = new Map<string, { attempts: number; tries: number }>();
	/** The faults that have struck, with the values of their calls. */
	readonly struck = new Map<FaultName, Set<string>>();
	private readonly maxTries: number;
	private readonly left: (typeof ALLOWED)['recoverable'];

	constructor(private readonly scenario: Scenario) {
		const { faults, parameters } = scenario;
		const isRecoverable = faults !== 'unbounded';
		this.maxTries = isRecoverable ? parameters.options.maxTries - 1 : Infinity;
		this.left = { ...ALLOWED[isRecoverable ? 'recoverable' : 'unbounded'] };
	}

	/** The fault of a call, if any. */
	strike(body: BatchGetIdRequest): FaultName | undefined {
		const name = this.draw(body);
		if (name === undefined) return undefined;
		const values = this.struck.get(name) ?? new Set();
		for (const value of valuesOf(body)) values.add(value);
		this.struck.set(name, values);
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
		if (name === 'tooLong') return isLong(body) ? name : undefined;
		if (LIMITED.has(name)) return this.left.limited-- > 0 ? name : undefined;
		if (name === 'revoked') return this.left.tokensLost-- > 0 ? name : undefined;
		return hit.tries++ < this.maxTries ? name : undefined;
	}
}

const listsOf = (body: BatchGetIdRequest): string[][] =>
	[body.mobile_number_list, body.email_list, body.identification_number_list].filter(
		(list) => list !== undefined,
	);

const isLong = (body: BatchGetIdRequest) => listsOf(body).some(({ length }) => length > SHORT);

/** All values of a call. */
const valuesOf = (body: BatchGetIdRequest): string[] => listsOf(body).flat();

/** The fault as the simulator takes it; a lost token is none. */
export const faultOf = (name: FaultName | undefined, body: BatchGetIdRequest): Fault | undefined =>
	name && FAULTS[name].fault?.(JSON.stringify(body));

/** The fault of a token exchange, counted from 0, if any. */
export const exchangeFaultOf = (
	{ faults, failedExchanges, exchangeFault }: Scenario,
	exchange: number,
): Fault | undefined =>
	faults !== 'none' && exchange < failedExchanges ? exchangeFault : undefined;

/** Whether the node must get over all that goes wrong. */
export const mustRecover = ({ faults, failedExchanges, parameters }: Scenario): boolean =>
	faults !== 'unbounded' && failedExchanges < parameters.options.maxTries;

/** Changes a reply's talents, each in the same way in whatever reply it comes. */
export function distort({ replies }: Scenario, talents: ShownTalent[]): ShownTalent[] {
	const ordered = replies.reversed ? talents.reverse() : talents;
	return replies.twice ? ordered.flatMap((talent) => [talent, { ...talent }]) : ordered;
}
