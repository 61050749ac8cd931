/** The command as a person runs it: what it prints, writes and returns. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ASSUMPTIONS, RATE, UNASKED } from '../../../../scripts/probe/assumptions';
import { main } from '../../../../scripts/probe/probe';
import { runCommand } from '../../../support/command';
import type { Exit } from '../../../support/command';
import { CUSTOM_APP } from '../../../support/feishu/apps';
import type { App } from '../../../support/feishu/apps';
import { Simulator } from '../../../support/feishu/simulator';
import type { SimulatorSettings } from '../../../support/feishu/simulator';
import type { BatchGetIdRequest } from '../../../support/feishu/store';

const folder = mkdtempSync(path.join(tmpdir(), 'probe-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'report.json');

async function run(args: string[], secret = CUSTOM_APP.secret): Promise<Exit> {
	process.env.FEISHU_APP_SECRET = secret;
	try {
		return await runCommand(main, args);
	} finally {
		delete process.env.FEISHU_APP_SECRET;
	}
}

const MOBILE = '13800138001';
const EMAIL = 'Ann@example.org';
const CARD = '11010519491231002X';
const SECOND_MOBILE = '13800138002';
const SECOND_EMAIL = 'bob@example.org';
const PEOPLE = [
	{
		talentId: '6930815272790114321',
		mobile: { code: '86', number: MOBILE },
		email: EMAIL,
		identification: { type: 1, number: CARD },
	},
	{
		talentId: '6930815272790114322',
		mobile: { code: '86', number: SECOND_MOBILE },
		email: SECOND_EMAIL,
	},
];
const FIRST = ['--mobile', MOBILE, '--email', EMAIL];
const EVERYTHING = [
	...[...FIRST, '--id-number', CARD, '--id-type', '1'],
	...['--second-mobile', SECOND_MOBILE, '--second-email', SECOND_EMAIL],
	...['--json', file],
];

/** Runs it against a model. */
async function probe(settings: Partial<SimulatorSettings>, args = FIRST, secret?: string) {
	const feishu = await Simulator.start({ people: PEOPLE, ...settings });
	try {
		const app = ['--app-id', CUSTOM_APP.id, '--host', feishu.url];
		const exit = await run([...app, ...args], secret);
		return { ...exit, url: feishu.url, tokens: feishu.tokens.issued };
	} finally {
		await feishu.stop();
	}
}

/** Replies that echo all that was sent. */
const echo = (_: number, body: BatchGetIdRequest | undefined) => ({
	kind: 'reply' as const,
	status: 400,
	body: {
		code: 1002002,
		msg: JSON.stringify(body),
		error: { field_violations: [{ value: body }] },
	},
	headers: { 'x-tt-logid': JSON.stringify(body) },
});

describe.each<[string, Partial<SimulatorSettings>]>([
	['a Feishu that is as assumed', {}],
	['a Feishu that echoes what it is sent', { fault: echo }],
	[
		'a Feishu that breaks off',
		{
			fault: (call) => (call > 3 ? { kind: 'reset' } : undefined),
			exchangeFault: (exchange) => (exchange > 0 ? { kind: 'reset' } : undefined),
		},
	],
])('against %s', (_, settings) => {
	let exit: Awaited<ReturnType<typeof probe>>;

	beforeAll(async () => {
		exit = await probe(settings, EVERYTHING);
	});

	test('it shows every assumption, and what could not be asked', () => {
		expect(exit.stderr).toBe('');
		for (const { name } of [...ASSUMPTIONS, ...UNASKED]) expect(exit.stdout).toContain(name);
	});

	test('it shows and writes no identifier, talent ID, token or secret', () => {
		const { url, tokens, stdout } = exit;
		const written = stdout + readFileSync(file, 'utf8');
		expect(tokens).not.toHaveLength(0);
		const kept = [
			...[MOBILE, EMAIL, CARD, SECOND_MOBILE, SECOND_EMAIL, CUSTOM_APP.secret, url],
			...PEOPLE.map(({ talentId }) => talentId),
			...tokens,
		];
		const lower = written.toLowerCase();
		expect(kept.filter((one) => lower.includes(one.toLowerCase()))).toEqual([]);
		expect(written).not.toMatch(/\b[at]-[0-9a-f]{8}/);
	});

	test('the file says the same as the screen', () => {
		const { findings } = JSON.parse(readFileSync(file, 'utf8')) as {
			findings: Array<{ name: string; verdict: string }>;
		};
		const asked = ASSUMPTIONS.filter((one) => one !== RATE);
		expect(findings.map(({ name }) => name)).toEqual(asked.map(({ name }) => name));
		const count = (verdict: string) => findings.filter((one) => one.verdict === verdict).length;
		for (const verdict of ['as assumed', 'breaks the node', 'not answered']) {
			expect(exit.stdout).toContain(`${count(verdict)} ${verdict}`);
		}
	});
});

