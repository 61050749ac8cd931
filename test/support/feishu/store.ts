/** The talents of one tenant, found as Feishu finds them. */
import type { IDataObject } from 'n8n-workflow';

import type { FeishuKind, ReplySpelling } from './settings';

export interface Person {
	talentId: string;
	mobile?: { code: string; number: string };
	email?: string;
	identification?: { type: number; number: string };
	isOnboarded?: boolean;
	name?: string;
	tags?: string[];
	/** `createTime` in milliseconds, as text. */
	notes?: Array<{ content: string; createTime: string }>;
}

/** The request body, as it came; checked by the caller. */
export interface BatchGetIdRequest {
	mobile_code?: string;
	mobile_number_list?: string[];
	email_list?: string[];
	identification_type?: number;
	identification_number_list?: string[];
}

/** An entry of the reply's `talent_list`. */
export interface ShownTalent extends IDataObject {
	talent_id: string;
}

export class TalentStore {
	private readonly people = new Map<string, Person>();
	private readonly index = new Map<string, Set<Person>>();

	constructor(
		people: Person[],
		private readonly kind: Pick<FeishuKind, 'letterCase' | 'spelling'>,
	) {
		for (const person of people) this.add(person);
	}

	add(person: Person): void {
		this.people.set(person.talentId, person);
		const { mobile, email, identification } = person;
		const keys = [
			mobile && `m ${mobile.code} ${mobile.number}`,
			email && `e ${this.fold(email)}`,
			identification && `i ${identification.type} ${this.fold(identification.number)}`,
		];
		for (const key of keys) {
			if (!key) continue;
			const found = this.index.get(key) ?? new Set();
			this.index.set(key, found.add(person));
		}
	}

	get(talentId: string): Person | undefined {
		return this.people.get(talentId);
	}

	get size(): number {
		return this.people.size;
	}

	/**
	 * The talents that satisfy every list given, by at least one value of it, as `talent_list`: a
	 * talent's identifier comes back only if its list was given. Always in the order of their ids.
	 */
	find(request: BatchGetIdRequest, withOnboarding: boolean): ShownTalent[] {
		const [first, ...others] = [
			request.mobile_number_list?.map((n) => `m ${request.mobile_code || '86'} ${n}`),
			request.email_list?.map((email) => `e ${this.fold(email)}`),
			request.identification_number_list?.map(
				(number) => `i ${request.identification_type} ${this.fold(number)}`,
			),
		]
			.filter((list) => list !== undefined)
			.filter((list) => list.length > 0)
			.map((list) => new Set(list.flatMap((key) => [...(this.index.get(key) ?? [])])))
			.sort((a, b) => a.size - b.size);
		if (!first) return [];
		return [...first]
			.filter((person) => others.every((set) => set.has(person)))
			.sort((a, b) => (a.talentId < b.talentId ? -1 : 1))
			.map((person) => this.show(person, request, withOnboarding));
	}

	private fold(value: string): string {
		return this.kind.letterCase === 'ignore' ? value.toLowerCase() : value;
	}

	private show(person: Person, request: BatchGetIdRequest, withOnboarding: boolean): ShownTalent {
		const { mobile, email, identification } = person;
		const { spelling } = this.kind;
		return {
			talent_id: person.talentId,
			...(request.mobile_number_list?.length && mobile && spellMobile(mobile, spelling)),
			...(request.email_list?.length &&
				email !== undefined && {
					email: spelling.email === 'lower case' ? email.toLowerCase() : email,
				}),
			...(request.identification_number_list?.length &&
				identification && {
					identification_type: identification.type,
					identification_number: identification.number,
				}),
			...(withOnboarding && { is_onboarded: person.isOnboarded ?? false }),
		};
	}
}

function spellMobile(
	{ code, number }: NonNullable<Person['mobile']>,
	{ mobile }: ReplySpelling,
): IDataObject {
	switch (mobile) {
		case 'with code':
			return { mobile_code: code, mobile_number: number };
		case 'without code':
			return { mobile_number: number };
		case 'with plus':
			return { mobile_code: code, mobile_number: `+${code}${number}` };
		case 'masked':
			return { mobile_code: code, mobile_number: `${number.slice(0, 3)}****${number.slice(-4)}` };
	}
}
