/** `npm run bench`: how fast the built node is, line by line. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { devDependencies, version } from '../../package.json';
import { UsageError, defineCommand } from '../options';
import { drawChart } from './chart';
import { CHART, LATEST, PAGE, fillFigures, showLine, showVerdict } from './pages';
import { LINE_NAMES, rounded } from './report';
import type { Line, LineName, Report } from './report';

// n8n-core writes the messages of nodes' errors to the console.
process.env.N8N_LOG_LEVEL ??= 'silent';

const HELP = `
Measures how fast the built node is, against n8n, Feishu's limits, and other ways to the same end.

  npm run bench                   everything, about 12 minutes; writes bench/latest.json, the chart, the page
  npm run bench -- --quick        less of it, in about four minutes; writes nothing
  npm run bench -- --only LINE    one line of it; writes nothing
  npm run bench -- --pages        writes the chart and docs/performance.md again from bench/latest.json

Lines: ${LINE_NAMES.join(', ')}.
`;

const ROOT = path.resolve(__dirname, '../..');

/** n8n's engine takes seconds to load: not before it is wanted. */
const LINES: Record<LineName, (quick: boolean) => Promise<Line>> = {
	cpu: async (quick) => await (await import('./cpu')).measureCpu(quick),
	crafted: async () => await (await import('./crafted')).measureCrafted(),
	makespan: async (quick) => await (await import('./makespan')).measureMakespan(quick),
	workers: async () => await (await import('./workers')).measureWorkers(),
	contenders: async (quick) => await (await import('./sideBySide')).measureSideBySide(quick),
	package: async () => await (await import('./package')).measurePackage(),
};

const describeMachine = () => ({
	cores: cpus().length,
	processor: cpus()[0]?.model.trim() ?? 'unknown',
	memoryGb: Math.round(totalmem() / 2 ** 30),
	/** Processes that wanted a core when the run began, on average over a minute. */
	load: rounded(loadavg()[0] ?? NaN),
	versions: {
		'n8n-nodes-feishu-hire': version,
		node: process.versions.node,
		'n8n-core': devDependencies['n8n-core'],
		bottleneck: devDependencies.bottleneck,
		'@larksuiteoapi/node-sdk': devDependencies['@larksuiteoapi/node-sdk'],
	},
});

/** The chart and the page, from the last full run. */
async function writePages(): Promise<void> {
	const report = JSON.parse(await readFile(path.join(ROOT, LATEST), 'utf8')) as Report;
	await writeFile(path.join(ROOT, CHART), drawChart(report));
	const page = path.join(ROOT, PAGE);
	await writeFile(page, fillFigures(await readFile(page, 'utf8'), report));
}

async function measure(names: readonly LineName[], quick: boolean): Promise<void> {
	const machine = describeMachine();
	process.stdout.write(`\n${machine.cores} cores of ${machine.processor}, load ${machine.load}\n`);
	const lines: Report['lines'] = {};
	for (const name of names) {
		const line = await LINES[name](quick);
		lines[name] = line;
		process.stdout.write(showLine(line));
	}
	process.stdout.write(showVerdict(Object.values(lines)));
	if (quick || names.length < LINE_NAMES.length) return;
	const file = path.join(ROOT, LATEST);
	const report: Report = { date: new Date().toISOString().slice(0, 10), machine, lines };
	const style = { ...(await resolveConfig(file)), parser: 'json' };
	await writeFile(file, await format(JSON.stringify(report), style));
	await writePages();
}

defineCommand(
	module,
	{
		name: 'npm run bench',
		help: HELP,
		options: {
			quick: { type: 'boolean', default: false },
			only: { type: 'string' },
			pages: { type: 'boolean', default: false },
		},
	},
	async ({ quick, only, pages }) => {
		const names = LINE_NAMES.filter((name) => only === undefined || name === only);
		if (names.length === 0) throw new UsageError(`There is no line ${only}. See the help.`);
		if (pages) await writePages();
		else await measure(names, quick);
		// n8n's engine of expressions keeps its threads.
		process.exit();
	},
);
