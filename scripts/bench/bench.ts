/** `npm run bench`: how fast the built node is, line by line. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { devDependencies, version } from '../../package.json';
import { UsageError, defineCommand } from '../options';
import { drawChart } from './chart';
import { CHART, LATEST, PAGE, fillFigures, showLine, showVerdict } from './pages';
import { rounded } from './report';
import type { Line, Report } from './report';

// n8n-core writes the messages of nodes' errors to the console.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** In the order in which they run. n8n's engine takes seconds to load: not before it is wanted. */
const LINES: Record<string, () => Promise<Line>> = {
	cpu: async () => await (await import('./cpu')).measureCpu(),
	crafted: async () => await (await import('./cpu')).measureCrafted(),
	makespan: async () => await (await import('./makespan')).measureMakespan(),
	workers: async () => await (await import('./makespan')).measureWorkers(),
	contenders: async () => await (await import('./sideBySide')).measureSideBySide(),
	package: async () => await (await import('./package')).measurePackage(),
};

const HELP = `
Measures how fast the built node is, against n8n, Feishu's limits, and other ways to the same end.

  npm run bench                   everything, about 14 minutes; writes bench/latest.json, the chart, the page
  npm run bench -- --only LINE    one line of it; writes nothing
  npm run bench -- --pages        writes the chart and docs/performance.md again from bench/latest.json

Lines: ${Object.keys(LINES).join(', ')}.
`;

const ROOT = path.resolve(__dirname, '../..');

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

async function measure(only?: string): Promise<void> {
	const machine = describeMachine();
	process.stdout.write(`\n${machine.cores} cores of ${machine.processor}, load ${machine.load}\n`);
	const lines: Report['lines'] = {};
	for (const [name, measureLine] of Object.entries(LINES)) {
		if (only !== undefined && name !== only) continue;
		const line = await measureLine();
		lines[name] = line;
		process.stdout.write(showLine(line));
	}
	process.stdout.write(showVerdict(Object.values(lines)));
	if (only !== undefined) return;
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
			only: { type: 'string' },
			pages: { type: 'boolean', default: false },
		},
	},
	async ({ only, pages }) => {
		if (only !== undefined && !Object.hasOwn(LINES, only)) {
			throw new UsageError(`There is no line ${only}. See the help.`);
		}
		await (pages ? writePages() : measure(only));
		// n8n's engine of expressions keeps its threads.
		process.exit();
	},
);
