/** The node's steps in the form in which they ship. */
import { buildSync } from 'esbuild';
import path from 'node:path';

const CACHE = path.resolve(__dirname, '../../node_modules/.cache/bench');

export type Steps = typeof import('./steps');

/**
 * Compiles the steps with the settings of the package's build. As tsx compiles them they are slower:
 * it adds a call to every closure that is made, to keep its name.
 */
export function compileSteps(): Steps {
	const outfile = path.join(CACHE, 'steps.cjs');
	buildSync({
		entryPoints: [path.join(__dirname, 'steps.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		logLevel: 'warning',
	});
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(outfile) as Steps;
}
