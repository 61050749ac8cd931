/**
 * Runs with every fault, in a process of its own for `security.test.ts`: all that it prints is all that
 * n8n would log. The last line tells the secrets used, to look for in the rest.
 */
import { LoggerProxy } from 'n8n-workflow';

import { defined } from '../defined';
import { FAULT_REASONS, reply } from '../feishu/replies';
import { CUSTOM_APP, Simulator } from '../feishu/simulator';
import { cases, people } from '../knownSheet';
import { isFailed } from '../oracle';
import { seeded } from '../random';
import { storedCredentials } from './built';
import { runSheet } from './sheetRun';

const FAULTS = [...FAULT_REASONS.keys(), reply(400, { code: 424242, msg: 'odd' })];
const WRONG = 'a-wrong-one-4711';

async function main(): Promise<void> {
	const print = (message: string, meta?: object) => console.log(message, JSON.stringify(meta));
	LoggerProxy.init({ error: print, warn: print, info: print, debug: print });
	const random = seeded(5);
	const simulator = await Simulator.start({
		people,
		badNumbers: new Set(people.slice(0, 5).map(({ mobile }) => defined(mobile, 'mobile').number)),
		fault: (call) => {
			if (call === 30) simulator.revokeTokens();
			return random() < 0.3 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
		},
	});
	const parameters = { options: { batchSize: 20, maxTries: 1, timeout: 300 } };
	const options = { parameters, credentials: storedCredentials({ baseUrl: simulator.url }) };
	const denied = storedCredentials({ baseUrl: simulator.url, appSecret: WRONG });
	const { matched } = await runSheet(simulator, { ...options, onError: 'continueRegularOutput' });
	await runSheet(simulator, options);
	await runSheet(simulator, { ...options, credentials: denied });
	await simulator.stop();
	await runSheet(simulator, options);

	const identifiers = cases.flatMap(({ item: { json } }) => [json.m, json.e]);
	const tokens = simulator.log.map(({ token }) => token);
	const secrets = [CUSTOM_APP.secret, WRONG, ...new Set([...identifiers, ...tokens])];
	const outcome = { failed: matched.filter(isFailed).length, secrets: secrets.filter(Boolean) };
	console.log(`\nRESULT ${JSON.stringify(outcome)}`);
	process.exit(0);
}

void main();
