/** What one run of the fuzzer does, all of it drawn from a seed. */
import fc from 'fast-check';

import { candidate, people } from '../support/arbitraries';
import { defined } from '../support/defined';
import type { Case } from '../support/oracle';
import { EXACT, REJECTING, TOLERANT } from '../support/feishu/settings';
import type { FeishuKind } from '../support/feishu/settings';
import type { Person } from '../support/feishu/store';
import { EXCHANGE_FAULT_NAMES, FAULT_NAMES } from './replies';
import type { ExchangeFaultName, FaultName } from './replies';

export interface Scenario {
	seed: number;
	/** What nobody knows of Feishu. */
	kind: FeishuKind;
	people: Person[];
	/** One execution each, at the same time, on the same app. */
	sheets: Case[][];
	parameters: {
		matchBy: 'all' | 'any';
		output: 'talent' | 'match';
		includeInputFields: boolean;
		options: Record<
			'batchSize' | 'maxTries' | 'timeout' | 'requestsPerSecond' | 'requestsPerMinute',
			number
		>;
	};
	/** Whether a failed row ends the execution. */
	stopsAtFailure: boolean;
	/** `recoverable`: so few in a row that the node must get over them. */
	faults: 'none' | 'recoverable' | 'unbounded';
	/** The share of the calls that go wrong, and how. */
	share: number;
	faultNames: FaultName[];
	/** So many token exchanges fail before one succeeds, and how. */
	failedExchanges: number;
	exchangeFault: ExchangeFaultName;
	/** The machine's clock is set by so many milliseconds, at a time after the start. */
	clockStep?: { after: number; by: number };
	replies: {
		reversed: boolean;
		/** Every talent comes twice. */
		twice: boolean;
		/** A fifth of the talents, by this, has a number for its ID; none when 0. */
		numbered: number;
	};
	/** Milliseconds there and back, at most. */
	latency: number;
	/** The first execution is cancelled after so many milliseconds. */
	cancelAfter?: number;
}

/** Without fast-check's bias for small sheets: single runs would have nothing else. */
const sheet = fc.noBias(fc.array(candidate, { minLength: 1, maxLength: 60, size: 'max' }));

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

const scenario: fc.Arbitrary<Omit<Scenario, 'seed'>> = fc.record({
	kind: fc
		.tuple(fc.constantFrom(REJECTING, TOLERANT, EXACT), spelling)
		.map(([kind, ofReplies]) => ({ ...kind, spelling: ofReplies })),
	sheets: fc.oneof(
		{ weight: 4, arbitrary: fc.tuple(sheet) },
		{ weight: 1, arbitrary: fc.tuple(sheet, sheet) },
	),
	people: fc.noBias(people),
	parameters: fc.record({
		matchBy: fc.constantFrom('all', 'any'),
		output: fc.constantFrom('talent', 'match'),
		includeInputFields: fc.boolean(),
		options,
	}),
	stopsAtFailure: fc.constantFrom(false, false, true),
	faults: fc.constantFrom('none', 'recoverable', 'unbounded'),
	share: fc.constantFrom(0.02, 0.1, 0.3, 0.6, 1),
	faultNames: fc.subarray(FAULT_NAMES, { minLength: 1 }),
	failedExchanges: fc.constantFrom(0, 0, 0, 1, 2, 5),
	exchangeFault: fc.constantFrom(...EXCHANGE_FAULT_NAMES),
	clockStep: fc.option(
		fc.record({
			after: fc.integer({ min: 0, max: 5_000 }),
			by: fc.constantFrom(-3_600_000, -600_000, -1_000, 1_000, 61_000, 8_000_000),
		}),
		{ freq: 3, nil: undefined },
	),
	replies: fc.record({
		reversed: fc.boolean(),
		twice: fc.boolean(),
		numbered: fc.constantFrom(0, 0, 0, 1),
	}),
	latency: fc.integer({ min: 0, max: 300 }),
	cancelAfter: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 15, nil: undefined }),
});

/** The run of a seed. */
export function scenarioOf(seed: number): Scenario {
	const [drawn] = fc.sample(scenario, { seed, numRuns: 1 });
	return { ...defined(drawn, 'scenario'), seed };
}

/** A scenario on one line, its sheets and people counted. */
export const describeScenario = ({ people, sheets, ...facts }: Scenario): string =>
	JSON.stringify({ ...facts, rows: sheets.map(({ length }) => length), people: people.length });
