/**
 * The assumptions of the node about Feishu: two tables in docs/feishu-platform.md say what is assumed and
 * what is left open, and a function how each is asked. The model of Feishu in the tests must do the same.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { defined } from '../../test/support/defined';
import { tablesOf } from '../docs/markdown';
import { ERRORS } from './assumptions/errors';
import { MATCHING } from './assumptions/matching';
import { askRate } from './assumptions/rate';
import { REPLIES } from './assumptions/replies';
import { VALUES } from './assumptions/values';
import { NotAnswered } from './session';
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

export interface Assumption {
	/** Its name in the report, at most 34 characters long. */
	name: string;
	/** What is seen where Feishu does as the node, and the model of Feishu in the tests, assume. */
	asAssumed: string;
	/** What else the node gets along with; all else breaks it. */
	handled: string[];
	/** What the node relies on, or why it can do without. */
	reliesOn: string;
	ask: Ask;
}

/** What this probe cannot ask, and why. */
export interface Unasked {
	name: string;
	why: string;
}

export interface Finding {
	assumption: Assumption;
	verdict: Verdict;
	/** What was seen, or why nothing was. */
	seen: Seen;
}

const PAGE = path.resolve(__dirname, '../../docs/feishu-platform.md');
const HEADING = '## What the probe asks\n';
const RATE_NAME = 'rate limit';
/** The node gets along with whatever else is seen. */
const ANYTHING = 'anything else';

/** By the name of the assumption. */
const ASKS: Record<string, Ask> = {
	...MATCHING,
	...REPLIES,
	...VALUES,
	...ERRORS,
	[RATE_NAME]: askRate,
};

const [, section = ''] = readFileSync(PAGE, 'utf8').split(HEADING);
const [asked = [], open = []] = tablesOf(section);

/** In the order in which they are asked. */
export const ASSUMPTIONS: readonly Assumption[] = asked.map(
	([name = '', , , asAssumed = '', handled = '', reliesOn = '']) => ({
		name,
		asAssumed,
		handled: handled.split('; '),
		reliesOn,
		ask: defined(ASKS[name], `how to ask "${name}"`),
	}),
);

/** Asked only on request, for its calls use up what others share. */
export const RATE = defined(
	ASSUMPTIONS.find(({ name }) => name === RATE_NAME),
	RATE_NAME,
);

/** What is open all the same. */
export const UNASKED: Unasked[] = open.map(([name = '', , why = '']) => ({ name, why }));

/** Asks an assumption, and judges the answer; one that fails stops none of the others. */
export async function findOut(session: Session, assumption: Assumption): Promise<Finding> {
	const { asAssumed, handled } = assumption;
	try {
		const seen = await assumption.ask(session, asAssumed);
		if (seen.what === asAssumed) return { assumption, verdict: 'as assumed', seen };
		const isHandled = handled.includes(seen.what) || handled.includes(ANYTHING);
		return { assumption, verdict: isHandled ? 'other, but handled' : 'breaks the node', seen };
	} catch (error) {
		// A defect of the probe must not stop it either; its text could hold anything.
		const what = error instanceof NotAnswered ? error.message : 'the probe failed';
		return { assumption, verdict: 'not answered', seen: { what } };
	}
}
