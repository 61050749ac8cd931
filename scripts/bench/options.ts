/** What the benchmark is asked for on the command line. */
import { UsageError, parseOptions } from '../options';

/** The lines of the benchmark, in the order in which they run. */
export const LINE_NAMES = [
	'reading',
	'cpu',
	'crafted',
	'calls',
	'makespan',
	'workers',
	'contenders',
	'package',
	'profile',
] as const;

export type LineName = (typeof LINE_NAMES)[number];

export const HELP = `
Measures how fast the built node is, against n8n, Feishu's limits, and other ways to the same end.

  npm run bench                   everything, about 15 minutes; writes bench/latest.json, the chart, the page
  npm run bench -- --quick        less of it, in less than two minutes; writes nothing
  npm run bench -- --only LINE    one line of it; writes nothing
  npm run bench -- --pages        writes the chart and docs/performance.md again from bench/latest.json

Lines: ${LINE_NAMES.join(', ')}.
`;

/** How thoroughly a line measures. */
export interface Mode {
	/** Fewer rows and repetitions. */
	quick: boolean;
}

export interface BenchOptions extends Mode {
	/** The lines that are wanted. */
	names: readonly LineName[];
	/** Only the chart and the page are wanted. */
	pages: boolean;
}

/**
 * Reads the command line.
 * @returns nothing when only help is wanted
 * @throws UsageError when it makes no sense
 */
export function readOptions(args: string[]): BenchOptions | undefined {
	const given = parseOptions('npm run bench', args, {
		quick: { type: 'boolean', default: false },
		only: { type: 'string' },
		pages: { type: 'boolean', default: false },
	});
	if (!given) return undefined;
	const { quick, only, pages } = given;
	const names = LINE_NAMES.filter((name) => only === undefined || name === only);
	if (names.length === 0)
		throw new UsageError(`There is no line ${only}: ${LINE_NAMES.join(', ')}.`);
	return { quick, names, pages };
}
