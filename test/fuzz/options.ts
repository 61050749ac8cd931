/** What the fuzzer is asked for on the command line. */
import { UsageError, parseOptions } from '../../scripts/options';

export const HELP = `
Runs the built node on random sheets, parameters and faults, and holds what comes of them against the
oracle. Most runs are in virtual time, one in 100 goes through n8n's engine and HTTP.

  npm run fuzz -- --minutes N             as many runs as fit in, from a random seed on
  npm run fuzz -- --minutes N --seed S    the same, from the seed S on
  npm run fuzz -- --seed S                the run of the seed S, and no other

It ends at the first failure with its seed, a minimal description and the exit code 1.
`;

export interface FuzzOptions {
	seed: number;
	/** Nothing for a single run. */
	minutes?: number;
}

const MAX_SEED = 2 ** 31 - 1;

/**
 * Reads the command line.
 * @returns nothing when only help is wanted
 * @throws UsageError when it makes no sense
 */
export function readOptions(args: string[]): FuzzOptions | undefined {
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
		seed: seed === undefined ? Math.floor(Math.random() * MAX_SEED) : Number(seed),
		minutes: minutes === undefined ? undefined : Number(minutes),
	};
}
