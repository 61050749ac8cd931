/** Judges what a run left behind. */
import { isDeepStrictEqual } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';

import { badNumbersOf } from '../support/arbitraries';
import { Hire } from '../support/feishu/hire';
import { withDefaults } from '../support/feishu/settings';
import { expectedOf, itemOf, observed } from '../support/oracle';
import type { Case, Expected } from '../support/oracle';
import { peak } from '../support/feishu/windows';
import { distort, mustRecover } from './faults';
import { findLeaks } from './leaks';
import type { Observation, Outcome } from './observation';
import type { Scenario } from './scenario';

const MAX_SHOWN = 600;
const short = (value: unknown) => String(JSON.stringify(value)).slice(0, MAX_SHOWN);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
const isSame = (a: unknown, b: unknown) => isDeepStrictEqual(plain(a), plain(b));

/** Whom the run asks, with its replies as they are spelled there. */
function hireOf(scenario: Scenario): Hire {
	const { kind, people } = scenario;
	const settings = withDefaults({
		...kind,
		badNumbers: badNumbersOf(kind),
		distort: (talents) => distort(scenario, talents),
	});
	return new Hire(people, settings);
}

/** What must come out when these items, at least, have failed. */
function expectedWhen(scenario: Scenario, cases: Case[], failed: Set<number>): Expected {
	const isEmpty = cases.every(({ values }) => values.length === 0);
	const rows = cases.map(
		(one, item): Case =>
			isEmpty || failed.has(item) ? { ...one, values: [{ kind: 'unusable', of: 'email' }] } : one,
	);
	return expectedOf(rows, { ...scenario.parameters, hire: hireOf(scenario) });
}

const isFailure = (one: Expected['matched'][number]): one is { failed: number } => 'failed' in one;

const failuresOf = ({ matched }: Expected) =>
	matched.flatMap((one) => (isFailure(one) ? one.failed : []));

/** The error output takes the failed items out of their places. */
const failuresLast = ({ matched, unmatched }: Expected): Expected => ({
	matched: [...matched.filter((one) => !isFailure(one)), ...matched.filter(isFailure)],
	unmatched,
});

function firstDifference(found: Expected, expected: Expected): string {
	for (const output of ['matched', 'unmatched'] as const) {
		const length = Math.max(found[output].length, expected[output].length);
		for (let place = 0; place < length; place++) {
			const [is, should] = [found[output][place], expected[output][place]];
			if (!isSame(is, should)) {
				return `${output}[${place}] is ${short(is)}, should be ${short(should)}`;
			}
		}
	}
	return '';
}

/** A failed item says why, in words. */
function* checkReasons(failed: INodeExecutionData[]): Generator<string> {
	for (const one of failed) {
		const { error, message } = one.json;
		const isReadable =
			typeof error === 'string' &&
			error.length > 10 &&
			typeof message === 'string' &&
			message.length > 10 &&
			!/undefined|\[object|NaN/.test(error + message);
		if (!isReadable)
			yield `item ${itemOf(one)} failed without a readable reason: ${short(one.json)}`;
	}
}

/** The pairing leads back to the input item, and an unmatched item is its copy. */
function* checkOrigins(cases: Case[], outcome: Outcome): Generator<string> {
	for (const output of ['matched', 'unmatched', 'failed'] as const) {
		for (const [place, one] of outcome[output].entries()) {
			const input = cases[itemOf(one)]?.item.json;
			if (output === 'unmatched' && !isSame(one.json, input)) {
				yield `unmatched[${place}] is no copy of item ${itemOf(one)}`;
			}
			if (outcome.origins && !isSame(outcome.origins[output][place], input)) {
				yield `${output}[${place}] is traced back to ${short(outcome.origins[output][place])}`;
			}
		}
	}
}

function* checkAnswers(scenario: Scenario, cases: Case[], outcome: Outcome): Generator<string> {
	const unavoidable = failuresOf(expectedWhen(scenario, cases, new Set()));
	if (outcome.error) {
		const { message } = outcome.error;
		const isAwaited = scenario.onError === 'stopWorkflow' && unavoidable.length > 0;
		const isAllowed = scenario.onError === 'stopWorkflow' && !mustRecover(scenario);
		if (!isAwaited && !isAllowed) yield `the run ended: ${message}`;
		if (message.length < 10) yield `the run ended without a readable reason: ${message}`;
		return;
	}
	const found = observed(outcome.matched, outcome.unmatched, outcome.failed);
	const failed = new Set(failuresOf(found));
	if (scenario.onError === 'stopWorkflow' && failed.size > 0) yield 'the run should have stopped';
	const expected = expectedWhen(scenario, cases, failed);
	const place = outcome.failed.length > 0 ? failuresLast : (given: Expected) => given;
	const difference = firstDifference(place(found), place(expected));
	if (difference) yield difference;
	const extra = [...failed].filter((item) => !unavoidable.includes(item));
	const failures = [...outcome.matched, ...outcome.failed].filter(({ json }) => 'error' in json);
	if (extra.length > 0 && mustRecover(scenario)) {
		const first = failures.find((one) => itemOf(one) === extra[0]);
		yield `${extra.length} items should not have failed, first ${extra[0]}: ${short(first?.json)}`;
	}
	yield* checkReasons(failures);
	yield* checkOrigins(cases, outcome);
}

function* checkLimits({ parameters }: Scenario, arrivals: number[]): Generator<string> {
	const { requestsPerSecond, requestsPerMinute } = parameters.options;
	const second = peak(arrivals, 1_000);
	const minute = peak(arrivals, 60_000);
	if (second > requestsPerSecond) yield `${second} calls in a second, ${requestsPerSecond} allowed`;
	if (minute > requestsPerMinute) yield `${minute} calls in a minute, ${requestsPerMinute} allowed`;
}

/** All that is wrong with a run; nothing when it is as it should be. */
export function findProblems(scenario: Scenario, observation: Observation): string[] {
	const { outcomes, arrivals, secrets, offences } = observation;
	const isCancelled = (place: number, { error }: Outcome) =>
		place === 0 && scenario.cancelAfter !== undefined && error?.message.includes('canceled');
	const problems = outcomes.flatMap((outcome, place) => {
		const cases = scenario.sheets[place] ?? [];
		const answers = isCancelled(place, outcome) ? [] : checkAnswers(scenario, cases, outcome);
		return [...answers, ...findLeaks(cases, outcome, secrets)];
	});
	if (outcomes.length !== scenario.sheets.length) problems.push('an execution is missing');
	return [...problems, ...checkLimits(scenario, arrivals), ...new Set(offences)];
}
