/** One of several workers of n8n: a process with a limiter of its own, and nothing shared but the app. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { setTimeout } from 'node:timers/promises';

import { storedCredentials } from '../../test/support/engine/engine';
import { answer } from './child';
import { runTimed } from './engines';
import { ONE_PER_CALL, numberRows } from './sheet';

export interface WorkerInput {
	calls: number;
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** When all of them begin, by the clock. */
	startAt: number;
}

export interface WorkerOutput {
	/** Milliseconds. */
	took: number;
	answered: number;
}

answer(async ({ calls, credentials, startAt }: WorkerInput): Promise<WorkerOutput> => {
	const items = numberRows(calls);
	await setTimeout(Math.max(0, startAt - Date.now()));
	const { took, unmatched } = await runTimed({
		items,
		parameters: ONE_PER_CALL,
		credentials: storedCredentials(credentials),
	});
	return { took, answered: unmatched.length };
});
