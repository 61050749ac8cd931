/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/** Looks one candidate up at a host over TLS, whose key and certificate lie in the folder given. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { runNode, storedCredentials } from './engine';
import { PARAMETERS, makeSheet } from '../sheets';
import { Simulator } from '../simulator/simulator';

async function main(folder: string): Promise<void> {
	const { cases, people } = makeSheet(2);
	const [key, cert] = ['host.key', 'host.crt'].map((name) => readFileSync(path.join(folder, name)));
	const simulator = await Simulator.start({ people, tls: { key: key!, cert: cert! } });
	const { matched, error } = await runNode({
		items: cases.map(({ item }) => item),
		credentials: storedCredentials({ baseUrl: simulator.url }),
		parameters: { ...PARAMETERS, options: { maxTries: 1 } },
	});
	console.log(error ? error.message : `matched ${matched.length}`);
	process.exit(0);
}

void main(process.argv[2]!);
