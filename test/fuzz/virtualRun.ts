/** A run of the built node and its built credential in virtual time. */
import { inspect } from 'node:util';
import type { IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';

import { badNumbersOf } from '../support/arbitraries';
import { TRICKLE_PIECES } from '../support/feishu/faults';
import { CUSTOM_APP } from '../support/feishu/apps';
import type { InProcessFeishu } from '../support/feishu/inProcess';
import { newFeishu, runInProcess } from '../support/inProcessRun';
import { PARAMETERS } from '../support/sheets';
import { VirtualClock } from '../support/virtualClock';
import { FaultPlan, distort, exchangeFaultOf, faultOf } from './faults';
import type { FaultName } from './replies';
import type { Scenario } from './scenario';

/** What came of one execution. */
export interface Outcome {
	matched: INodeExecutionData[];
	unmatched: INodeExecutionData[];
	/** Why it ended, the item that this speaks of, and all that the error holds as text. */
	error?: { message: string; itemIndex?: number; text: string };
	/** And the lines logged. */
	hints: string[];
}

/** What a run left behind. */
export interface Observation {
	/** One for each sheet. */
	outcomes: Outcome[];
	/** When the calls came, in milliseconds. */
	arrivals: number[];
	/** What must not be seen anywhere: the app's secret, and the tokens. */
	secrets: string[];
	/** What was wrong while it ran. */
	offences: string[];
	/** The faults that struck, with the values of their calls. */
	struck: ReadonlyMap<FaultName, ReadonlySet<string>>;
}

const clock = new VirtualClock();

/** A Feishu some way off, where things go wrong as the scenario has it. */
function startFeishu(scenario: Scenario, plan: FaultPlan) {
	const { people, kind, latency, parameters } = scenario;
	const { feishu, credentials } = newFeishu(
		{
			...kind,
			people,
			badNumbers: badNumbersOf(kind),
			distort: (talents) => distort(scenario, talents),
			exchangeFault: (exchange) => exchangeFaultOf(scenario, exchange),
			fault: (_, body) => {
				const name = plan.strike(body);
				if (name === 'revoked') feishu.revokeTokens();
				const fault = faultOf(name, body);
				// As likely as not longer than the node waits.
				const pause = (Math.random() * 2 * parameters.options.timeout) / TRICKLE_PIECES;
				return fault?.kind === 'trickle' ? { ...fault, pause } : fault;
			},
		},
		() => (Math.random() * latency) / 2,
		() => clock.elapsed,
	);
	return { feishu, credentials };
}

/**
 * Notes when two token exchanges are under way at a time, over all executions. One whose execution was
 * cancelled does not count: nobody waits for it.
 */
function watchExchanges(feishu: InProcessFeishu, offences: string[]) {
	const underWay = new Set<{ execution?: AbortSignal }>();
	return (execution?: AbortSignal) => ({
		request: async (options: IHttpRequestOptions, signal?: AbortSignal) => {
			if (!options.url.includes('/auth/')) return await feishu.request(options, signal);
			const isAlone = [...underWay].every((other) => other.execution?.aborted);
			if (!isAlone) offences.push('two token exchanges at a time');
			const exchange = { execution };
			underWay.add(exchange);
			try {
				return await feishu.request(options, signal);
			} finally {
				underWay.delete(exchange);
			}
		},
	});
}

/** Lets what the scenario has happen at a time after the start; returns the first execution's signal. */
function startTimers({ cancelAfter, clockStep }: Scenario): AbortSignal {
	const controller = new AbortController();
	if (cancelAfter !== undefined) setTimeout(() => controller.abort(), cancelAfter);
	if (clockStep) setTimeout(() => clock.stepBy(clockStep.by), clockStep.after);
	return controller.signal;
}

export async function runInVirtualTime(scenario: Scenario): Promise<Observation> {
	const plan = new FaultPlan(scenario);
	const { feishu, credentials } = startFeishu(scenario, plan);
	const offences: string[] = [];
	const watch = watchExchanges(feishu, offences);
	const outcomes = await clock.run(scenario.seed, async () => {
		const cancelSignal = startTimers(scenario);
		const execute = async (cases: Scenario['sheets'][number], index: number): Promise<Outcome> => {
			const signal = index === 0 ? cancelSignal : undefined;
			const { matched, unmatched, said, error } = await runInProcess({
				feishu: watch(signal),
				credentials,
				items: cases.map(({ item }) => item),
				parameters: { ...PARAMETERS, ...scenario.parameters },
				continueOnFail: !scenario.stopsAtFailure,
				signal,
				onRequest: () => {
					if (signal?.aborted) offences.push('a call after the execution was cancelled');
				},
			});
			const outcome = { matched, unmatched, hints: said };
			if (!error) return outcome;
			const { message, context } = error as Error & { context?: { itemIndex?: number } };
			const text = inspect(error, { depth: 8 });
			return { ...outcome, error: { message, itemIndex: context?.itemIndex, text } };
		};
		return await Promise.all(scenario.sheets.map(execute));
	});
	const { calls, issuedTokens } = feishu;
	if (calls.some(({ token }) => token === undefined || !issuedTokens.includes(token))) {
		offences.push('a call without a token of this app');
	}
	return {
		outcomes,
		arrivals: calls.map(({ at }) => at),
		secrets: [CUSTOM_APP.secret, ...issuedTokens],
		offences,
		struck: plan.struck,
	};
}
