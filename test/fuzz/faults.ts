/** What goes wrong on Feishu's side. It depends on the seed and the call's body, not on the time. */
import { seeded } from '../support/virtual';
import type { Fault } from '../support/simulator/simulator';
import type { BatchGetIdRequest, ShownTalent } from '../support/simulator/store';
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
const FATAL_SHARE = 0.05;
/** These are no tries. */
const LIMITED = new Set<FaultName>(['limited', 'limitedWithoutReset']);
const TOKEN = new Set<FaultName>(['revoked', 'expired']);

/** Refusals of a run: the node gives up after 10 minutes of them, and in real time each is waited for. */
const MOST_LIMITED = { merciful: 8, engine: 3, merciless: Infinity };
/** Feishu's fresh tokens that the node gives up after are three in a row. */
const MOST_TOKENS_LOST = { merciful: 2, merciless: 20 };

const hash = (text: string): number => {
	let value = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
	return value >>> 0;
};

/** Decides which calls of a run go wrong. */
export class Trouble {
	private readonly hits = new Map<string, { attempts: number; tries: number }>();
	private limited = 0;
	private tokensLost = 0;
	private readonly mostTries: number;
	private readonly mostLimited: number;
	private readonly mostTokensLost: number;

	constructor(private readonly scenario: Scenario) {
		const { mood, engine, failedExchanges, parameters } = scenario;
		const isMerciful = mood !== 'merciless';
		// An exchange that fails is a try of every call that waits for it.
		const spare = parameters.options.maxTries - 1 - failedExchanges;
		this.mostTries = isMerciful ? Math.max(0, spare) : Infinity;
		this.mostLimited = MOST_LIMITED[engine ? 'engine' : isMerciful ? 'merciful' : 'merciless'];
		this.mostTokensLost = MOST_TOKENS_LOST[isMerciful ? 'merciful' : 'merciless'];
	}

	/** The fault of a call, if any. */
	strike(body: BatchGetIdRequest): FaultName | undefined {
		const { mood, share, kinds, seed } = this.scenario;
		if (mood === 'calm') return undefined;
		const key = JSON.stringify(body);
		const hit = this.hits.get(key) ?? { attempts: 0, tries: 0 };
		this.hits.set(key, hit);
		const random = seeded(hash(`${seed} ${hit.attempts++} ${key}`));
		if (random() >= share) return undefined;
		const name = kinds[Math.floor(random() * kinds.length)];
		if (name === undefined) return undefined;
		if (FATAL.has(name)) {
			return mood === 'merciless' && random() < FATAL_SHARE ? name : undefined;
		}
		if (LIMITED.has(name)) return this.limited++ < this.mostLimited ? name : undefined;
		if (TOKEN.has(name)) return this.tokensLost++ < this.mostTokensLost ? name : undefined;
		return hit.tries++ < this.mostTries ? name : undefined;
	}
}

/** The fault as the simulator takes it; a lost token is none. */
export function faultOf(name: FaultName | undefined, body: BatchGetIdRequest): Fault | undefined {
	if (name === undefined || name === 'revoked' || name === 'expired') return undefined;
	return REPLIES[name](JSON.stringify(body));
}

/** Whether the node must get over all that goes wrong. */
export const isBearable = ({ mood, failedExchanges, parameters }: Scenario): boolean =>
	mood !== 'merciless' && failedExchanges < parameters.options.maxTries;

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
		const lot = hash(String(talent.talent_id));
		if (masked > 0 && lot % masked === 0) return hide(talent);
		return respelled && lot % 2 === 0 ? respell(talent) : talent;
	});
	const ordered = reversed ? changed.reverse() : changed;
	return twice ? ordered.flatMap((talent) => [talent, { ...talent }]) : ordered;
}
