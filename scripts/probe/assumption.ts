/** What an assumption of the node is, and how an answer to it is judged. */
import type { Session } from './session';

export type Verdict = 'as assumed' | 'other, but handled' | 'breaks the node' | 'not answered';

/** What was seen; one of an assumption's own words, without any value of a person. */
export interface Seen {
	what: string;
	/** E.g. the HTTP status and the code. */
	detail?: string;
}

export interface Assumption {
	/** Its name in reports, at most 34 characters long. */
	name: string;
	/** The number of the open question in docs/feishu-platform.md. */
	question: number;
	/** How it is asked, for people. */
	asks: string;
	/** What the node relies on, or why it can do without. */
	reliesOn: string;
	/**
	 * Asks it.
	 * @throws NotAnswered when nothing can be told
	 */
	ask: (session: Session) => Promise<Seen>;
	/** What is seen where Feishu does as the node, and the model of Feishu in the tests, assume. */
	asAssumed: string;
	/** What else the node gets along with; all else breaks it. */
	handled?: readonly string[] | typeof ANYTHING;
}

/** The node gets along with whatever else is seen. */
export const ANYTHING = 'anything else';

/** An open question that this probe cannot ask, and why. */
export interface Unasked {
	name: string;
	question: number;
	why: string;
}

export function judge({ asAssumed, handled = [] }: Assumption, { what }: Seen): Verdict {
	if (what === asAssumed) return 'as assumed';
	return handled === ANYTHING || handled.includes(what) ? 'other, but handled' : 'breaks the node';
}
