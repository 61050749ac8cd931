/** A run of the built node in n8n-core's engine, over HTTP to the simulator. */
import { badNumbersOf } from '../support/arbitraries';
import { storedCredentials } from '../support/engine/built';
import type { RunResult } from '../support/engine/engine';
import { runSheet } from '../support/engine/sheetRun';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import { FaultPlan, distort, faultOf } from './faults';
import { runErrorOf } from './observation';
import type { Observation, Outcome } from './observation';
import type { Scenario } from './scenario';

const outcomeOf = ({ error, hints, run, ...outputs }: RunResult): Outcome => ({
	...outputs,
	error: error && runErrorOf(error),
	hints: hints.map(({ message }) => message),
	kept: JSON.stringify(run.data.resultData),
});

export async function runInEngine(scenario: Scenario): Promise<Observation> {
	const { kind, people, sheets, parameters, onError } = scenario;
	const plan = new FaultPlan(scenario);
	const simulator = await Simulator.start({
		...kind,
		people,
		badNumbers: badNumbersOf(kind),
		distort: (talents) => distort(scenario, talents),
		fault: (_, body) => {
			const name = plan.strike(body);
			if (name === 'revoked' || name === 'expired') simulator.revokeTokens();
			return faultOf(name, body);
		},
	});
	try {
		const options = {
			credentials: storedCredentials({ baseUrl: simulator.url }),
			onError,
			parameters,
			traces: true,
		};
		const runs = sheets.map(async (rows) => await runSheet(simulator, { ...options, rows }));
		const results = await Promise.all(runs);
		const { calls } = simulator;
		const tokens = calls.flatMap(({ token }) => token ?? []);
		return {
			outcomes: results.map(outcomeOf),
			arrivals: calls.map(({ at }) => at),
			secrets: [...new Set([CUSTOM_APP.secret, ...tokens])],
			offences: [],
			struck: plan.struck,
		};
	} finally {
		await simulator.stop();
	}
}
