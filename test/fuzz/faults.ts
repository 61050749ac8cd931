/** What goes wrong on Feishu's side. It depends on the seed and the call's body, not on the time. */
import { hash, seeded } from '../support/random';
import type { Fault } from '../support/feishu/faults';
import type { BatchGetIdRequest, ShownTalent } from '../support/feishu/store';
import type { Scenario } from './scenario';

/** Each echoes what Feishu's own texts can echo: the values of the whole call. */
const REPLIES = {
	gateway: (echo: string): Fault => ({
		kind: 'reply',
		status: 502,
		body: `<html>Bad Gateway ${echo}</html>`,
	}),
	internal: (echo: string): Fault => ({
		kind: 'reply',
		body: { code: 1002001, msg: `system error: ${echo}`, error: { field_violations: [echo] } },
	}),
	limited: (echo: string): Fault => ({
		kind: 'reply',
		status: 429,
		body: { code: 99991400, msg: echo },
		headers: { 'x-ogw-ratelimit-reset': '0.02' },
	}),
	limitedWithoutReset: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 99991400, msg: echo },
	}),
	unknownCode: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 1009999, msg: echo },
	}),
	notFound: (echo: string): Fault => ({ kind: 'reply', status: 404, body: `404 ${echo}` }),
	disabled: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 99991662, msg: echo },
	}),
	reset: (): Fault => ({ kind: 'reset' }),
	silence: (): Fault => ({ kind: 'silence' }),
	truncate: (): Fault => ({ kind: 'truncate' }),
	trickle: (): Fault => ({ kind: 'trickle', pause: 5 }),
};

export type FaultName = keyof typeof REPLIES | 'revoked' | 'expired';
export const FAULT_NAMES = [...Object.keys(REPLIES), 'revoked', 'expired'] as FaultName[];

/** No node gets over these: they would end most runs early, and strike less often than the others. */
const FATAL = new Set<FaultName>(['unknownCode', 'notFound', 'disabled']);
const FATAL_PROBABILITY = 0.05;
/** These are no tries. */
const LIMITED = new Set<FaultName>(['limited', 'limitedWithoutReset']);
const TOKEN = new Set<FaultName>(['revoked', 'expired']);

/** Rate limits of a run: the node gives up after 10 minutes of them, and in real time each is waited for. */
const MAX_LIMITED = { recoverable: 8, engine: 3, unbounded: Infinity };
/** Feishu's fresh tokens that the node gives up after are three in a row. */
const MAX_TOKENS_LOST = { recoverable: 2, unbounded: 20 };

/** Decides which calls of a run go wrong. */
export class FaultPlan {
	private readonly hits = new Map<string, { attempts: number; tries: number }>();
	private limited = 0;
	private tokensLost = 0;
	private readonly maxTries: number;
	private readonly maxLimited: number;
	private readonly maxTokensLost: number;

	constructor(private readonly scenario: Scenario) {
		const { faults, engine, failedExchanges, parameters } = scenario;
		const isRecoverable = faults !== 'unbounded';
		// An exchange that fails is a try of every call that waits for it.
		const spare = parameters.options.maxTries - 1 - failedExchanges;
		this.maxTries = isRecoverable ? Math.max(0, spare) : Infinity;
		this.maxLimited = MAX_LIMITED[engine ? 'engine' : isRecoverable ? 'recoverable' : 'unbounded'];
		this.maxTokensLost = MAX_TOKENS_LOST[isRecoverable ? 'recoverable' : 'unbounded'];
	}

	/** The fault of a call, if any. */
	strike(body: BatchGetIdRequest): FaultName | undefined {
		const { faults, share, faultNames, seed } = this.scenario;
		if (faults === 'none') return undefined;
		const key = JSON.stringify(body);
		const hit = this.hits.get(key) ?? { attempts: 0, tries: 0 };
		this.hits.set(key, hit);
		const random = seeded(hash(`${seed} ${hit.attempts++} ${key}`));
		if (random() >= share) return undefined;
		const name = faultNames[Math.floor(random() * faultNames.length)];
		if (name === undefined) return undefined;
		if (FATAL.has(name)) {
			return faults === 'unbounded' && random() < FATAL_PROBABILITY ? name : undefined;
		}
		if (LIMITED.has(name)) return this.limited++ < this.maxLimited ? name : undefined;
		if (TOKEN.has(name)) return this.tokensLost++ < this.maxTokensLost ? name : undefined;
		return hit.tries++ < this.maxTries ? name : undefined;
	}
}

/** The fault as the simulator takes it; a lost token is none. */
export function faultOf(name: FaultName | undefined, body: BatchGetIdRequest): Fault | undefined {
	if (name === undefined || name === 'revoked' || name === 'expired') return undefined;
	return REPLIES[name](JSON.stringify(body));
}

/** Whether the node must get over all that goes wrong. */
export const mustRecover = ({ faults, failedExchanges, parameters }: Scenario): boolean =>
	faults !== 'unbounded' && failedExchanges < parameters.options.maxTries;

const mask = (value: string) => `${value.slice(0, 3)}****${value.slice(-4)}`;

function respell(talent: ShownTalent): ShownTalent {
	const { mobile_number: mobile, mobile_code: code, email, identification_number: card } = talent;
	return {
		...talent,
		...(mobile !== undefined && { mobile_number: `+${String(code)} ${String(mobile)}` }),
		...(email !== undefined && { email: ` ${String(email).toUpperCase()}` }),
		...(card !== undefined && { identification_number: String(card).toLowerCase() }),
	};
}

/** The number masked, the email gone. */
function hide(talent: ShownTalent): ShownTalent {
	const { mobile_number: mobile } = talent;
	return {
		...talent,
		email: undefined,
		...(mobile !== undefined && { mobile_number: mask(String(mobile)) }),
	};
}

/** Changes a reply's talents, each in the same way in whatever reply it comes. */
export function distort({ replies }: Scenario, talents: ShownTalent[]): ShownTalent[] {
	const { reversed, twice, respelled, masked } = replies;
	const changed = talents.map((talent) => {
		const draw = hash(String(talent.talent_id));
		if (masked > 0 && draw % masked === 0) return hide(talent);
		return respelled && draw % 2 === 0 ? respell(talent) : talent;
	});
	const ordered = reversed ? changed.reverse() : changed;
	return twice ? ordered.flatMap((talent) => [talent, { ...talent }]) : ordered;
}
