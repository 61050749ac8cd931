/** Runs with every fault. */
import { defined } from '../defined';
import { storedCredentials } from './built';
import { runNode } from './engine';
import { seeded } from '../random';
import { itemOf } from '../oracle';
import { PARAMETERS, makeSheet } from '../sheets';
import { CUSTOM_APP, Simulator } from '../feishu/simulator';
import type { Fault } from '../feishu/simulator';

const FAULTS: Fault[] = [
	{ kind: 'reset' },
	{ kind: 'silence' },
	{ kind: 'truncate' },
	{ kind: 'reply', status: 502, body: '<html></html>' },
	{ kind: 'reply', status: 400, body: { code: 424242, msg: 'odd' } },
];

const WRONG = 'a-wrong-one-4711';

/** What the runs used and told. */
interface FaultyRuns {
	/** The identifiers, the app's secrets and the tokens. */
	secrets: string[];
	/** How many items failed. */
	failed: number;
	hints: string;
	/** Identifiers told by the items of others. */
	foreign: string[];
}

export async function runWithFaults(): Promise<FaultyRuns> {
	const { cases, people } = makeSheet(400);
	const random = seeded(5);
	const badNumbers = new Set(
		people.slice(0, 5).map(({ mobile }) => defined(mobile, 'mobile').number),
	);
	const simulator = await Simulator.start({
		people,
		badNumbers,
		fault: (call) => {
			if (call === 30) simulator.revokeTokens();
			return random() < 0.3 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
		},
	});
	const credentials = storedCredentials({ baseUrl: simulator.url });
	const options = {
		items: cases.map(({ item }) => item),
		credentials,
		parameters: { ...PARAMETERS, options: { batchSize: 20, maxTries: 1, timeout: 300 } },
		traces: false,
	};
	const run = await runNode({ ...options, onError: 'continueRegularOutput' });
	const stopped = await runNode(options);
	const denied = storedCredentials({ baseUrl: simulator.url, appSecret: WRONG });
	await runNode({ ...options, credentials: denied });
	await simulator.stop();
	await runNode(options);

	const identifiers = cases.flatMap(({ item: { json } }) =>
		[json.m, json.e].filter(Boolean).map(String),
	);
	const failed = run.matched.filter(({ json }) => json.error);
	const foreign = failed.flatMap((one) => {
		const own = defined(cases[itemOf(one)], 'row').item.json;
		const text = JSON.stringify(one.json);
		return identifiers.filter((id) => text.includes(id) && id !== own.m && id !== own.e);
	});
	return {
		secrets: [
			...new Set(identifiers),
			CUSTOM_APP.secret,
			WRONG,
			...new Set(simulator.log.flatMap(({ token }) => token ?? [])),
		],
		failed: failed.length,
		hints: JSON.stringify([run.hints, stopped.hints]),
		foreign,
	};
}
