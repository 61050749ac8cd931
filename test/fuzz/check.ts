/** Judges what a run left behind. */
import { deepStrictEqual } from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';

import { Hire } from '../support/feishu/hire';
import { withDefaults } from '../support/feishu/settings';
import { peak } from '../support/feishu/windows';
import type { InProcessResult } from '../support/inProcessRun';
import { expectedOf, isFailed, itemOf, observed } from '../support/oracle';
import type { Case, Expected } from '../support/oracle';
import { mustRecover, settingsOf } from './faults';
import { FAULTS, NO_TOKEN_REASON } from './replies';
import type { Scenario } from './scenario';
import type { Observation } from './virtualRun';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

/** What must come out when these items, at least, have failed. */
function expectedWhen(scenario: Scenario, cases: Case[], failed = new Set<number>()): Expected {
	const isEmpty = cases.every(({ values }) => values.length === 0);
	const rows = cases.map(
		(one, item): Case =>
			isEmpty || failed.has(item) ? { ...one, values: [{ kind: 'email', spellings: [] }] } : one,
	);
	const hire = new Hire(scenario.people, withDefaults(settingsOf(scenario)));
	return expectedOf(rows, { ...scenario.parameters, hire });
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

const isReadable = (text: unknown) =>
	typeof text === 'string' && text.length > 10 && !/undefined|\[object|NaN/.test(text);

/** A failed item says why, in words; an unmatched one is a copy of its input item. */
function* checkItems(
	cases: Case[],
	failed: INodeExecutionData[],
	unmatched: INodeExecutionData[],
): Generator<string> {
	for (const one of failed) {
		const { error, message } = one.json;
		if (isReadable(error) && isReadable(message)) continue;
		yield `item ${itemOf(one)} failed without a readable reason: ${JSON.stringify(one.json)}`;
	}
	for (const [place, one] of unmatched.entries()) {
		if (isDeepStrictEqual(plain(one.json), plain(cases[itemOf(one)]?.item.json))) continue;
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
const canHaveEnded = ({ failedExchanges }: Scenario, { struck, arrivals }: Observation): boolean =>
	failedExchanges > 0 ||
	arrivals.length > MANY_CALLS ||
	[...struck.keys()].some((name) => FAULTS[name].endsRun);

/** A shorter one may be part of a log ID or of another value by chance. */
const MIN_TELLING_CHARS = 8;

/** All that the node may ask for an item. */
const textsOf = ({ values }: Case): string[] => values.flatMap(({ spellings }) => spellings);

const tellingTexts = (one: Case): string[] =>
	textsOf(one)
		.filter(({ length }) => length >= MIN_TELLING_CHARS)
		.map((text) => text.toLowerCase());

/** Identifiers of the sheet within a text, apart from those of the item it speaks of. */
function strangersIn(text: string, cases: Case[], own?: Case): string[] {
	const said = text.toLowerCase();
	const owned = own ? `${JSON.stringify(own.item.json)} ${tellingTexts(own).join(' ')}` : '';
	return [...new Set(cases.flatMap(tellingTexts))].filter(
		(identifier) => said.includes(identifier) && !owned.toLowerCase().includes(identifier),
	);
}

/** Secrets, and identifiers of other items, in what a run says of an item or of itself. */
function* findLeaks(
	cases: Case[],
	{ matched, error, said }: InProcessResult,
	secrets: string[],
): Generator<string> {
	const { context } = (error ?? {}) as { context?: { itemIndex?: number } };
	const errorText = error ? inspect(error, { depth: 8 }) : '';
	const told = [JSON.stringify(matched), ...said, errorText].join();
	for (const secret of secrets) if (told.includes(secret)) yield `the secret ${secret} is told`;
	const texts: Array<[who: string, text: string, itemIndex?: number]> = [
		['the error', errorText, context?.itemIndex],
		['a hint', said.join()],
	];
	for (const one of matched.filter(isFailed)) {
		texts.push([`item ${itemOf(one)}`, JSON.stringify(one.json), itemOf(one)]);
	}
	for (const [who, text, itemIndex = NaN] of texts) {
		const strangers = strangersIn(text, cases, cases[itemIndex]);
		yield* strangers.map((one) => `${who} tells ${one}, which is not its own`);
	}
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
	{ matched, unmatched, error }: InProcessResult,
): Generator<string> {
	const unavoidable = failuresOf(expectedWhen(scenario, cases));
	if (error) {
		const { message } = error;
		const isAwaited = scenario.stopsAtFailure && unavoidable.length > 0;
		const isAllowed = scenario.stopsAtFailure && !mustRecover(scenario);
		if (!isAwaited && !isAllowed) yield `the run ended: ${message}`;
		const reasons = reasonsOf(scenario, observation);
		if (!isAwaited && !reasons.some((reason) => reason.test(message))) {
			yield `the run ended for another reason than was given: ${message}`;
		}
		return;
	}
	const found = observed(matched, unmatched);
	const failed = new Set(failuresOf(found));
	if (scenario.stopsAtFailure && failed.size > 0) yield 'the run should have stopped';
	yield* compare(found, expectedWhen(scenario, cases, failed));
	const failures = matched.filter(isFailed);
	const extra = failures.filter((one) => !unavoidable.includes(itemOf(one)));
	const [first] = extra;
	if (first && mustRecover(scenario)) {
		yield `${extra.length} items should not have failed, first ${itemOf(first)}: ${JSON.stringify(first.json)}`;
	} else {
		yield* checkExtra(scenario, observation, cases, extra);
	}
	yield* checkItems(cases, failures, unmatched);
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
	const isCancelled = (place: number, { error }: InProcessResult) =>
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
