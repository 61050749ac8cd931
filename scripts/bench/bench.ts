/** `npm run bench`: how fast the built node is, line by line. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { drawChart } from './chart';
import { CHART, LATEST, PAGE, fillFigures } from './pages';
import { reportFailure } from '../options';
import { HELP, LINE_NAMES, readOptions } from './options';
import type { BenchOptions, LineName, Mode } from './options';
import type { Line, Report } from './report';

// n8n-core writes the messages of nodes' errors to the console.
process.env.N8N_LOG_LEVEL ??= 'silent';

const ROOT = path.resolve(__dirname, '../..');

/** n8n's engine takes seconds to load: not before it is wanted. */
const LINES: Record<LineName, (mode: Mode) => Promise<Line>> = {
	reading: async (mode) => await (await import('./reading')).measureReading(mode),
	cpu: async (mode) => await (await import('./cpu')).measureCpu(mode),
	crafted: async (mode) => await (await import('./crafted')).measureCrafted(mode),
	calls: async (mode) => await (await import('./calls')).measureCalls(mode),
	makespan: async (mode) => await (await import('./makespan')).measureMakespan(mode),
	workers: async (mode) => await (await import('./workers')).measureWorkers(mode),
	contenders: async (mode) => await (await import('./sideBySide')).measureSideBySide(mode),
	package: async (mode) => await (await import('./package')).measurePackage(mode),
	profile: async (mode) => await (await import('./profile')).measureProfile(mode),
};

async function writeReport(report: Report): Promise<void> {
	const file = path.join(ROOT, LATEST);
	await mkdir(path.dirname(file), { recursive: true });
	const style = await resolveConfig(file);
	await writeFile(file, await format(JSON.stringify(report), { ...style, parser: 'json' }));
}

/** The chart and the page, from the last full run. */
async function writePages(): Promise<void> {
	const report = JSON.parse(await readFile(path.join(ROOT, LATEST), 'utf8')) as Report;
	await writeFile(path.join(ROOT, CHART), drawChart(report));
	const page = path.join(ROOT, PAGE);
	await writeFile(page, fillFigures(await readFile(page, 'utf8'), report));
}

async function bench({ quick, names, pages }: BenchOptions): Promise<void> {
	if (pages) return await writePages();
	const { describeMachine } = await import('./machine');
	const { SEED } = await import('./sheet');
	const { showLine, showMachine, showVerdict } = await import('./table');
	const machine = describeMachine();
	process.stdout.write(showMachine(machine, SEED));
	const lines: Report['lines'] = {};
	for (const name of names) {
		const line = await LINES[name]({ quick });
		lines[name] = line;
		process.stdout.write(showLine(line));
	}
	process.stdout.write(showVerdict(Object.values(lines)));
	if (quick || names.length < LINE_NAMES.length) return;
	const [date = ''] = new Date().toISOString().split('T');
	await writeReport({ date, seed: SEED, machine, lines });
	await writePages();
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options) await bench(options);
	else process.stdout.write(HELP);
}

main().then(
	// n8n's engine of expressions keeps its threads.
	() => process.exit(),
	(error: Error) => process.exit(reportFailure(error)),
);
