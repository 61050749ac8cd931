/** The guide says what is so: its tables, links, files, commands and scopes are those of the code. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { CREDENTIAL_ERRORS } from '../../credentials/tokenExchange';
import { GATEWAY_ERRORS } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import { ENDPOINT_ERRORS } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { homepage, scripts } from '../../package.json';
import { ONBOARDING_SCOPE, TALENT_SCOPE } from '../support/feishu/simulator';
import { tablesOf } from '../../scripts/docs/markdown';
import { fillTables } from '../../scripts/docs/tables';

const ROOT = path.resolve(__dirname, '../..');
/** Files of the steps and of the Feishu room go by their short names. */
const FOLDERS = [ROOT, path.join(ROOT, 'nodes/BatchGetTalentId')];
const CHINESE = 'docs/zh-CN.md';

const pages = ['.', 'docs', 'examples'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder))
		.filter((file) => file.endsWith('.md'))
		.map((file) => path.join(folder, file)),
);

const read = (page: string) => readFileSync(path.join(ROOT, page), 'utf8');
const withoutBlocks = (text: string) => text.replace(/^ *```.*\n[^]*?^ *```$/gm, '');
const finds = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, part]) => part);

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (page: string) =>
	finds(withoutBlocks(read(page)), /^#+ (.*)$/gm).map((heading = '') =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

/** Whether a link leads somewhere within the repository. */
function resolves(page: string, link: string): boolean {
	const [file = '', anchor] = link.split('#');
	const target = file === '' ? page : path.join(path.dirname(page), file);
	if (!existsSync(path.join(ROOT, target))) return false;
	return anchor === undefined || anchorsOf(target).includes(anchor);
}

describe.each(pages)('%s', (page) => {
	test('has the tables that the code makes: npm run docs', () => {
		expect(fillTables(read(page))).toBe(read(page));
	});

	test('links to what is there', () => {
		const links = finds(withoutBlocks(read(page)), /\]\(([^)\s]+)\)/g);
		const inside = links.filter((link = '') => !/^(https?|mailto):/.test(link));
		expect(inside.filter((link = '') => !resolves(page, link))).toEqual([]);
	});

	test('names files that are there', () => {
		const named = finds(withoutBlocks(read(page)), /`([\w.@-]+(?:\/[\w.@-]+)+\/?)`/g);
		const ours = named.filter(
			(name = '') =>
				!name.startsWith('dist/') &&
				(/\.(ts|js|json|md|csv|svg|png|yml)$/.test(name) ||
					existsSync(path.join(ROOT, name.split('/')[0] ?? ''))),
		);
		const isThere = (name = '') => FOLDERS.some((folder) => existsSync(path.join(folder, name)));
		expect(ours.filter((name) => !isThere(name))).toEqual([]);
	});

	test('names commands that package.json has', () => {
		const commands = finds(read(page), /npm run (?:-s |--silent )?([\w:-]+)/g);
		expect(commands.filter((name = '') => !(name in scripts))).toEqual([]);
	});
});

/** What comments name of n8n's own sources, which are not in this repository. */
const FILES_OF_N8N = ['credentials-helper.js', 'expression-engine.config.js'];

const sources = ['nodes', 'credentials', 'build', 'scripts', 'test'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.[jt]s$/.test(file))
		.map((file) => path.join(folder, file)),
);
const baseNames = new Set(sources.map((file) => path.basename(file)));

/** The files that the comments of a source file name, by a path or by their name alone. */
const filesInComments = (source: string) =>
	finds(read(source), /((?<=^|\s)\/\*[^]*?\*\/|(?<=^|\s)\/\/.*)/gm).flatMap((comment = '') =>
		finds(comment, /(?<![\w./-])([\w.-]+(?:\/[\w.-]+)*\.(?:md|[jt]s|mjs|json|yml|csv))\b/g),
	);

test('comments name files that are there', () => {
	const missing = sources.flatMap((source) =>
		filesInComments(source)
			.filter((name = '') => !FILES_OF_N8N.includes(name) && !baseNames.has(name))
			.filter(
				(name = '') =>
					![...FOLDERS, path.join(ROOT, path.dirname(source)), path.join(ROOT, 'examples')].some(
						(folder) => existsSync(path.join(folder, name)),
					),
			)
			.map((name) => `${source} names ${name}`),
	);
	expect(missing).toEqual([]);
});

/** Either of the first two is enough, says Feishu's page of the call. */
const SCOPES = [TALENT_SCOPE, 'hire:talent', ONBOARDING_SCOPE];

test.each(['README.md', CHINESE])('%s names the scopes, and no others', (page) => {
	const named = finds(read(page), /`(hire:[\w:]+)`/g);
	expect([...new Set(named)].sort()).toEqual([...SCOPES].sort());
	expect(ENDPOINT_ERRORS.get(99991672)?.help).toContain(TALENT_SCOPE);
});

