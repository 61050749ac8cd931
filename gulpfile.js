/**
 * `npm run build`: type check, and everything that ships, into `dist`. Each entry is one readable bundle.
 *
 * `gulp bundle` leaves out the type check, which takes ten times as long as the rest: for the commands
 * that build only what they are about to run.
 */
const { execFile } = require('node:child_process');
const { mkdir, readFile, readdir, writeFile, rm } = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const { bundleOptions } = require('./build/bundle');

const run = promisify(execFile);
const DIST = 'dist';

const clean = () => rm(DIST, { recursive: true, force: true });

async function types() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '--pretty']);
	} catch (error) {
		process.stderr.write(error.stdout);
		throw new Error('The type check failed.', { cause: error });
	}
}

/**
 * The numbering plans of the world as one string: parsed three times as fast as written out as code, and
 * half as long.
 */
const metadataAsText = {
	name: 'metadata-as-text',
	setup(build) {
		build.onLoad({ filter: /metadata\.mobile\.json(\.js)?$/ }, async ({ path: file }) => {
			const text = JSON.stringify(JSON.parse(await readFile(file.replace(/\.js$/, ''), 'utf8')));
			return { contents: `export default JSON.parse(${JSON.stringify(text)});` };
		});
	},
};

/**
 * ASCII is kept at one byte a character, and loads a sixth faster. Of our code only regular expressions
 * and comments have anything else by then.
 */
const toAscii = (text) =>
	text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function bundles() {
	const { metafile, outputFiles } = await esbuild.build({
		...bundleOptions,
		entryPoints: [
			'credentials/FeishuHireApi.credentials.ts',
			'nodes/BatchGetTalentId/BatchGetTalentId.node.ts',
		],
		outdir: DIST,
		outbase: '.',
		plugins: [...bundleOptions.plugins, metadataAsText],
		metafile: true,
		write: false,
	});
	for (const { path: file, text } of outputFiles) {
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, toAscii(text));
	}
	await writeNotices(Object.keys(metafile.inputs));
}

/** Names every bundled package with its version and its licence texts. */
async function writeNotices(inputs) {
	const roots = inputs.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
	const notices = await Promise.all(
		[...new Set(roots)].sort().map(async (root) => {
			const { name, version, license } = require(path.resolve(root, 'package.json'));
			const files = (await readdir(root)).filter((file) => /^licen[cs]e/i.test(file)).sort();
			const texts = await Promise.all(
				files.map(async (file) => (await readFile(path.join(root, file), 'utf8')).trim()),
			);
			return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
		}),
	);
	const rule = `\n${'-'.repeat(80)}\n\n`;
	const head = 'This package contains code of the following packages.\n';
	await writeFile(path.join(DIST, 'THIRD_PARTY_NOTICES.txt'), [head, ...notices].join(rule));
}

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest(`${DIST}/icons`));
const codex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest(`${DIST}/nodes`));

exports.bundle = series(clean, parallel(bundles, icons, codex));
exports.default = parallel(types, exports.bundle);
