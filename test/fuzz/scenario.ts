/** What one run of the fuzzer does. */
import fc from 'fast-check';

import { candidate, people } from '../support/arbitraries';
import { EXACT, REJECTING, TOLERANT } from '../support/feishu/settings';
import type { FeishuKind } from '../support/feishu/settings';
import { EXCHANGE_FAULTS, FAULT_NAMES } from './replies';

const sheet = fc.array(candidate, { minLength: 1, maxLength: 60, size: 'max' });

const options = fc.record({
	batchSize: fc.oneof(fc.constantFrom(1, 2, 100), fc.integer({ min: 1, max: 100 })),
	maxTries: fc.integer({ min: 1, max: 5 }),
	timeout: fc.integer({ min: 400, max: 5_000 }),
	requestsPerSecond: fc.oneof(fc.constant(50), fc.integer({ min: 1, max: 50 })),
	requestsPerMinute: fc.oneof(fc.constant(1_000), fc.integer({ min: 20, max: 1_000 })),
});

const spelling: fc.Arbitrary<FeishuKind['spelling']> = fc.record({
	mobile: fc.constantFrom('with code', 'without code', 'with plus', 'masked'),
	email: fc.constantFrom('as stored', 'lower case'),
});

export const scenario = fc.record({
	/** Of chance within the run. */
	seed: fc.noShrink(fc.nat()),
	/** What nobody knows of Feishu. */
	kind: fc
		.tuple(fc.constantFrom(REJECTING, TOLERANT, EXACT), spelling)
		.map(([kind, ofReplies]): FeishuKind => ({ ...kind, spelling: ofReplies })),
	people,
	/** One execution each, at the same time, on the same app. */
	sheets: fc.oneof(
		{ weight: 4, arbitrary: fc.array(sheet, { minLength: 1, maxLength: 1 }) },
		{ weight: 1, arbitrary: fc.array(sheet, { minLength: 2, maxLength: 2 }) },
	),
	parameters: fc.record({
		matchBy: fc.constantFrom('all', 'any'),
		output: fc.constantFrom('talent', 'match'),
		includeInputFields: fc.boolean(),
		options,
	}),
	/** Whether a failed row ends the execution. */
	stopsAtFailure: fc.constantFrom(false, false, true),
	/** `recoverable`: so few in a row that the node must get over them. */
	faults: fc.constantFrom('none', 'recoverable', 'unbounded'),
	/** The share of the calls that go wrong, and how. */
	share: fc.constantFrom(0.02, 0.1, 0.3, 0.6, 1),
	faultNames: fc.subarray(FAULT_NAMES, { minLength: 1 }),
	/** So many token exchanges fail before one succeeds, and how. */
	failedExchanges: fc.constantFrom(0, 0, 0, 1, 2, 5),
	exchangeFault: fc.constantFrom(...EXCHANGE_FAULTS),
	/** The machine's clock is set by so many milliseconds, at a time after the start. */
	clockStep: fc.option(
		fc.record({
			after: fc.integer({ min: 0, max: 5_000 }),
			by: fc.constantFrom(-3_600_000, -600_000, -1_000, 1_000, 61_000, 8_000_000),
		}),
		{ freq: 3, nil: undefined },
	),
	replies: fc.record({
		reversed: fc.boolean(),
		/** Every talent comes twice. */
		twice: fc.boolean(),
	}),
	/** Milliseconds there and back, at most. */
	latency: fc.integer({ min: 0, max: 300 }),
	/** The first execution is cancelled after so many milliseconds. */
	cancelAfter: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 15, nil: undefined }),
});

export type Scenario = typeof scenario extends fc.Arbitrary<infer Drawn> ? Drawn : never;
