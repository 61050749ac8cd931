/**
 * A run with every fault, in a process of its own: what it prints is all that n8n would log. The last
 * line tells the secrets it used, for `security.test.ts` to look for in the rest.
 */
import { LoggerProxy } from 'n8n-workflow';

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

async function main(): Promise<void> {
	const print = (message: string, meta?: object) => console.log(message, JSON.stringify(meta));
	LoggerProxy.init({ error: print, warn: print, info: print, debug: print });
	const { cases, people } = makeSheet(1_000);
	const random = seeded(5);
	const badNumbers = new Set(
		people.slice(0, 20).map(({ mobile }) => defined(mobile, 'mobile').number),
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
		parameters: { ...PARAMETERS, options: { batchSize: 10, maxTries: 1, timeout: 300 } },
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
	console.log(
		`\nRESULT ${JSON.stringify({
			secrets: [
				...new Set(identifiers),
				CUSTOM_APP.secret,
				WRONG,
				...new Set(simulator.log.flatMap(({ token }) => token ?? [])),
			],
			shown: failed.length,
			hints: JSON.stringify([run.hints, stopped.hints]),
			foreign,
		})}`,
	);
	process.exit(0);
}

void main();
