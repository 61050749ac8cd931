/** The command behind `npm run fuzz`: looks for a sheet, parameters and faults that the node does not get right. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { reportFailure } from '../../scripts/options';
import { HELP, readOptions } from './options';
import type { FuzzOptions } from './options';
import type { Scenario } from './scenario';

const MINUTE_MS = 60_000;
const FRAME_MS = process.stdout.isTTY ? 200 : 10_000;
const MEGABYTE = 2 ** 20;
const MEMORY_CHECK_RUNS = 2_000;
const MAX_GROWTH_MB = 200;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes in use. */
function memory(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed / MEGABYTE;
}

const count = (figure: number) => figure.toLocaleString('en');

/** What has been done so far. */
class Tally {
	runs = 0;
	rows = 0;
	calls = 0;
	failures = 0;
	private shownAt = 0;

	show(isLast = false): void {
		if (!isLast && Date.now() - this.shownAt < FRAME_MS) return;
		this.shownAt = Date.now();
		const { runs, rows, calls, failures } = this;
		const line = `${count(runs)} runs  ${count(rows)} rows  ${count(calls)} calls  ${failures} failures`;
		const { isTTY } = process.stdout;
		process.stdout.write(`${isTTY ? '\r\x1b[K' : ''}${line}${!isTTY || isLast ? '\n' : ''}`);
	}
}

/** Tells of a failure, and of what is left of it with as few rows as possible. */
async function report(scenario: Scenario, problems: string[]): Promise<void> {
	const { judge, shrink } = await import('./run');
	const { describeScenario } = await import('./scenario');
	const smallest = await shrink(scenario);
	const { problems: left } = await judge(smallest);
	const lines = [
		`\nSeed ${scenario.seed}: npm run fuzz -- --seed ${scenario.seed}`,
		describeScenario(scenario),
		...problems.map((problem) => `- ${problem}`),
		'\nWith as few rows as were found to fail:',
		...smallest.sheets.map((cases) => JSON.stringify(cases.map(({ item }) => item.json))),
		...left.map((problem) => `- ${problem}`),
	];
	process.stdout.write(`${lines.join('\n')}\n`);
}

/** @returns whether all is well */
async function fuzz({ seed: first, minutes }: FuzzOptions): Promise<boolean> {
	// n8n's engine takes seconds to load: not before the options are known to be good.
	const { judge } = await import('./run');
	const { scenarioOf } = await import('./scenario');
	const tally = new Tally();
	const end = Date.now() + (minutes ?? 0) * MINUTE_MS;
	let usual: number | undefined;
	for (let seed = first; ; seed++) {
		const scenario = scenarioOf(seed);
		const { problems, calls } = await judge(scenario);
		tally.runs++;
		tally.rows += scenario.sheets.flat().length;
		tally.calls += calls;
		if (tally.runs % MEMORY_CHECK_RUNS === 0) {
			const used = memory();
			usual ??= used;
			const growth = Math.round(used - usual);
			if (growth > MAX_GROWTH_MB) problems.push(`the memory in use has grown by ${growth} MB`);
		}
		if (problems.length > 0) {
			tally.failures++;
			tally.show(true);
			await report(scenario, problems);
			return false;
		}
		if (Date.now() >= end) break;
		tally.show();
	}
	tally.show(true);
	return true;
}

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
	try {
		const options = readOptions(args);
		if (options) return (await fuzz(options)) ? 0 : 1;
		process.stdout.write(HELP);
		return 0;
	} catch (error) {
		return reportFailure(error as Error);
	}
}
