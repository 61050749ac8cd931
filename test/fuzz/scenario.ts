/** What one run of the fuzzer does, all of it drawn from a seed. */
import fc from 'fast-check';

import { candidate, people } from '../support/arbitraries';
import { defined } from '../support/defined';
import type { OnError } from '../support/engine/engine';
import type { Case } from '../support/oracle';
import { EXACT, REJECTING, TOLERANT } from '../support/feishu/settings';
import type { FeishuKind } from '../support/feishu/settings';
import type { Person } from '../support/feishu/store';
import { EXCHANGE_FAULT_NAMES, FAULT_NAMES } from './replies';
import type { ExchangeFaultName, FaultName } from './replies';

export interface Scenario {
	seed: number;
	/** Through n8n-core's engine and HTTP, instead of in virtual time. */
	engine: boolean;
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
	onError: OnError;
	/** `recoverable`: so few in a row that the node must get over them. */
	faults: 'none' | 'recoverable' | 'unbounded';
	/** The share of the calls that go wrong, and how. */
	share: number;
	faultNames: FaultName[];
	/** So many token exchanges fail before one succeeds, and how; in virtual time only. */
	failedExchanges: number;
	exchangeFault: ExchangeFaultName;
	/** The machine's clock is set by so many milliseconds, at a time after the start; in virtual time only. */
	clockStep?: { after: number; by: number };
	replies: {
		reversed: boolean;
		/** Every talent comes twice. */
		twice: boolean;
		respelled: boolean;
		/** A talent in so many has its identifiers masked; none when 0. */
		masked: number;
		/** A fifth of the talents, by this, has a number for its ID; none when 0. */
		numbered: number;
	};
	/** Milliseconds there and back, at most; in virtual time only. */
	latency: number;
	/** The first execution is cancelled after so many milliseconds; in virtual time only. */
	cancelAfter?: number;
}

/** One run in so many goes through the engine, which takes fifty times as long. */
const ENGINE_EVERY = 100;
const ENGINE_ROWS = 20;
const ENGINE_LEAST_BATCH = 5;
/** Too long for the machine's load to bring it about; and short enough to wait for it. */
const ENGINE_TIMEOUTS = { patient: 10_000, short: 1_500 };

/** Without fast-check's bias for small sheets: single runs would have nothing else. */
const sheet = fc.noBias(fc.array(candidate, { minLength: 1, maxLength: 60, size: 'max' }));

const options = fc.record({
	batchSize: fc.oneof(fc.constantFrom(1, 2, 100), fc.integer({ min: 1, max: 100 })),
	maxTries: fc.integer({ min: 1, max: 5 }),
	timeout: fc.integer({ min: 400, max: 5_000 }),
	requestsPerSecond: fc.oneof(fc.constant(50), fc.integer({ min: 1, max: 50 })),
	requestsPerMinute: fc.oneof(fc.constant(1_000), fc.integer({ min: 20, max: 1_000 })),
});

const kindAndSheets = fc.constantFrom(REJECTING, TOLERANT, EXACT).chain((kind) =>
	fc.record({
		kind: fc.constant(kind),
		sheets: fc.oneof(
			{ weight: 4, arbitrary: fc.tuple(sheet) },
			{ weight: 1, arbitrary: fc.tuple(sheet, sheet) },
		),
	}),
);

const others: fc.Arbitrary<Omit<Scenario, 'seed' | 'engine' | 'kind' | 'sheets'>> = fc.record({
	people: fc.noBias(people),
	parameters: fc.record({
		matchBy: fc.constantFrom('all', 'any'),
		output: fc.constantFrom('talent', 'match'),
		includeInputFields: fc.boolean(),
		options,
	}),
	onError: fc.constantFrom('continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'),
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
		respelled: fc.boolean(),
		masked: fc.constantFrom(0, 0, 0, 1, 7),
		numbered: fc.constantFrom(0, 0, 0, 1),
	}),
	latency: fc.integer({ min: 0, max: 300 }),
	cancelAfter: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 15, nil: undefined }),
});

/** What real time and real timeouts allow. */
function tame(given: Scenario): Scenario {
	const { batchSize, maxTries } = given.parameters.options;
	const { patient, short } = ENGINE_TIMEOUTS;
	const options = {
		batchSize: Math.max(batchSize, ENGINE_LEAST_BATCH),
		maxTries: Math.min(maxTries, 3),
		timeout: given.faults === 'unbounded' ? short : patient,
		requestsPerSecond: 50,
		requestsPerMinute: 1_000,
	};
	return {
		...given,
		sheets: given.sheets.map((cases) => cases.slice(0, ENGINE_ROWS)),
		parameters: { ...given.parameters, options },
		share: Math.min(given.share, 0.6),
		faultNames: given.faultNames.filter(
			(name) => name !== 'silence' || given.faults === 'unbounded',
		),
		failedExchanges: 0,
		cancelAfter: undefined,
		clockStep: undefined,
	};
}

/** The run of a seed. */
export function scenarioOf(seed: number): Scenario {
	const [drawn] = fc.sample(fc.tuple(kindAndSheets, others), { seed, numRuns: 1 });
	const engine = seed % ENGINE_EVERY === 0;
	const [sheets, rest] = defined(drawn, 'scenario');
	const given = { ...sheets, ...rest, seed, engine };
	return engine ? tame(given) : given;
}

/** A scenario on one line, its sheets and people counted. */
export const describeScenario = ({ people, sheets, ...facts }: Scenario): string =>
	JSON.stringify({ ...facts, rows: sheets.map(({ length }) => length), people: people.length });
