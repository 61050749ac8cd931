/**
 * How everything that ships is bundled: with its libraries, for the package may have no dependencies at
 * run time. n8n forbids timers, `global` and `console` in a community package's code; Bottleneck has them,
 * so its timers are swapped for ones built on n8n's `sleep`, and the rest is defined away or dropped.
 */
const { readFile } = require('node:fs/promises');
const path = require('node:path');

/**
 * Bottleneck reads the wall clock. Set back in mid-run by ten minutes, it would hold every call for as
 * long; so in its code alone the monotonic clock takes its place.
 */
const monotonicBottleneck = {
	name: 'monotonic-bottleneck',
	setup(build) {
		build.onLoad({ filter: /[\\/]bottleneck[\\/]light\.js$/ }, async (file) => {
			const source = await readFile(file.path, 'utf8');
			return { contents: source.replaceAll('Date.now()', 'performance.now()') };
		});
	},
};

/** Options of esbuild; what is bundled, and whereto, comes on top. */
exports.bundleOptions = {
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'cjs',
	external: ['n8n-workflow'],
	inject: [path.join(__dirname, 'timers.ts')],
	define: { global: 'undefined', globalThis: 'undefined' },
	drop: ['console'],
	plugins: [monotonicBottleneck],
	legalComments: 'none',
	logLevel: 'warning',
};
