/** `npm run fuzz`: looks for a sheet, parameters and faults that the node does not get right. */
import fc from 'fast-check';

import { UsageError, defineCommand } from '../../scripts/options';
import { findProblems } from './check';
import { scenario } from './scenario';
import { runInVirtualTime } from './virtualRun';

const HELP = `
Runs the built node on random sheets, parameters and faults, in virtual time, and compares what comes
of them with the oracle.

  npm run fuzz                            as many runs as fit into a minute
  npm run fuzz -- --minutes N             as many as fit into N minutes
  npm run fuzz -- --seed=S --path=P       the run that failed with these

It ends at the first failure, with its seed and path, a minimal example and the exit code 1.
`;

const MINUTE_MS = 60_000;
/** Between two lines of progress. */
const RUNS = 50;

/** Without fast-check's bias for small values, most runs would have small sheets. */
export const SETTINGS = { unbiased: true } satisfies fc.Parameters;

/** How long a smaller failure is looked for. */
const MAX_SHRINKING_MS = 30_000;
let shrinksUntil = Infinity;

/** A run of the node is as the oracle and the invariants have it. */
export const isRight = fc.asyncProperty(scenario, async (drawn) => {
	if (Date.now() > shrinksUntil) return;
	const input = JSON.stringify(drawn.sheets);
	const problems = findProblems(drawn, await runInVirtualTime(drawn));
	if (JSON.stringify(drawn.sheets) !== input) problems.push('the input items were changed');
	if (problems.length === 0) return;
	shrinksUntil = Math.min(shrinksUntil, Date.now() + MAX_SHRINKING_MS);
	throw new Error(problems.join('\n'));
});

const text = { type: 'string' } as const;

export const main = defineCommand(
	module,
	{ name: 'npm run fuzz', help: HELP, options: { minutes: text, seed: text, path: text } },
	async ({ minutes = '1', seed, path }) => {
		if (!(Number(minutes) >= 0)) throw new UsageError('--minutes needs a number.');
		const replay = seed === undefined ? {} : { seed: Number(seed), path };
		if (Number.isNaN(replay.seed)) throw new UsageError('--seed needs a number.');
		const end = Date.now() + Number(minutes) * MINUTE_MS;
		let runs = 0;
		do {
			const result = await fc.check(isRight, { ...SETTINGS, numRuns: RUNS, ...replay });
			runs += result.numRuns;
			if (result.failed) {
				console.log(await fc.asyncDefaultReportMessage(result), `\n\n${result.errorInstance}`);
				return 1;
			}
			console.log(`${runs} runs, no problem`);
		} while (seed === undefined && Date.now() < end);
		return 0;
	},
);
