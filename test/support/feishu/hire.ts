/** One tenant's Hire: what a call that may be made is answered, whatever its token and the time. */
import { rejectBody } from './rejections';
import { ok } from './replies';
import type { Reply } from './replies';
import { withDefaults } from './settings';
import type { FeishuSettings } from './settings';
import { TalentStore } from './store';
import type { BatchGetIdRequest, Person, ShownTalent } from './store';

/** Of the talents that are created. */
const FIRST_ID = 7_000_000_000_000_000_000n;

export class Hire {
	private readonly store: TalentStore;

	/** @param settings are read at each call, so that a test can change them meanwhile */
	constructor(
		people: Person[],
		private readonly settings: FeishuSettings = withDefaults({}),
	) {
		this.store = new TalentStore(people, settings);
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
		const talentId = String(FIRST_ID + BigInt(this.store.size));
		this.store.add({ ...person, talentId });
		return talentId;
	}

	get(talentId: string): Person | undefined {
		return this.store.get(talentId);
	}

	private data(body: unknown, withOnboarding: boolean): object | undefined {
		const { distort, noHit } = this.settings;
		const talents = this.store.find(body as BatchGetIdRequest, withOnboarding);
		const list = distort ? distort(talents) : talents;
		if (list === undefined) return undefined;
		if (!Array.isArray(list) || list.length > 0 || noHit === 'empty') return { talent_list: list };
		return noHit === 'null' ? { talent_list: null } : {};
	}
}
