/** `npm run fuzz`: looks for a sheet, parameters and faults that the node does not get right. */
import { UsageError, defineCommand } from '../../scripts/options';
import { judge, shrink } from './run';
import { describeScenario, scenarioOf } from './scenario';
import type { Scenario } from './scenario';

const HELP = `
Runs the built node on random sheets, parameters and faults, in virtual time, and compares what comes
of them with the oracle.

  npm run fuzz                            as many runs as fit into a minute, from a random seed on
  npm run fuzz -- --minutes N             as many as fit into N minutes
  npm run fuzz -- --seed S                the run of the seed S, and no other

It ends at the first failure with its seed, a minimal description and the exit code 1.
`;

const MAX_SEED = 2 ** 31 - 1;
const MINUTE_MS = 60_000;
const PROGRESS_MS = 10_000;

/** Tells of a failure, and of what is left of it with as few rows as possible. */
async function report(scenario: Scenario, problems: string[]): Promise<void> {
	const smallest = await shrink(scenario);
	const { problems: left } = await judge(smallest);
	const lines = [
		`Seed ${scenario.seed}: npm run fuzz -- --seed ${scenario.seed}`,
		describeScenario(scenario),
		...problems.map((problem) => `- ${problem}`),
		'\nWith as few rows as were found to fail:',
		...smallest.sheets.map((cases) => JSON.stringify(cases.map(({ item }) => item.json))),
		...left.map((problem) => `- ${problem}`),
	];
	console.log(lines.join('\n'));
}

/** @returns whether all is well */
async function fuzz(first: number, minutes: number): Promise<boolean> {
	const done = { runs: 0, rows: 0, calls: 0 };
	const end = Date.now() + minutes * MINUTE_MS;
	let shownAt = Date.now();
	for (let seed = first; ; seed++) {
		const scenario = scenarioOf(seed);
		const { problems, calls } = await judge(scenario);
		done.runs++;
		done.rows += scenario.sheets.flat().length;
		done.calls += calls;
		const isOver = problems.length > 0 || Date.now() >= end;
		if (isOver || Date.now() - shownAt > PROGRESS_MS) {
			shownAt = Date.now();
			const { runs, rows, calls: made } = done;
			console.log(`${runs} runs, ${rows} rows, ${made} calls: ${problems.length} problems`);
		}
		if (problems.length > 0) await report(scenario, problems);
		if (isOver) return problems.length === 0;
	}
}

const text = { type: 'string' } as const;

/** Runs the command; returns its exit code. */
export const main = defineCommand(
	module,
	{ name: 'npm run fuzz', help: HELP, options: { minutes: text, seed: text } },
	async (given) => {
		const seed = Number(given.seed ?? Math.floor(Math.random() * MAX_SEED));
		const minutes = Number(given.minutes ?? (given.seed === undefined ? 1 : 0));
		if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
			throw new UsageError(`--seed needs a whole number from 0 to ${MAX_SEED}.`);
		}
		if (!(minutes >= 0)) throw new UsageError('--minutes needs a number.');
		return (await fuzz(seed, minutes)) ? 0 : 1;
	},
);
