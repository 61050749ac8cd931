/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
/** What ships: the packed tarball, held to n8n's own scanner. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');

let unpacked: string;

beforeAll(() => {
	const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
		cwd: ROOT,
	});
	const [tarball] = readdirSync(folder);
	execFileSync('tar', ['-xzf', tarball!], { cwd: folder });
	unpacked = path.join(folder, 'package');
});
afterAll(() => rmSync(path.dirname(unpacked), { recursive: true }));

const files = () =>
	readdirSync(unpacked, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(unpacked, path.join(entry.parentPath, entry.name)))
		.sort();

const read = (file: string) => readFileSync(path.join(unpacked, file), 'utf8');

interface Manifest {
	dependencies?: object;
	scripts: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

const manifest = () => JSON.parse(read('package.json')) as Manifest;

/** Runs n8n's scanner, an ES module that jest cannot load, over a folder. */
function scan(folder: string, patterns: string[]): { passed: boolean; details?: string } {
	const script = `
		import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const result = await analyzePackage(process.argv[1], JSON.parse(process.argv[2]));
		process.stdout.write(JSON.stringify(result));`;
	const output = execFileSync(
		process.execPath,
		['--input-type=module', '--eval', script, folder, JSON.stringify(patterns)],
		// The rules behave otherwise in their own tests, which they know by NODE_ENV=test.
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: '' } },
	);
	return JSON.parse(output) as { passed: boolean; details?: string };
}

test('holds the build, the licence and the notices, and nothing else', () => {
	expect(files()).toEqual(
		[
			'LICENSE',
			'README.md',
			'package.json',
			'dist/THIRD_PARTY_NOTICES.txt',
			'dist/credentials/FeishuHireApi.credentials.js',
			'dist/credentials/FeishuHireApi.credentials.js.map',
			'dist/icons/feishuHire.dark.svg',
			'dist/icons/feishuHire.svg',
			'dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js',
			'dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js.map',
			'dist/nodes/BatchGetTalentId/BatchGetTalentId.node.json',
		].sort(),
	);
});

test('has no dependency, and every file that package.json names', () => {
	const { dependencies, n8n } = manifest();
	expect(dependencies).toBeUndefined();
	expect(files()).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials]));
});

test("passes n8n's scanner as published", () => {
	const result = scan(unpacked, ['**/*.js', 'package.json']);
	expect(result.details ?? '').toBe('');
	expect(result.passed).toBe(true);
});

test("passes n8n's scanner as source", () => {
	const result = scan(ROOT, ['package.json', '{nodes,credentials}/**/*.{js,ts,json}']);
	expect(result.details ?? '').toBe('');
	expect(result.passed).toBe(true);
});

test('the notices name every bundled package with its licence', () => {
	const bundled = new Set(
		(
			JSON.parse(read('dist/nodes/BatchGetTalentId/BatchGetTalentId.node.js.map')) as {
				sources: string[];
			}
		).sources.flatMap((source) => /node_modules\/([^/]+)/.exec(source)?.[1] ?? []),
	);
	expect([...bundled].sort()).toEqual(['bottleneck', 'p-limit', 'yocto-queue']);
	const notices = read('dist/THIRD_PARTY_NOTICES.txt');
	for (const name of bundled) {
		const { version } = JSON.parse(
			readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
		) as { version: string };
		expect(notices).toContain(`${name} ${version} (MIT)`);
	}
	expect(notices.match(/Permission is hereby granted/g)).toHaveLength(bundled.size);
});
