/** One run of the fuzzer: a scenario, what came of it, and what is wrong with that. */
import { findProblems } from './check';
import type { Scenario } from './scenario';
import { runInVirtualTime } from './virtualRun';
import type { Observation } from './virtualRun';

export interface Verdict {
	problems: string[];
	calls: number;
}

export async function judge(scenario: Scenario): Promise<Verdict> {
	const input = JSON.stringify(scenario.sheets);
	let observation: Observation;
	try {
		observation = await runInVirtualTime(scenario);
	} catch (error) {
		return { problems: [(error as Error).message], calls: 0 };
	}
	const problems = findProblems(scenario, observation);
	if (JSON.stringify(scenario.sheets) !== input) problems.push('the input items were changed');
	return { problems, calls: observation.arrivals.length };
}

const MOST_TRIES = 300;

/** The same trouble with as few rows as can be found. */
export async function shrink(scenario: Scenario): Promise<Scenario> {
	let smallest = scenario;
	let tries = 0;
	for (const [place, sheet] of scenario.sheets.entries()) {
		let cases = sheet;
		for (let row = cases.length - 1; row >= 0 && tries < MOST_TRIES; row--) {
			if (cases.length === 1) break;
			const fewer = cases.toSpliced(row, 1);
			const smaller = { ...smallest, sheets: smallest.sheets.with(place, fewer) };
			tries++;
			if ((await judge(smaller)).problems.length === 0) continue;
			smallest = smaller;
			cases = fewer;
		}
	}
	return smallest;
}
