/** What ships: the packed tarball and its source, held to n8n's own scanner and to publint. */
import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { builtCredential, builtNode } from '../support/engine/built';

const ROOT = path.resolve(__dirname, '../..');

let folder: string;
let unpacked: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'package-'));
	unpacked = path.join(folder, 'package');
	// A copy without the dependencies: npm would read them all, though none is packed.
	const copy = path.join(folder, 'repository');
	const isPartOfIt = (name: string) => !/^(\.git|\.n8n|node_modules)$/.test(name);
	for (const name of readdirSync(ROOT).filter(isPartOfIt)) {
		cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
	}
	const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
	const [tarball = ''] = execFileSync('npm', pack, { cwd: copy, encoding: 'utf8' }).split('\n');
	execFileSync('tar', ['-xzf', tarball], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

const files = () =>
	readdirSync(unpacked, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(unpacked, path.join(entry.parentPath, entry.name)))
		.sort();

const read = (file: string) => readFileSync(path.join(unpacked, file), 'utf8');

test('holds the build, the licence and the notices, and nothing else', () => {
	expect(files()).toEqual(
		[
			'LICENSE',
			'README.md',
			'package.json',
			'dist/THIRD_PARTY_NOTICES.txt',
			'dist/credentials/FeishuHireApi.credentials.js',
			'dist/icons/feishuHire.dark.svg',
			'dist/icons/feishuHire.svg',
			'dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js',
			'dist/nodes/BatchGetTalentId/BatchGetTalentId.node.json',
		].sort(),
	);
});

describe('package.json', () => {
	interface Manifest extends Record<string, unknown> {
		license: string;
		author: { name: string; email: string };
		repository: { url: string };
		keywords: string[];
		scripts: Record<string, string>;
		n8n: { nodes: [string]; credentials: [string] };
	}
	let manifest: Manifest;
	beforeAll(() => {
		manifest = JSON.parse(read('package.json')) as Manifest;
	});

	test('has no dependency but n8n itself', () => {
		expect(Object.keys(manifest).filter((key) => /dependencies|overrides/i.test(key))).toEqual([
			'devDependencies',
			'peerDependencies',
		]);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	test('runs nothing where it is installed', () => {
		const lifecycle = /^(pre|post)?(install|prepare|prepublish|pack)$|^dependencies$/;
		expect(Object.keys(manifest.scripts).filter((name) => lifecycle.test(name))).toEqual([]);
	});

	test('names only files that are there, the icons of the classes included', () => {
		const { nodes, credentials } = manifest.n8n;
		const icons = [
			[nodes[0], builtNode().description.icon] as const,
			[credentials[0], builtCredential().icon] as const,
		].flatMap(([file, icon]) =>
			Object.values(icon as object).map((name: string) =>
				path.join(path.dirname(file), name.replace('file:', '')),
			),
		);
		expect(icons).toHaveLength(4);
		expect([nodes.length, credentials.length]).toEqual([1, 1]);
		expect(files()).toEqual(expect.arrayContaining([...nodes, ...credentials, ...icons]));
	});

	test('says whose it is, where it lives and how it may be used', () => {
		const { license, author, repository, homepage, bugs, keywords } = manifest;
		const [, home] =
			/^git\+(https:\/\/github\.com\/[\w-]+\/[\w-]+)\.git$/.exec(repository.url) ?? [];
		expect({ license, homepage, bugs }).toEqual({
			license: 'MIT',
			homepage: `${home}#readme`,
			bugs: { url: `${home}/issues` },
		});
		expect(read('LICENSE')).toContain(`MIT License\n\nCopyright (c) 2026 ${author.name}\n`);
		expect(author.email).toMatch(/^\S+@\S+$/);
		expect(keywords).toContain('n8n-community-node-package');
		const codex = read(manifest.n8n.nodes[0].replace('.js', '.json'));
		const panel = JSON.stringify(builtNode().description.properties);
		const links = [
			builtCredential().documentationUrl,
			...`${codex}${panel}`.matchAll(/https:\/\/github[^"\\]+/g),
		].map(String);
		expect(links.filter((link) => !link.startsWith(`${home}#`))).toEqual([]);
	});

	test('passes publint', () => {
		const output = execFileSync(
			path.join(ROOT, 'node_modules/.bin/publint'),
			['--strict', '--pack', 'false', unpacked],
			{ encoding: 'utf8' },
		);
		expect(output).toContain('All good!');
	});
});

/**
 * n8n's scanner, which it runs on every package that asks to be verified: on the tarball, and on the
 * source with the rule sets `community`, `credentials` and `nodes` of eslint-plugin-n8n-nodes-base.
 */
describe("n8n's scanner", () => {
	type Verdict = { passed: boolean; details?: string };
	let published: Verdict, source: Verdict, spoiled: Verdict;

	/** An ES module, which jest cannot load. */
	const script = `
		import { SOURCE_FILE_PATTERNS, analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const [published, source, spoiled] = process.argv.slice(1);
		process.stdout.write(JSON.stringify([
			await analyzePackage(published, ['**/*.js', 'package.json']),
			await analyzePackage(source, SOURCE_FILE_PATTERNS),
			await analyzePackage(spoiled, SOURCE_FILE_PATTERNS),
		]));`;

	/** A file of the source with a defect for each rule set. */
	function spoilSource(): string {
		const copy = path.join(folder, 'spoiled');
		const spoil = (file: string, from: string, to: string) => {
			const text = readFileSync(path.join(ROOT, file), 'utf8');
			if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
			const target = path.join(copy, file);
			mkdirSync(path.dirname(target), { recursive: true });
			writeFileSync(target, text.replace(from, to));
		};
		spoil('package.json', '"license": "MIT"', '"license": "GPL-3.0"');
		spoil('credentials/FeishuHireApi.credentials.ts', "'Feishu Hire API'", "'Feishu Hire'");
		spoil('nodes/BatchGetTalentId/description.ts', "'Match By'", "'match by'");
		return copy;
	}

	beforeAll(() => {
		const output = execFileSync(
			process.execPath,
			['--input-type=module', '--eval', script, unpacked, ROOT, spoilSource()],
			{
				cwd: ROOT,
				encoding: 'utf8',
				// The rules behave otherwise in their own tests, which they know by NODE_ENV=test; and the
				// scanner leaves a temporary folder behind.
				env: { ...process.env, NODE_ENV: '', TMPDIR: folder },
			},
		);
		[published, source, spoiled] = JSON.parse(output) as [Verdict, Verdict, Verdict];
	});

	test('passes what is published', () => expect(published).toEqual({ passed: true }));

	test('passes the source', () => expect(source).toEqual({ passed: true }));

	test('would tell, by each of its rule sets', () => {
		expect(spoiled.passed).toBe(false);
		expect(spoiled.details).toContain('community-package-json-license-not-default');
		expect(spoiled.details).toContain('cred-class-field-display-name-missing-api');
		expect(spoiled.details).toContain('node-param-display-name-miscased');
	});
});

test('the notices name every bundled package with its licence', () => {
	// The bundler names the file that each part comes from.
	const node = read('dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js');
	const bundled = new Set(
		[...node.matchAll(/^\/\/ (?:[\w-]+:)?node_modules\/([^/\n]+)/gm)].map(([, name]) => name ?? ''),
	);
	expect([...bundled].sort()).toEqual([
		'bottleneck',
		'libphonenumber-js',
		'p-limit',
		'yocto-queue',
	]);
	const notices = read('dist/THIRD_PARTY_NOTICES.txt');
	for (const name of bundled) {
		const { version } = JSON.parse(
			readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
		) as { version: string };
		expect(notices).toContain(`${name} ${version} (MIT)`);
	}
	expect(notices.match(/Permission is hereby granted/g)).toHaveLength(bundled.size);
});

test('Bottleneck counts time by the monotonic clock in the bundle', () => {
	expect(read('dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js')).not.toContain('Date.now(');
});

test('is under 600 KB unpacked', () => {
	const bytes = files().reduce((sum, file) => sum + statSync(path.join(unpacked, file)).size, 0);
	expect(bytes).toBeLessThan(600_000);
});
