/**
 * The assumptions of the node about Feishu: two tables in docs/feishu-platform.md say what is assumed and
 * what is left open, and a function how each is asked. The model of Feishu in the tests must do the same.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { defined } from '../../test/support/defined';
import { tablesOf } from '../docs/markdown';
import type { Ask, Assumption, Unasked } from './assumption';
import { ERRORS } from './assumptions/errors';
import { MATCHING } from './assumptions/matching';
import { askRate } from './assumptions/rate';
import { REPLIES } from './assumptions/replies';
import { VALUES } from './assumptions/values';

const PAGE = path.resolve(__dirname, '../../docs/feishu-platform.md');
const HEADING = '## What the probe asks\n';
const RATE_NAME = 'rate limit';

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
	([name = '', question, , asAssumed = '', handled = '', reliesOn = '']) => ({
		name,
		question: Number(question),
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
export const UNASKED: readonly Unasked[] = open.map(([name = '', question, why = '']) => ({
	name,
	question: Number(question),
	why,
}));
