/** The talents of one simulated tenant, found as Feishu finds them. */
import type { IDataObject } from 'n8n-workflow';

export interface Person {
	talentId: string;
	mobile?: { code: string; number: string };
	email?: string;
	identification?: { type: number; number: string };
	isOnboarded?: boolean;
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

const fold = (value: string) => value.toLowerCase();

export class TalentStore {
	private readonly people: Person[] = [];
	private readonly index = new Map<string, Set<Person>>();

	constructor(people: Person[] = []) {
		people.forEach((person) => this.add(person));
	}

	add(person: Person): void {
		this.people.push(person);
		const { mobile, email, identification } = person;
		const keys = [
			mobile && `m ${mobile.code} ${mobile.number}`,
			email && `e ${fold(email)}`,
			identification && `i ${identification.type} ${fold(identification.number)}`,
		];
		for (const key of keys) {
			if (!key) continue;
			const found = this.index.get(key) ?? new Set();
			this.index.set(key, found.add(person));
		}
	}

	/**
	 * The talents that satisfy every list given, by at least one value of it, as `talent_list`: a
	 * talent's identifier comes back only if its list was given. Always in the order of their ids.
	 */
	find(request: BatchGetIdRequest, withOnboarding: boolean): ShownTalent[] {
		const [first, ...others] = [
			request.mobile_number_list?.map((n) => `m ${request.mobile_code || '86'} ${n}`),
			request.email_list?.map((email) => `e ${fold(email)}`),
			request.identification_number_list?.map(
				(number) => `i ${request.identification_type} ${fold(number)}`,
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

	private show(person: Person, request: BatchGetIdRequest, withOnboarding: boolean): ShownTalent {
		const { mobile, email, identification } = person;
		return {
			talent_id: person.talentId,
			...(request.mobile_number_list?.length &&
				mobile && { mobile_code: mobile.code, mobile_number: mobile.number }),
			...(request.email_list?.length && email !== undefined && { email }),
			...(request.identification_number_list?.length &&
				identification && {
					identification_type: identification.type,
					identification_number: identification.number,
				}),
			...(withOnboarding && { is_onboarded: person.isOnboarded ?? false }),
		};
	}
}
