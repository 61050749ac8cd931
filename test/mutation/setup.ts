import type fastCheck from 'fast-check';
import type { IRawProperty } from 'fast-check';

/** Few runs of each property, always the same: a counter-example kills the mutant, and nobody reads the smallest. */
jest.mock('fast-check', () => {
	const { default: fc } = jest.requireActual<{ default: typeof fastCheck }>('fast-check');
	const assert = (property: IRawProperty<unknown, boolean>) =>
		fc.assert(property, { seed: 1, numRuns: 20, endOnFailure: true });
	return { __esModule: true, default: { ...fc, assert } };
});
