/** What goes from step to step. */
import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './feishu/errors';

/** The kinds of identifier, in the order in which an item's talents come; named as in the API. */
export const KINDS = ['mobile_number', 'email', 'identification_number'] as const;

export type IdentifierKind = (typeof KINDS)[number];

/** How an item's identifiers combine: a talent satisfies all the kinds it gives, or at least one. */
export type MatchBy = 'all' | 'any';

/** A mobile number, an email or an identification number, in one spelling. */
export interface Identifier {
	kind: IdentifierKind;
	/** As it goes to Feishu. */
	value: string;
	/** What it is compared by: the value without what spellings differ in, such as letter case. */
	key: string;
	/** The country code of a mobile number, the type of an identification number, else empty. */
	qualifier: string;
	/** Feishu will probably reject it, and with it every other value of its call. */
	suspect: boolean;
	/** The text of the cell it was read from, where that differs from the value. */
	cell?: string;
	/** A mobile number that is no valid one of its country. */
	invalid?: true;
	/** Other ways to write the same identifier, the likelier first; asked only for rows that nothing has matched. */
	otherSpellings?: Identifier[];
}

/** Why an item, or one of its values, cannot be used. */
export interface Problem {
	/** Without any value of the item: n8n writes the messages of errors to its log. */
	message: string;
	description: string;
	/** The value in question, shortened. */
	identifier?: string;
	/** The kinds that the item gives, readable or not. */
	kinds?: IdentifierKind[];
}

/** What one input item asks. */
export interface TalentQuery {
	itemIndex: number;
	/** In the likeliest spelling of each; ordered by kind, then by its index in the cell; no value twice. */
	identifiers: Identifier[];
	/** The first thing found wrong. The item may still match by its other values. */
	problem?: Problem;
}

/** One value of each kind (`all`) or one value (`any`): what a single call would ask for one item. */
export interface Combination {
	identifiers: Identifier[];
	/** The first item that asks it. */
	itemIndex: number;
	/** Whether other items ask it too. */
	isShared: boolean;
	/** Its number among all of the run. */
	id: number;
}

/** A query, and what is asked for it. */
export interface PlannedQuery extends TalentQuery {
	/** In their likeliest spelling, in the order in which its talents come; none where it cannot be asked. */
	combinations: Combination[];
}

/** The combinations one call asks. */
export interface TalentBatch {
	/** Names the kinds, country code and type that all of them are of: only these can share a call. */
	group: string;
	combinations: Combination[];
}

/** An entry of the API's `talent_list`, as it came; every field but the ID is optional. */
export interface Talent extends IDataObject {
	talent_id: string;
}

/** What became of a combination. */
export type Answer =
	| { status: 'answered'; talents: Talent[] }
	/** Feishu rejects a value; unasked where it rejected all of the group that were asked. */
	| { status: 'rejected'; failure: Failure; isUnasked?: true }
	/** The call failed for good. */
	| { status: 'failed'; failure: Failure }
	/** The run ended before it was asked. */
	| { status: 'skipped' };

/** The answers that have come; a combination without one was not asked. An array, for it costs half of what a map does. */
export class Answers {
	private readonly byId: Answer[] = [];

	get({ id }: Combination): Answer | undefined {
		return this.byId[id];
	}

	has({ id }: Combination): boolean {
		return this.byId[id] !== undefined;
	}

	set({ id }: Combination, answer: Answer): void {
		this.byId[id] = answer;
	}
}

/** The other spellings that are asked, by item: for each of its combinations those that differ from it in spelling only. */
export type OtherSpellings = ReadonlyMap<number, Combination[][]>;

/** What came of all the calls of a run. */
export interface LookUpOutcome {
	answers: Answers;
	otherSpellings: OtherSpellings;
	/** How many queries have other spellings that were not asked, though nothing matched them. */
	spellingsNotAsked: number;
	/** How many talents came back with another identifier than asked. */
	otherIdentifiers: number;
	/** Every attempt and bisection included. */
	calls: number;
	/** Why the run ended early, when no call could succeed any longer. */
	runFailure?: Failure;
	/** Replies held talents that could not be assigned, so that batches were bisected. */
	hasAmbiguousReplies?: boolean;
}

/** A talent of an item, with the kinds by which the item found it. */
export interface Match {
	talent: Talent;
	matchedBy: IdentifierKind[];
}

/** What became of an input item. */
export type Result =
	| { status: 'matched'; matches: Match[] }
	| { status: 'unmatched' }
	| { status: 'failed'; failure: Failure; identifier?: string }
	| { status: 'skipped' };
