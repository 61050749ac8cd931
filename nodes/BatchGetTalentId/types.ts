import type { IDataObject } from 'n8n-workflow';

/** The kinds of identifier, in the order in which an item's talents come; named as in the API. */
export const KINDS = ['mobile_number', 'email', 'identification_number'] as const;

export type IdentifierKind = (typeof KINDS)[number];

/** How an item's identifiers combine: a talent satisfies all the kinds it gives, or at least one. */
export type MatchBy = 'all' | 'any';

/** A mobile number, an email or an identification number, in one spelling. */
export interface Identifier {
	kind: IdentifierKind;
	/** As it goes to Feishu, in this spelling. */
	value: string;
	/**
	 * What replies and spellings are compared by: in lower case; a document's without blanks, hyphens and
	 * brackets; a mobile number's digits.
	 */
	key: string;
	/** The country code of a mobile number, the type of an identification number, else empty. */
	qualifier: string;
	/** Feishu will probably reject it, and with it every other value of its call. */
	suspect: boolean;
	/** The text of the cell it was read from, where that differs from the value (for messages). */
	cell?: string;
	/** A mobile number that is no valid one of its country (for the hint). */
	invalid?: true;
	/** Other ways to write the same identifier, the likelier first; only asked for rows that nothing has matched. */
	otherSpellings?: Identifier[];
}

/** Why an item, or one of its values, cannot be used. */
export interface Problem {
	/** Without any value of the item: n8n writes the messages of errors to its log. */
	message: string;
	description: string;
	/** The value in question, shortened. */
	identifier?: string;
}

/** What one input item asks. */
export interface TalentQuery {
	itemIndex: number;
	/** The likeliest spelling of each value, ordered by kind, then by place in the cell; no value twice. */
	identifiers: Identifier[];
	/** The first thing found wrong. The item may still match by its other values. */
	problem?: Problem;
}

/** One value of each kind (`all`) or one value (`any`): what a single call would ask for one item. */
export interface Combination {
	identifiers: Identifier[];
	/** The values it is compared by, joined: equal for equal combinations of one batch. */
	key: string;
}

/** The combinations one call asks. */
export interface TalentBatch {
	/** The kinds, country code and identification type that all of them are of; only these can share a call. */
	group: string;
	combinations: Combination[];
}

/** An entry of the API's `talent_list`, as it came; every field but the id is optional. */
export interface Talent extends IDataObject {
	talent_id: string;
}

/** What went wrong with a value or a call, in our words; safe to show. */
export interface Failure {
	/** Without any value of the item, as `Problem`'s. */
	message: string;
	description?: string;
	/** Feishu's code. */
	code?: number;
	/** Feishu's log id, for its support. */
	logId?: string;
	/** The HTTP status. */
	status?: number;
}

/** What became of a combination. */
export type Answer =
	| { status: 'answered'; talents: Talent[] }
	/** Feishu refuses a value. */
	| { status: 'rejected'; failure: Failure }
	/** The call failed for good. */
	| { status: 'failed'; failure: Failure }
	/** The run ended before it was asked. */
	| { status: 'skipped' };

export type Answers = Map<Combination, Answer>;

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
