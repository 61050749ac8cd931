/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/** `npm run bench`: how fast the built node is, line by line. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { drawChart } from './chart';
import { HELP, LINE_NAMES, UsageError, readOptions } from './options';
import type { BenchOptions, LineName, Mode } from './options';
import type { Line, Report } from './report';

// n8n-core writes the messages of nodes' errors to the console.
process.env.N8N_LOG_LEVEL ??= 'silent';

const BAD_USAGE = 2;
const ROOT = path.resolve(__dirname, '../..');
const LATEST = path.join(ROOT, 'bench/latest.json');
const CHART = path.join(ROOT, 'docs/images/bench.svg');

/** n8n's engine takes seconds to load: not before it is wanted. */
const LINES: Record<LineName, (mode: Mode) => Promise<Line>> = {
	reading: async (mode) => await (await import('./reading')).measureReading(mode),
	cpu: async (mode) => await (await import('./cpu')).measureCpu(mode),
	calls: async (mode) => await (await import('./calls')).measureCalls(mode),
	makespan: async (mode) => await (await import('./makespan')).measureMakespan(mode),
	workers: async (mode) => await (await import('./workers')).measureWorkers(mode),
	contenders: async (mode) => await (await import('./sideBySide')).measureSideBySide(mode),
	package: async (mode) => await (await import('./package')).measurePackage(mode),
	profile: async (mode) => await (await import('./profile')).measureProfile(mode),
};

async function writeReport(report: Report): Promise<void> {
	await mkdir(path.dirname(LATEST), { recursive: true });
	const style = await resolveConfig(LATEST);
	await writeFile(LATEST, await format(JSON.stringify(report), { ...style, parser: 'json' }));
}

async function writeChart(): Promise<void> {
	const report = JSON.parse(await readFile(LATEST, 'utf8')) as Report;
	await writeFile(CHART, drawChart(report));
}

async function bench({ quick, names, chart }: BenchOptions): Promise<void> {
	if (chart) return await writeChart();
	const { describeMachine } = await import('./machine');
	const { SEED } = await import('./sheet');
	const { showLine, showMachine, showVerdict } = await import('./table');
	const machine = describeMachine();
	process.stdout.write(showMachine(machine, SEED));
	const lines: Line[] = [];
	for (const name of names) {
		const line = await LINES[name]({ quick });
		lines.push(line);
		process.stdout.write(showLine(line));
	}
	process.stdout.write(showVerdict(lines));
	if (quick || names.length < LINE_NAMES.length) return;
	const [date = ''] = new Date().toISOString().split('T');
	await writeReport({ date, seed: SEED, machine, lines });
	await writeChart();
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options) await bench(options);
	else process.stdout.write(HELP);
}

main().then(
	// n8n's engine of expressions keeps its threads.
	() => process.exit(),
	(error: Error) => {
		const isUsage = error instanceof UsageError;
		process.stderr.write(`${isUsage ? error.message : error.stack}\n`);
		process.exit(isUsage ? BAD_USAGE : 1);
	},
);
