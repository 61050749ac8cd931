/** Feishu in virtual time, without a network: the lookup and the token exchange of one app. */
import { BAD_NUMBERS } from '../support/arbitraries';
import { TalentStore } from '../support/simulator/store';
import type { BatchGetIdRequest } from '../support/simulator/store';
import { Trouble, distort, faultOf } from './faults';
import type { FaultName } from './faults';
import type { Scenario } from './scenario';

export interface HttpReply {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
}

/** What the network does in the place of a reply: the code of its error. */
export type NetworkError = 'ECONNRESET' | 'ECONNABORTED';

const LOST = { revoked: 99991663, expired: 99991677 };

const reply = (status: number, body: unknown, headers = {}): HttpReply => ({
	statusCode: status,
	headers: { 'x-tt-logid': 'LOG', ...headers },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const wait = async (ms: number) => await new Promise<void>((done) => setTimeout(done, ms));

export class VirtualFeishu {
	readonly arrivals: number[] = [];
	readonly tokens: string[] = [];
	readonly offences: string[] = [];
	private readonly store: TalentStore;
	private readonly trouble: Trouble;
	/** Tokens that are refused, by the code. */
	private readonly lost = new Map<string, number>();
	private exchanging = 0;
	private failedExchanges = 0;

	constructor(private readonly scenario: Scenario) {
		this.store = new TalentStore(scenario.people);
		this.trouble = new Trouble(scenario);
	}

	/** Answers a token exchange, read as JSON. */
	async exchange(): Promise<HttpReply> {
		if (++this.exchanging > 1) this.offences.push('two token exchanges at a time');
		await this.travel();
		await this.travel();
		this.exchanging--;
		const { mood, failedExchanges } = this.scenario;
		if (mood !== 'calm' && this.failedExchanges++ < failedExchanges) {
			return { ...reply(502, ''), body: 'Bad Gateway' };
		}
		const last = this.tokens.at(-1);
		if (last === undefined || this.lost.has(last)) {
			this.tokens.push(`t-${this.scenario.seed}-${this.tokens.length}-token`);
		}
		const body = { code: 0, tenant_access_token: this.tokens.at(-1), expire: 7200 };
		return { ...reply(200, ''), body };
	}

	/** Answers a call, or tells how the network fails. */
	async lookUp(
		body: BatchGetIdRequest,
		token: string | undefined,
		timeout: number,
	): Promise<HttpReply | NetworkError> {
		await this.travel();
		this.arrivals.push(Date.now());
		const name = this.trouble.strike(body);
		const honest = this.answer(body, token, name);
		await this.travel();
		const fault = faultOf(name, body);
		switch (fault?.kind) {
			case 'reply':
				return reply(fault.status ?? 200, fault.body, fault.headers);
			case 'reset':
				return 'ECONNRESET';
			case 'silence':
				await wait(timeout);
				return 'ECONNABORTED';
			case 'trickle': {
				const took = Math.random() * 2 * timeout;
				await wait(Math.min(took, timeout));
				return took < timeout ? honest : 'ECONNABORTED';
			}
			case 'truncate': {
				const text = String(honest.body);
				return { ...honest, body: text.slice(0, text.length / 2) };
			}
			default:
				return honest;
		}
	}

	private answer(
		body: BatchGetIdRequest,
		token: string | undefined,
		fault: FaultName | undefined,
	): HttpReply {
		const newest = this.tokens.at(-1);
		if (newest !== undefined && (fault === 'revoked' || fault === 'expired')) {
			this.lost.set(newest, LOST[fault]);
		}
		if (token === undefined || !this.tokens.includes(token)) {
			this.offences.push('a call without a token of this app');
		}
		const lost = this.lost.get(token ?? '');
		if (lost !== undefined) return reply(400, { code: lost, msg: `token ${token} is invalid` });
		const isBad = (number: string) => !/^\d{5,}$/.test(number) || BAD_NUMBERS.has(number);
		if (body.mobile_number_list?.some(isBad)) {
			return reply(400, { code: 1002009, msg: `invalid: ${body.mobile_number_list.join()}` });
		}
		const talents = distort(this.scenario, this.store.find(body, true));
		return reply(200, { code: 0, data: { talent_list: talents } });
	}

	private travel = async () => await wait((Math.random() * this.scenario.latency) / 2);
}
