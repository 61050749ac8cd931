/** Over HTTP, in n8n's engine: what the other files show in virtual time, and executions beside each other. */
import { storedCredentials } from '../support/engine/built';
import { runNode } from '../support/engine/engine';
import { runSheet } from '../support/engine/sheetRun';
import type { SheetOptions } from '../support/engine/sheetRun';
import { defined } from '../support/defined';
import { FAULTS, FAULT_REASONS } from '../support/feishu/replies';
import type { Fault } from '../support/feishu/replies';
import { Hire } from '../support/feishu/hire';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { App, SimulatorSettings } from '../support/feishu/simulator';
import { answered, answers, cases, idsOf, outcomesOf, people } from '../support/knownSheet';
import { expectedOf, isFailed, itemOf, observed } from '../support/oracle';
import { PARAMETERS, makeSheet, numberOf } from '../support/sheets';
import { shortenBackoffs } from '../support/fakeTimers';

let simulator: Simulator;
beforeEach(shortenBackoffs);
afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.stop();
});

const start = async (settings: Partial<SimulatorSettings> = {}) => {
	simulator = await Simulator.start({ people, ...settings });
};

const run = async (options: object = {}, others: SheetOptions = {}) =>
	await runSheet(simulator, { parameters: { options }, ...others });

const runOn = async (options: object = {}) =>
	await run(options, { onError: 'continueRegularOutput' });

test('a bad number fails its rows', async () => {
	const bad = defined(people.find(({ mobile }) => mobile)?.mobile, 'number').number;
	const settings = { badNumbers: new Set([bad]) };
	await start(settings);
	const result = await runOn();
	expect(answered(result)).toEqual(answers(cases, settings));
	expect(result.matched.filter(isFailed)[0]?.json.error).toBe(
		'Feishu does not accept the mobile number (code 1002009)',
	);
});

test('each fault once, on calls that are retried, fails no row', async () => {
	const faults: Fault[] = [
		// Given up at the timeout.
		{ kind: 'trickle', pause: 300 },
		{ kind: 'reply', status: 101, body: '' },
		...FAULTS.filter(({ kind }) => kind !== 'trickle'),
	];
	await start({ fault: (call) => faults[call] });
	expect(answered(await runOn({ batchSize: 25, timeout: 1_000 }))).toEqual(answers());
	const bodies = simulator.calls.map(({ body }) => JSON.stringify(body));
	const later = new Set(bodies.slice(faults.length));
	expect(faults.filter((_, call) => !later.has(defined(bodies[call], 'call')))).toEqual([]);
});

test.each([...FAULT_REASONS])('%j on every call is told as the reason', async (fault, reason) => {
	await start({ fault: () => fault });
	// Longer than a busy machine takes, but where it is waited for.
	const timeout = fault.kind === 'silence' ? 300 : 30_000;
	const result = await runOn({ maxTries: 1, timeout });
	expect(outcomesOf(answered(result))).toEqual(cases.map(() => ['failed']));
	expect(new Set(result.matched.map(({ json }) => json.error))).toEqual(new Set([reason]));
});

test('a reply of 10 MB is read', async () => {
	const bulk = 'x'.repeat(200_000);
	let longest = 0;
	await start({
		distort: (talents) => {
			if (!talents.some(({ mobile_number }) => mobile_number === numberOf(1))) return talents;
			const list = talents.map((talent) => ({ ...talent, bulk }));
			longest = JSON.stringify(list).length;
			return list;
		},
	});
	const result = await run();
	expect(longest).toBeGreaterThan(10_000_000);
	expect(idsOf(answered(result))).toEqual(idsOf(answers()));
	const bulky = result.matched.filter(({ json }) => json.bulk === bulk);
	expect(bulky.length).toBeGreaterThanOrEqual(50);
});

test('a proxy that echoes the request puts neither the token nor other rows into an item', async () => {
	await start({
		fault: (_, body) => {
			const token = String(simulator.log.at(-1)?.token);
			const echo = `Bearer ${token} ${JSON.stringify(body)}`;
			return {
				kind: 'reply',
				status: 400,
				headers: { 'X-Tt-Logid': token, 'X-Request-Id': token },
				body: {
					code: 1009999,
					msg: echo,
					error: {
						log_id: echo,
						troubleshooter: `https://evil.example/?${encodeURIComponent(echo)}`,
						permission_violations: [{ subject: echo }, { subject: token }],
						helps: [{ url: `https://open.feishu.cn.evil.example/${token}` }],
					},
				},
			};
		},
	});
	const { matched, run: kept } = await runOn();
	expect(matched.filter(isFailed)).toHaveLength(cases.length);
	const tokens = [...new Set(simulator.calls.map(({ token }) => String(token)))];
	const text = JSON.stringify(kept);
	expect(tokens.filter((token) => text.includes(token))).toEqual([]);
	const numbers = cases.map(({ item }) => String(item.json.m));
	for (const one of matched) {
		const shown = JSON.stringify(one.json);
		const told = new Set(numbers.filter((number) => shown.includes(number)));
		expect([...told]).toEqual([numbers[itemOf(one)]]);
		expect(shown).not.toContain('evil');
	}
});

test('a cancel in n8n ends the run at once', async () => {
	const controller = new AbortController();
	await start({ latency: 300 });
	const running = run(
		{ batchSize: 1 },
		{ signal: controller.signal, onError: 'continueRegularOutput' },
	);
	while (simulator.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
	controller.abort();
	const { run: kept } = await running;
	expect(kept.status).toBe('canceled');
	// Those under way: a second allows no more.
	expect(simulator.calls.length).toBeLessThanOrEqual(50);
});

test('five executions at once, of two apps, do not mix, and keep within the limits of each', async () => {
	const executions = 5;
	// More calls for each app than a second allows.
	const rows = 150;
	const sheet = makeSheet(executions * rows);
	const hire = new Hire(sheet.people);
	const other: App = { id: 'cli_other', secret: 'secret-of-other', type: 'custom' };
	await start({ people: sheet.people, apps: [CUSTOM_APP, other] });
	const stored = ({ id, secret }: App) =>
		storedCredentials({ baseUrl: simulator.url, appId: id, appSecret: secret });
	const [one, another] = [stored(CUSTOM_APP), stored(other)] as const;
	await Promise.all(
		Array.from({ length: executions }, async (_, index) => {
			const given = sheet.cases.slice(index * rows, (index + 1) * rows);
			const result = await runNode({
				items: given.map(({ item }) => item),
				credentials: index % 2 === 0 ? one : another,
				parameters: { ...PARAMETERS, output: 'match', options: { batchSize: 5 } },
				traces: false,
			});
			expect(observed(result.matched, result.unmatched)).toEqual(
				expectedOf(given, { hire, matchBy: 'all', output: 'match' }),
			);
		}),
	);
	expect(simulator.exchanges).toHaveLength(2);
	expect(simulator.calls.length).toBeGreaterThan(100);
	expect(simulator.calls.filter(({ status }) => status !== 200)).toEqual([]);
});
