/** The first run of a process that has loaded n8n: from the end of the sheet's node to the end of this node. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/engine';
import { answer } from './child';
import { bareNode, runTimed, useEngine } from './engines';
import { REFERENCES, numberRows } from './sheet';

export interface FirstBatchInput {
	rows: number;
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** Where a bare node sends its one request, in the place of this node. */
	bareTo?: string;
}

/** Milliseconds. */
export type FirstBatchOutput = Pick<Awaited<ReturnType<typeof runTimed>>, 'took'>;

answer(async ({ rows, credentials, bareTo }: FirstBatchInput): Promise<FirstBatchOutput> => {
	await useEngine('vm');
	const { took } = await runTimed({
		node: bareTo === undefined ? undefined : bareNode(bareTo),
		items: numberRows(bareTo === undefined ? rows : 1),
		parameters: REFERENCES,
		credentials: storedCredentials(credentials),
	});
	return { took };
});
