/**
 * What takes a process of its own, for `security.test.ts`: all that it prints is all that n8n would log,
 * and it trusts an authority that Node reads at its start. The last line is what came of it, and tells the
 * secrets used, to look for in the rest.
 */
import { LoggerProxy } from 'n8n-workflow';

import { defined } from '../defined';
import { runWithFaults } from './faultyRun';
import { lookUpOverTls } from './privateHost';

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
