/**
 * What takes a process of its own, for `security.test.ts`: all that it prints is all that n8n would log,
 * and it trusts an authority that Node reads at its start. The last line is what came of it, and tells the
 * secrets used, to look for in the rest.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LoggerProxy } from 'n8n-workflow';

import { defined } from '../defined';
import { FAULT_REASONS, reply } from '../feishu/faults';
import { CUSTOM_APP, Simulator } from '../feishu/simulator';
import { answered, answers, cases, people } from '../knownSheet';
import { itemOf } from '../oracle';
import { seeded } from '../random';
import { storedCredentials } from './built';
import { runSheet } from './sheetRun';

const FAULTS = [...FAULT_REASONS.keys(), reply(400, { code: 424242, msg: 'odd' })];
const WRONG = 'a-wrong-one-4711';

/** The identifiers of the rows. */
const identifiers = cases.flatMap(({ item: { json } }) =>
	[json.m, json.e].filter(Boolean).map(String),
);

/** Looks the sheet up at a host over TLS, with a certificate, and says what came of it. */
async function lookUpOverTls(folder: string, certificate: string): Promise<string> {
	const read = (ending: string) => readFileSync(path.join(folder, `${certificate}.${ending}`));
	const simulator = await Simulator.start({ people, tls: { key: read('key'), cert: read('crt') } });
	const result = await runSheet(simulator, { parameters: { options: { maxTries: 1 } } });
	await simulator.stop();
	const isRight = isDeepStrictEqual(answered(result), answers());
	return result.error?.message ?? (isRight ? 'every row is right' : 'a row is wrong');
}

/** Runs with every fault; returns the secrets used, and what was told. */
async function runWithFaults() {
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
	// Known still when the simulator has stopped.
	const host = { url: simulator.url };
	const options = { parameters, credentials: storedCredentials({ baseUrl: host.url }) };
	const run = await runSheet(host, { ...options, onError: 'continueRegularOutput' });
	const stopped = await runSheet(host, options);
	const denied = storedCredentials({ baseUrl: host.url, appSecret: WRONG });
	await runSheet(host, { ...options, credentials: denied });
	await simulator.stop();
	await runSheet(host, options);

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
		/** Identifiers told by the items of others. */
		foreign,
	};
}

async function main(folder: string): Promise<void> {
	const print = (message: string, meta?: object) => console.log(message, JSON.stringify(meta));
	LoggerProxy.init({ error: print, warn: print, info: print, debug: print });
	const outcome = {
		trusted: await lookUpOverTls(folder, 'host'),
		unknown: await lookUpOverTls(folder, 'stranger'),
		...(await runWithFaults()),
	};
	console.log(`\nRESULT ${JSON.stringify(outcome)}`);
	process.exit(0);
}

void main(defined(process.argv[2], 'folder of the certificates'));
