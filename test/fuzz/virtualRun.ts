/** A run of the built node and its built credential in virtual time. */
import type { IHttpRequestOptions } from 'n8n-workflow';

import { badNumbersOf } from '../support/arbitraries';
import { builtNode, storedCredentials } from '../support/engine/built';
import type { MemoryCredentials } from '../support/engine/credentials';
import { runInProcess } from '../support/inProcessRun';
import { TRICKLE_PIECES } from '../support/feishu/faults';
import { InProcessFeishu, wait } from '../support/feishu/inProcess';
import type { Case } from '../support/oracle';
import { PARAMETERS } from '../support/sheets';
import { VirtualClock } from '../support/virtualClock';
import { FaultPlan, distort, exchangeFaultOf, faultOf } from './faults';
import { runErrorOf } from './observation';
import type { Observation, Outcome } from './observation';
import type { Scenario } from './scenario';

const clock = new VirtualClock();
let runs = 0;

/** A Feishu some way off, where things go wrong as the scenario has it. */
function startFeishu(
	scenario: Scenario,
	plan: FaultPlan,
	app: { id: string; secret: string },
): InProcessFeishu {
	const { people, kind, latency, parameters } = scenario;
	const feishu = new InProcessFeishu(
		{
			...kind,
			people,
			apps: [{ ...app, type: 'custom' }],
			badNumbers: badNumbersOf(kind),
			distort: (talents) => distort(scenario, talents),
			exchangeFault: (exchange) => exchangeFaultOf(scenario, exchange),
			fault: (_, body) => {
				const name = plan.strike(body);
				if (name === 'revoked') feishu.revokeTokens();
				if (name === 'expired') feishu.expireTokens(clock.elapsed);
				const fault = faultOf(name, body);
				// As likely as not longer than the node waits.
				const pause = (Math.random() * 2 * parameters.options.timeout) / TRICKLE_PIECES;
				return fault?.kind === 'trickle' ? { ...fault, pause } : fault;
			},
		},
		() => (Math.random() * latency) / 2,
		() => clock.elapsed,
	);
	return feishu;
}

/** One app of the run, as n8n's helper reaches it. */
interface World {
	scenario: Scenario;
	feishu: InProcessFeishu;
	credentials: MemoryCredentials;
	offences: string[];
}

/** Notes when two token exchanges are under way at a time. */
function watchExchanges({ feishu, offences }: World): Pick<InProcessFeishu, 'request'> {
	let exchanging = 0;
	return {
		request: async (options: IHttpRequestOptions, signal?: AbortSignal) => {
			const isExchange = options.url.includes('/auth/');
			if (isExchange && ++exchanging > 1) offences.push('two token exchanges at a time');
			try {
				return await feishu.request(options, signal);
			} finally {
				if (isExchange) exchanging--;
			}
		},
	};
}

async function execute(world: World, cases: Case[], signal?: AbortSignal): Promise<Outcome> {
	const { scenario, credentials, offences } = world;
	const { matched, unmatched, said, error } = await runInProcess({
		node: builtNode(),
		feishu: watchExchanges(world),
		credentials,
		items: cases.map(({ item }) => item),
		parameters: { ...PARAMETERS, ...scenario.parameters },
		continueOnFail: scenario.onError !== 'stopWorkflow',
		signal,
		onRequest: () => {
			if (signal?.aborted) offences.push('a call after the execution was cancelled');
		},
	});
	const outcome = { matched, unmatched, failed: [], hints: said };
	if (!error) return { ...outcome, kept: JSON.stringify([matched, said]) };
	const runError = runErrorOf(error);
	return { ...outcome, error: runError, kept: runError.text };
}

/** The signal of the first execution, where it is to be cancelled. */
function cancelSignal({ cancelAfter }: Scenario): AbortSignal | undefined {
	if (cancelAfter === undefined) return undefined;
	const controller = new AbortController();
	void wait(cancelAfter).then(() => controller.abort());
	return controller.signal;
}

export async function runInVirtualTime(scenario: Scenario): Promise<Observation> {
	const secret = `secret-of-${scenario.seed}`;
	// An app of its own for each run, so that none of the process's limiters and tokens is shared.
	const app = { id: `cli_${++runs}`, secret };
	const plan = new FaultPlan(scenario);
	const feishu = startFeishu(scenario, plan, app);
	const credentials = storedCredentials({
		appId: app.id,
		appSecret: secret,
		host: 'feishu',
		accessToken: '',
	});
	const world: World = { scenario, feishu, credentials, offences: [] };
	const outcomes = await clock.run(scenario.seed, async () => {
		const signal = cancelSignal(scenario);
		const { clockStep } = scenario;
		if (clockStep) void wait(clockStep.after).then(() => clock.stepBy(clockStep.by));
		return await Promise.all(
			scenario.sheets.map(
				async (cases, index) => await execute(world, cases, index === 0 ? signal : undefined),
			),
		);
	});
	const { calls, issuedTokens } = feishu;
	if (calls.some(({ token }) => token === undefined || !issuedTokens.includes(token))) {
		world.offences.push('a call without a token of this app');
	}
	return {
		outcomes,
		arrivals: calls.map(({ at }) => at),
		secrets: [secret, ...issuedTokens],
		offences: world.offences,
		struck: plan.struck,
	};
}
