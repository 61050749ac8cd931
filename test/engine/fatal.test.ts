/** Answers after which no call can succeed: the run ends, and says what to do. */
import { storedCredentials } from '../support/engine/built';
import { answered, answers, cases, outcomesOf, people } from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import type { SheetOptions } from '../support/engine/sheetRun';
import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { App, SimulatorSettings } from '../support/feishu/simulator';

/** So many calls may be under way when the answer comes. */
const UNDER_WAY = 50;

let simulator: Simulator;
afterEach(async () => await simulator.stop());

const start = async (settings: Partial<SimulatorSettings>) => {
	simulator = await Simulator.start({ people, latency: 10, ...settings });
};

/** Far more calls than can be under way at once. */
const run = async (options: SheetOptions = {}) =>
	await runSheet(simulator, { parameters: { options: { batchSize: 4 } }, ...options });

const broken: Array<[string, Partial<App>, RegExp, RegExp]> = [
	[
		'scope',
		{ scopes: [] },
		/hire:talent:readonly is missing \(code 99991672\)/,
		/Permissions & Scopes.*See https:\/\/open\.feishu\.cn\/app\/cli_custom\/auth.*Log ID: 2026\w{16}/,
	],
	[
		'IP',
		{ addressAllowed: false },
		/allow-list \(code 99991401\)/,
		/Security Settings.*Feishu saw the address 203\.0\.113\.7\. Log ID: /,
	],
	['quota', { quotaLeft: 0 }, /quota of API calls is used up \(code 99991403\)/, /next month/],
];

test.each(broken)(
	'%s, On Error = stop: one error that says what to do',
	async (_, app, message, help) => {
		await start({ apps: [{ ...CUSTOM_APP, ...app }] });
		const result = await run();
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(help);
		expect(simulator.calls.length).toBeLessThanOrEqual(UNDER_WAY);
	},
);

test.each(broken)('%s, On Error = continue: every item gets it', async (_, app, message) => {
	await start({ apps: [{ ...CUSTOM_APP, ...app }] });
	const result = await run({ onError: 'continueRegularOutput' });
	expect(outcomesOf(answered(result))).toEqual(cases.map(() => ['failed']));
	expect(result.matched.every(({ json }) => message.test(String(json.error)))).toBe(true);
	expect(simulator.calls.length).toBeLessThanOrEqual(UNDER_WAY);
});

test.each<[string, Partial<App>, string]>([
	[
		'the quota used up',
		{ quotaLeft: 30 },
		"The Feishu tenant's monthly quota of API calls is used up (code 99991403)",
	],
	['the app disabled', {}, 'The Feishu app is disabled (code 99991662)'],
])('%s during the run: answered items keep their answers', async (_, facts, message) => {
	const app = { ...CUSTOM_APP, ...facts };
	await start({
		apps: [app],
		fault: (call) => {
			if (call === 30 && app.quotaLeft === undefined) app.enabled = false;
			return undefined;
		},
	});
	const result = await run({ onError: 'continueRegularOutput' });
	const outcomes = outcomesOf(answered(result));
	const failed = outcomes.filter(([outcome]) => outcome === 'failed');
	const right = outcomesOf(answers());
	expect(outcomes).toEqual(
		outcomes.map(([outcome], row) => (outcome === 'failed' ? ['failed'] : right[row])),
	);
	expect(failed.length).toBeGreaterThan(cases.length / 2);
	expect(failed.length).toBeLessThan(cases.length - 100);
	for (const { json } of result.matched) if (!json.talent_id) expect(json.error).toBe(message);
	expect(simulator.calls.length).toBeLessThanOrEqual(30 + UNDER_WAY);
});

test('a wrong secret: at once, with the code, and no other exchange', async () => {
	await start({});
	const credentials = storedCredentials({ baseUrl: simulator.url, appSecret: 'wrong-secret' });
	const result = await run({ credentials });
	expect(result.error?.message).toMatch(
		/^Feishu does not accept this App ID and App Secret.*\(code 10014\)$/,
	);
	expect(JSON.stringify(result.run)).not.toContain('wrong-secret');
	expect(simulator.exchanges).toHaveLength(1);
	expect(simulator.calls).toHaveLength(0);
});
