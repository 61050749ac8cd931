/** One tenant's Hire: what a call that may be made is answered, whatever its token and the time. */
import { rejectBody } from './rejections';
import { ok } from './replies';
import type { Reply } from './replies';
import { withDefaults } from './settings';
import type { FeishuSettings } from './settings';
import { keysAsked, keysOf, showTalent } from './store';
import type { BatchGetIdRequest, Person, ShownTalent } from './store';

/** Of the talents that are created. */
const FIRST_ID = 7_000_000_000_000_000_000n;

export class Hire {
	private readonly people = new Map<string, Person>();
	private readonly index = new Map<string, Set<Person>>();

	/** @param settings are read at each call, so that a test can change them meanwhile */
	constructor(
		people: Person[],
		private readonly settings: FeishuSettings = withDefaults({}),
	) {
		for (const person of people) this.add(person);
	}

	/** The reply to a body, right or wrong. */
	answer(body: unknown, withOnboarding = true): Reply {
		return rejectBody(body, this.settings) ?? ok({ data: this.data(body, withOnboarding) });
	}

	/** The talents that an answer shows; nothing when the body is rejected. */
	find(body: BatchGetIdRequest): ShownTalent[] | undefined {
		const { status, body: reply } = this.answer(body);
		const { data } = reply as { data?: { talent_list?: ShownTalent[] | null } };
		return status === 200 ? (data?.talent_list ?? []) : undefined;
	}

	/** Creates a talent; returns its ID. */
	create(person: Omit<Person, 'talentId'>): string {
		const talentId = String(FIRST_ID + BigInt(this.people.size));
		this.add({ ...person, talentId });
		return talentId;
	}

	get(talentId: string): Person | undefined {
		return this.people.get(talentId);
	}

	private add(person: Person): void {
		this.people.set(person.talentId, person);
		for (const key of keysOf(person).map((one) => this.fold(one))) {
			this.index.set(key, (this.index.get(key) ?? new Set()).add(person));
		}
	}

	private fold(key: string): string {
		return this.settings.letterCase === 'ignore' ? key.toLowerCase() : key;
	}

	private data(body: unknown, withOnboarding: boolean): object | undefined {
		const { distort, noHit, spelling } = this.settings;
		const request = body as BatchGetIdRequest;
		const talents = this.search(request).map((person) =>
			showTalent(person, request, spelling, withOnboarding),
		);
		const list = distort ? distort(talents) : talents;
		if (list === undefined) return undefined;
		if (!Array.isArray(list) || list.length > 0 || noHit === 'empty') return { talent_list: list };
		return noHit === 'null' ? { talent_list: null } : {};
	}

	/** Those that satisfy every list given, by at least one value of it, in the order of their IDs. */
	private search(request: BatchGetIdRequest): Person[] {
		const [first, ...others] = keysAsked(request)
			.map((keys) => new Set(keys.flatMap((key) => [...(this.index.get(this.fold(key)) ?? [])])))
			.sort((a, b) => a.size - b.size);
		return [...(first ?? [])]
			.filter((person) => others.every((set) => set.has(person)))
			.sort((a, b) => (a.talentId < b.talentId ? -1 : 1));
	}
}
