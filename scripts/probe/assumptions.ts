/**
 * The assumptions of the node about Feishu: two tables in docs/feishu-platform.md say what is assumed and
 * what is left open, and a function how each is asked. The model of Feishu in the tests must do the same.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { TokenExchangeError } from '../../credentials/tokenExchange';
import { defined } from '../../test/support/defined';
import { tablesOf } from '../docs/markdown';
import { lastStatus } from './asking';
import { ERRORS } from './assumptions/errors';
import { MATCHING } from './assumptions/matching';
import { REPLIES } from './assumptions/replies';
import { VALUES } from './assumptions/values';
import { NotAnswered } from './session';
import type { Session } from './session';

export type Verdict = 'as assumed' | 'other, but handled' | 'breaks the node' | 'not answered';

/**
 * Asks an assumption.
 * @returns what was seen: one of the words of the assumption's row, without any value of a person
 * @throws NotAnswered when nothing can be told
 */
export type Ask = (session: Session, asAssumed: string) => Promise<string>;

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
	seen: string;
	/** The HTTP status and the code of an error that `seen` does not give. */
	status?: string;
}

const PAGE = path.resolve(__dirname, '../../docs/feishu-platform.md');
const HEADING = '## What the probe asks\n';
const SUCCESS = 'HTTP 200, code 0';
/** The node gets along with whatever else is seen. */
const ANYTHING = 'anything else';

/** By the name of the assumption. */
const ASKS: Record<string, Ask> = { ...MATCHING, ...REPLIES, ...VALUES, ...ERRORS };

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
	ASSUMPTIONS.find(({ name }) => name === 'rate limit'),
	'rate limit',
);

/** What is open all the same. */
export const UNASKED: Unasked[] = open.map(([name = '', , why = '']) => ({ name, why }));

/** Asks an assumption, and judges the answer; one that fails stops none of the others. */
export async function findOut(session: Session, assumption: Assumption): Promise<Finding> {
	const { asAssumed, handled, ask } = assumption;
	try {
		const seen = await ask(session, asAssumed);
		if (seen === asAssumed) return { assumption, verdict: 'as assumed', seen };
		const isHandled = handled.includes(seen) || handled.includes(ANYTHING);
		const verdict = isHandled ? 'other, but handled' : 'breaks the node';
		const status = lastStatus(session);
		if (status === SUCCESS || status === seen) return { assumption, verdict, seen };
		return { assumption, verdict, seen, status };
	} catch (error) {
		// A defect of the probe must not stop it either; its text could hold anything.
		const isKnown = error instanceof NotAnswered || error instanceof TokenExchangeError;
		const text = isKnown ? error.message : 'the probe failed';
		// The address of a private deployment is nobody else's business.
		const seen = text.replaceAll(session.app.baseUrl, 'the host given');
		return { assumption, verdict: 'not answered', seen };
	}
}
