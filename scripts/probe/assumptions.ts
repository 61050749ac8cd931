/**
 * The assumptions of the node about Feishu, each once: what the probe asks of a live tenant, what the
 * table in docs/feishu-platform.md says, and what the model of Feishu in the tests must do.
 */
import type { Assumption, Unasked } from './assumption';
import { ERRORS } from './assumptions/errors';
import { MATCHING } from './assumptions/matching';
import { RATE } from './assumptions/rate';
import { REPLIES } from './assumptions/replies';
import { VALUES } from './assumptions/values';

/** In the order in which they are asked. */
export const ASSUMPTIONS: readonly Assumption[] = [
	...MATCHING,
	...REPLIES,
	...VALUES,
	...ERRORS,
	RATE,
];

/** What is open all the same. */
export const UNASKED: readonly Unasked[] = [
	{
		name: 'a true cross match',
		question: 6,
		why: "needs a talent with one person's mobile number and another's email",
	},
	{
		name: 'how a typed trunk zero is stored',
		question: 7,
		why: 'needs a talent to be written',
	},
	{ name: 'expired token', question: 8, why: 'needs two hours of waiting' },
	{ name: 'missing scope', question: 8, why: 'needs another app, without the scope' },
	{
		name: 'kind of the window, fixed or sliding',
		question: 10,
		why: 'needs minutes of calls at the limit',
	},
	{ name: 'store apps', question: 8, why: 'need an app ticket, which Feishu pushes to a server' },
];
