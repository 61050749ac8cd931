/** Judges what a run left behind. */
import { deepStrictEqual } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';

import { badNumbersOf } from '../support/arbitraries';
import { Hire } from '../support/feishu/hire';
import { withDefaults } from '../support/feishu/settings';
import { expectedOf, itemOf, observed } from '../support/oracle';
import type { Case, Expected } from '../support/oracle';
import { peak } from '../support/feishu/windows';
import { distort, mustRecover } from './faults';
import { FAULTS, NO_TOKEN_REASON } from './replies';
import type { Scenario } from './scenario';
import type { Observation, Outcome } from './virtualRun';

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

const failuresOf = ({ matched }: Expected) =>
	matched.flatMap((one) => ('failed' in one ? one.failed : []));

function* compare(found: Expected, expected: Expected): Generator<string> {
	try {
		deepStrictEqual(plain(found), plain(expected));
	} catch (error) {
		yield `not as the oracle has it: ${(error as Error).message}`;
	}
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
			yield `item ${itemOf(one)} failed without a readable reason: ${JSON.stringify(one.json)}`;
	}
}

/** An unmatched item is a copy of its input item. */
function* checkCopies(cases: Case[], { unmatched }: Outcome): Generator<string> {
	for (const [place, one] of unmatched.entries()) {
		if (isSame(one.json, cases[itemOf(one)]?.item.json)) continue;
		yield `unmatched[${place}] is no copy of item ${itemOf(one)}`;
	}
}

/** What may be told of rows that fail by the faults that struck. */
function reasonsOf({ failedExchanges }: Scenario, { struck }: Observation): RegExp[] {
	const reasons = [...struck.keys()].map((name) => FAULTS[name].reason);
	// Too many calls in a row, of any kind, without a reply of Feishu.
	if (struck.size > 0) reasons.push(/^Feishu has not answered 200 calls in a row: /);
	if (failedExchanges > 0) reasons.push(NO_TOKEN_REASON);
	return reasons;
}

/** Far below the 200 calls in a row without a reply of Feishu that end a run. */
const MANY_CALLS = 100;

/** Whether a fault may have ended the run as a whole, and with it rows that it did not strike. */
function canHaveEnded({ failedExchanges }: Scenario, { struck, arrivals }: Observation): boolean {
	return (
		failedExchanges > 0 ||
		arrivals.length > MANY_CALLS ||
		[...struck.keys()].some((name) => FAULTS[name].endsRun)
	);
}

/** A shorter one may be part of a log ID or of another value by chance. */
const MIN_TELLING_CHARS = 8;

/** All that the node may ask for an item. */
const textsOf = ({ values }: Case): string[] =>
	values
		.flatMap((value) => (value.kind === 'unusable' ? [] : [value, ...(value.otherSpellings ?? [])]))
		.map((one) => ('email' in one ? one.email : one.number));

const tellingTexts = (one: Case): string[] =>
	textsOf(one)
		.filter(({ length }) => length >= MIN_TELLING_CHARS)
		.map((text) => text.toLowerCase());

/** Identifiers of the sheet within a text, apart from those of the item it speaks of. */
function* strangersIn(text: string, cases: Case[], own?: Case): Generator<string> {
	const said = text.toLowerCase();
	const owned = own
		? [JSON.stringify(own.item.json).toLowerCase(), ...tellingTexts(own)].join(' ')
		: '';
	for (const identifier of new Set(cases.flatMap(tellingTexts))) {
		if (said.includes(identifier) && !owned.includes(identifier)) yield identifier;
	}
}

/** Secrets, and identifiers of other items, in what a run says of an item or of itself. */
function* findLeaks(
	cases: Case[],
	{ matched, error, hints }: Outcome,
	secrets: string[],
): Generator<string> {
	const told = [JSON.stringify(matched), ...hints, error?.text].join();
	for (const secret of secrets) if (told.includes(secret)) yield `the secret ${secret} is told`;
	for (const one of matched) {
		if (one.json.error === undefined) continue;
		const item = itemOf(one);
		for (const stranger of strangersIn(JSON.stringify(one.json), cases, cases[item])) {
			yield `item ${item} tells ${stranger}, which is not its own`;
		}
	}
	if (error) {
		const own = error.itemIndex === undefined ? undefined : cases[error.itemIndex];
		for (const stranger of strangersIn(error.text, cases, own)) yield `the error tells ${stranger}`;
	}
	for (const stranger of strangersIn(hints.join(), cases)) yield `a hint tells ${stranger}`;
}

/** Rows that failed and should not have: each by a fault that struck one of its calls, and says so. */
function* checkExtra(
	scenario: Scenario,
	observation: Observation,
	cases: Case[],
	extra: INodeExecutionData[],
): Generator<string> {
	const reasons = reasonsOf(scenario, observation);
	const ended = canHaveEnded(scenario, observation);
	const struck = new Set([...observation.struck.values()].flatMap((values) => [...values]));
	for (const one of extra) {
		const item = itemOf(one);
		const error = String(one.json.error);
		if (!reasons.some((reason) => reason.test(error))) {
			yield `item ${item} failed for another reason than was given: ${error}`;
		}
		const row = cases[item];
		if (!ended && row && !textsOf(row).some((text) => struck.has(text))) {
			yield `item ${item} failed, which no fault has struck: ${error}`;
		}
	}
}

function* checkAnswers(
	scenario: Scenario,
	observation: Observation,
	cases: Case[],
	outcome: Outcome,
): Generator<string> {
	const unavoidable = failuresOf(expectedWhen(scenario, cases, new Set()));
	if (outcome.error) {
		const { message } = outcome.error;
		const isAwaited = scenario.stopsAtFailure && unavoidable.length > 0;
		const isAllowed = scenario.stopsAtFailure && !mustRecover(scenario);
		if (!isAwaited && !isAllowed) yield `the run ended: ${message}`;
		const reasons = reasonsOf(scenario, observation);
		if (!isAwaited && !reasons.some((reason) => reason.test(message))) {
			yield `the run ended for another reason than was given: ${message}`;
		}
		return;
	}
	const found = observed(outcome.matched, outcome.unmatched);
	const failed = new Set(failuresOf(found));
	if (scenario.stopsAtFailure && failed.size > 0) yield 'the run should have stopped';
	yield* compare(found, expectedWhen(scenario, cases, failed));
	const failures = outcome.matched.filter(({ json }) => 'error' in json);
	const extra = failures.filter((one) => !unavoidable.includes(itemOf(one)));
	const [first] = extra;
	if (first && mustRecover(scenario)) {
		yield `${extra.length} items should not have failed, first ${itemOf(first)}: ${JSON.stringify(first.json)}`;
	} else {
		yield* checkExtra(scenario, observation, cases, extra);
	}
	yield* checkReasons(failures);
	yield* checkCopies(cases, outcome);
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
		const answers = isCancelled(place, outcome)
			? []
			: checkAnswers(scenario, observation, cases, outcome);
		return [...answers, ...findLeaks(cases, outcome, secrets)];
	});
	if (outcomes.length !== scenario.sheets.length) problems.push('an execution is missing');
	return [...problems, ...checkLimits(scenario, arrivals), ...new Set(offences)];
}
