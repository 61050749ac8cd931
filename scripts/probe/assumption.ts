/** What an assumption of the node is, and how an answer to it is judged. */
import type { Session } from './session';

export type Verdict = 'as assumed' | 'other, but handled' | 'breaks the node' | 'not answered';

/** What was seen; one of the words of the assumption's row, without any value of a person. */
export interface Seen {
	what: string;
	/** E.g. the HTTP status and the code. */
	detail?: string;
}

/**
 * Asks an assumption.
 * @throws NotAnswered when nothing can be told
 */
export type Ask = (session: Session, asAssumed: string) => Promise<Seen>;

interface Question {
	/** Its name in reports, at most 34 characters long. */
	name: string;
	/** The number of the open question in docs/feishu-platform.md. */
	question: number;
}

/** What this probe cannot ask, and why. */
export interface Unasked extends Question {
	why: string;
}

export interface Assumption extends Question {
	/** What is seen where Feishu does as the node, and the model of Feishu in the tests, assume. */
	asAssumed: string;
	/** What else the node gets along with; all else breaks it. */
	handled: string[];
	/** What the node relies on, or why it can do without. */
	reliesOn: string;
	ask: Ask;
}

/** The node gets along with whatever else is seen. */
const ANYTHING = 'anything else';

export function judge({ asAssumed, handled }: Assumption, { what }: Seen): Verdict {
	if (what === asAssumed) return 'as assumed';
	const isHandled = handled.includes(what) || handled.includes(ANYTHING);
	return isHandled ? 'other, but handled' : 'breaks the node';
}
