/** A run of the built node and its built credential in virtual time. */
import type { IHttpRequestOptions } from 'n8n-workflow';

import { CUSTOM_APP } from '../support/feishu/apps';
import { TRICKLE_PIECES } from '../support/feishu/replies';
import type { InProcessFeishu } from '../support/feishu/inProcess';
import { newFeishu, runInProcess } from '../support/inProcessRun';
import type { InProcessResult } from '../support/inProcessRun';
import { PARAMETERS } from '../support/sheets';
import { VirtualClock } from '../support/virtualClock';
import { FaultPlan, settingsOf } from './faults';
import { FAULTS } from './replies';
import type { FaultName } from './replies';
import type { Scenario } from './scenario';

/** What a run left behind. */
export interface Observation {
	/** One for each sheet. */
	outcomes: InProcessResult[];
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
	const { faults, failedExchanges, exchangeFault, latency, parameters } = scenario;
	const { feishu, credentials } = newFeishu(
		{
			...settingsOf(scenario),
			exchangeFault: (exchange) =>
				faults !== 'none' && exchange < failedExchanges ? exchangeFault : undefined,
			fault: (_, body) => {
				const name = plan.strike(body);
				if (name === 'revoked') feishu.revokeTokens();
				const fault = name && FAULTS[name].fault?.(JSON.stringify(body));
				// As likely as not longer than the node waits.
				const pause = (Math.random() * 2 * parameters.options.timeout) / TRICKLE_PIECES;
				return fault?.kind === 'trickle' ? { ...fault, pause } : fault;
			},
		},
		() => (Math.random() * latency) / 2,
		() => performance.now(),
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

export async function runInVirtualTime(scenario: Scenario): Promise<Observation> {
	const plan = new FaultPlan(scenario);
	const { feishu, credentials } = startFeishu(scenario, plan);
	const offences: string[] = [];
	const watch = watchExchanges(feishu, offences);
	const { cancelAfter, clockStep } = scenario;
	const cancellation = new AbortController();
	const outcomes = await clock.run(scenario.seed, async () => {
		if (cancelAfter !== undefined) setTimeout(() => cancellation.abort(), cancelAfter);
		if (clockStep) setTimeout(() => clock.stepBy(clockStep.by), clockStep.after);
		const execute = async (cases: Scenario['sheets'][number], index: number) => {
			const signal = index === 0 ? cancellation.signal : undefined;
			return await runInProcess({
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
		};
		return await Promise.all(scenario.sheets.map(execute));
	});
	const { calls, tokens } = feishu;
	if (calls.some(({ token }) => token === undefined || !tokens.issued.includes(token))) {
		offences.push('a call without a token of this app');
	}
	return {
		outcomes,
		arrivals: calls.map(({ at }) => at),
		secrets: [CUSTOM_APP.secret, ...tokens.issued],
		offences,
		struck: plan.struck,
	};
}
