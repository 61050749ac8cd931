/** `npm run fuzz`: looks for a sheet, parameters and faults that the node does not get right. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { UsageError, parseOptions, reportFailure, startProgram } from '../../scripts/options';
import { judge, shrink } from './run';
import { describeScenario, scenarioOf } from './scenario';
import type { Scenario } from './scenario';

const HELP = `
Runs the built node on random sheets, parameters and faults, and holds what comes of them against the
oracle. Most runs are in virtual time, one in 100 goes through n8n's engine and HTTP.

  npm run fuzz -- --minutes N             as many runs as fit in, from a random seed on
  npm run fuzz -- --minutes N --seed S    the same, from the seed S on
  npm run fuzz -- --seed S                the run of the seed S, and no other

It ends at the first failure with its seed, a minimal description and the exit code 1.
`;

const MAX_SEED = 2 ** 31 - 1;
const MINUTE_MS = 60_000;
const PROGRESS_MS = 10_000;
const MEGABYTE = 2 ** 20;
const MEMORY_CHECK_RUNS = 2_000;
const MAX_GROWTH_MB = 200;

interface FuzzOptions {
	seed: number;
	/** 0 for a single run. */
	minutes: number;
}

/** @returns nothing when only help is wanted */
function readOptions(args: string[]): FuzzOptions | undefined {
	const text = { type: 'string' } as const;
	const given = parseOptions('npm run fuzz', args, { minutes: text, seed: text });
	if (!given) return undefined;
	const { minutes, seed } = given;
	if (minutes !== undefined && !(/^\d*\.?\d+$/.test(minutes) && Number(minutes) > 0)) {
		throw new UsageError('--minutes needs a number above 0.');
	}
	if (seed !== undefined && !(/^\d+$/.test(seed) && Number(seed) <= MAX_SEED)) {
		throw new UsageError(`--seed needs a whole number from 0 to ${MAX_SEED}.`);
	}
	if (minutes === undefined && seed === undefined) {
		throw new UsageError('Give --minutes, --seed or both. See npm run fuzz -- --help.');
	}
	return {
		seed: Number(seed ?? Math.floor(Math.random() * MAX_SEED)),
		minutes: Number(minutes ?? 0),
	};
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Tells when the memory in use has grown since the first call. */
function makeMemoryCheck(): () => string[] {
	let usual: number | undefined;
	return () => {
		collectGarbage();
		const used = process.memoryUsage().heapUsed / MEGABYTE;
		usual ??= used;
		const growth = Math.round(used - usual);
		return growth > MAX_GROWTH_MB ? [`the memory in use has grown by ${growth} MB`] : [];
	};
}

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
async function fuzz({ seed: first, minutes }: FuzzOptions): Promise<boolean> {
	const checkMemory = makeMemoryCheck();
	const done = { runs: 0, rows: 0, calls: 0 };
	const end = Date.now() + minutes * MINUTE_MS;
	let shownAt = Date.now();
	for (let seed = first; ; seed++) {
		const scenario = scenarioOf(seed);
		const { problems, calls } = await judge(scenario);
		done.runs++;
		done.rows += scenario.sheets.flat().length;
		done.calls += calls;
		if (done.runs % MEMORY_CHECK_RUNS === 0) problems.push(...checkMemory());
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

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
	try {
		const options = readOptions(args);
		if (options) return (await fuzz(options)) ? 0 : 1;
		console.log(HELP);
		return 0;
	} catch (error) {
		return reportFailure(error as Error);
	}
}

// n8n-core writes the messages of nodes' errors to the console.
if (require.main === module) process.env.N8N_LOG_LEVEL ??= 'silent';
startProgram(module, main);