test('README.md is less than 250 lines long', () => {
	expect(read('README.md').split('\n').length).toBeLessThan(250);
});

test('what n8n links to is in README.md', () => {
	const { documentationUrl } = new FeishuHireApi();
	const [page, anchor] = documentationUrl.split('#');
	expect(`${page}#readme`).toBe(homepage);
	expect(anchorsOf('README.md')).toContain(anchor);
});

const ENGLISH = 'README.md';

/** The commands of a page, without comments and placeholders. */
function commandsOf(page: string): string[] {
	const blocks = finds(read(page), /^ *```sh\n([^]*?)^ *```$/gm).flatMap((text = '') =>
		text.split('\n'),
	);
	const inline = finds(withoutBlocks(read(page)), /`((?:npm|mkdir|docker) [^`]+)`/g);
	return [...blocks, ...inline].flatMap((command = '') => {
		const plain = command
			.replace(/ +#.*/, '')
			.replace(/(--csv) \S+/, '$1')
			.trim();
		return plain === '' ? [] : plain;
	});
}

const firstCells = (page: string, table: number) =>
	tablesOf(read(page))[table]?.map(([cell = '']) => cell);
const PARAMETER_TABLE = 1;
const ERROR_TABLE = 6;

describe(`${CHINESE} is in step with ${ENGLISH}`, () => {
	test('in its headings', () => {
		const levels = (page: string) =>
			finds(withoutBlocks(read(page)), /^(#+) /gm).map((marks = '') => marks.length);
		expect(levels(CHINESE)).toEqual(levels(ENGLISH));
	});

	test('in its tables, row by row', () => {
		const sizes = (page: string) =>
			tablesOf(read(page)).map((rows) => rows.map((row) => row.length));
		expect(sizes(CHINESE)).not.toHaveLength(0);
		expect(sizes(CHINESE).map((rows) => rows.length)).toEqual(
			sizes(ENGLISH).map((rows) => rows.length),
		);
	});

	test('in its commands and pictures', () => {
		expect(commandsOf(CHINESE).length).toBeGreaterThan(5);
		expect(new Set(commandsOf(CHINESE))).toEqual(new Set(commandsOf(ENGLISH)));
		const pictures = (page: string) => finds(read(page), /\]\((?:docs\/)?(images\/[^)]+)\)/g);
		expect(pictures(CHINESE)).toEqual(pictures(ENGLISH));
	});

	test('in its parameters', () => {
		const labels = (page: string) =>
			firstCells(page, PARAMETER_TABLE)?.map((cell) => cell.replace('Options → ', ''));
		expect(labels(ENGLISH)).toContain('**Max Tries**');
		expect(labels(CHINESE)).toEqual(labels(ENGLISH));
		expect(firstCells(CHINESE, 0)).toEqual(firstCells(ENGLISH, 0));
	});

	test('in its error codes', () => {
		const codes = (page: string) =>
			firstCells(page, ERROR_TABLE)?.map((cell) => cell.match(/\d+/g) ?? []);
		const all = [...GATEWAY_ERRORS.keys(), ...ENDPOINT_ERRORS.keys(), ...CREDENTIAL_ERRORS.keys()];
		expect(codes(ENGLISH)?.flat()).toEqual(expect.arrayContaining(all.map(String)));
		expect(codes(CHINESE)).toEqual(codes(ENGLISH));
	});
});

test('docs/feishu-platform.md has a source for every code', () => {
	const text = read('docs/feishu-platform.md');
	const codes = [...GATEWAY_ERRORS.keys(), ...ENDPOINT_ERRORS.keys(), ...CREDENTIAL_ERRORS.keys()];
	expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
});

test('docs/architecture.md names every file of the source', () => {
	const text = read('docs/architecture.md');
	const files = sources.filter((file) => /^(nodes|credentials)\b/.test(file));
	expect(files.length).toBeGreaterThan(30);
	expect(files.filter((file) => !text.includes(`${path.basename(file)}\``))).toEqual([]);
});

test.each([
	'was empty in every row: check the name of its field.',
	'Unmatched rows whose mobile number is no valid one of its country',
	'came back with another identifier than asked.',
])('both guides explain the sentence of the hint: %s', (sentence) => {
	expect(read('nodes/BatchGetTalentId/report.ts')).toContain(sentence);
	expect(read(ENGLISH)).toContain(sentence);
	expect(read(CHINESE)).toContain(sentence);
});

test('every example for sheets, ATS and webhooks has an error output', () => {
	const folder = path.join(ROOT, 'examples');
	const nodes = readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.flatMap((file) => {
			const workflow: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
			return (workflow as { nodes: Array<{ type: string; onError?: string }> }).nodes;
		});
	const ours = nodes.filter(({ type }) => type.endsWith('.batchGetTalentId'));
	expect(ours).toHaveLength(6);
	expect(ours.map(({ onError }) => onError)).toEqual(ours.map(() => 'continueErrorOutput'));
});