test('it ends with 0 when nothing breaks the node, and says what one person cannot answer', async () => {
	const { code, stdout } = await probe({});
	expect(code).toBe(0);
	expect(stdout).toContain('Nothing breaks the node');
	expect(stdout).toMatch(/not answered +two people in one list +no second person was given/);
	expect(stdout).toMatch(/rate limit: asked only with --rate/);
});

test('it ends with 1 when something breaks the node, and says what', async () => {
	const { code, stdout } = await probe({
		distort: (talents) => talents.map((talent) => ({ ...talent, talent_id: 1 })),
	});
	expect(code).toBe(1);
	expect(stdout).toMatch(/breaks +talent ID +no text\n +assumed: text of digits/);
});

describe('it ends with 2', () => {
	const withApp = (app: Partial<App>) => ({ apps: [{ ...CUSTOM_APP, ...app }] });

	test.each<[string, Partial<SimulatorSettings>, string | undefined, RegExp]>([
		['the scope is missing', withApp({ scopes: [] }), undefined, /hire:talent:readonly is missing/],
		['the address is denied', withApp({ addressAllowed: false }), undefined, /allow-list/],
		['the app is disabled', withApp({ enabled: false }), undefined, /disabled/],
		['the secret is wrong', {}, 'another', /App Secret.*\(code 10014\)/],
	])('and the words of the node when %s', async (_, settings, secret, words) => {
		const { code, stderr } = await probe(settings, FIRST, secret);
		expect(code).toBe(2);
		expect(stderr).toMatch(words);
		expect(stderr).not.toMatch(/ at .*\.ts/);
	});

	test.each<[string, string[], RegExp]>([
		['without an app', FIRST, /^--app-id is needed/],
		['without a person', ['--app-id', 'cli_a'], /^The first person needs/],
		[
			'for a number that was rounded',
			['--app-id', 'cli_a', '--mobile', '1.38E+10', '--email', EMAIL],
			/^The first person: .*rounded/,
		],
		[
			'for a secret as an option',
			['--app-id', 'cli_a', ...FIRST, '--app-secret=of-my-app'],
			/^--app-secret is no option/,
		],
		['for a value without an option', ['--app-id', 'cli_a', 'of-my-app'], /^There is a value/],
		[
			'for an address without TLS',
			['--app-id', 'cli_a', ...FIRST, '--host', 'http://open.example.com'],
			/^--host: .*https/,
		],
	])('%s, and repeats no value', async (_, args, words) => {
		const { code, stdout, stderr } = await run(args);
		expect(code).toBe(2);
		expect(stderr).toMatch(words);
		expect(stdout + stderr).not.toContain('of-my-app');
	});

	test('without a secret', async () => {
		const { code, stderr } = await run(['--app-id', 'cli_a', ...FIRST], '');
		expect(code).toBe(2);
		expect(stderr).toContain('FEISHU_APP_SECRET');
	});
});
