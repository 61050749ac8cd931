/** The first run of a process that has loaded n8n: from the end of the sheet's node to the end of this node. */
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';

import { storedCredentials } from '../../test/support/engine/engine';
import { answer } from './child';
import { bareNode, runTimed, useEngine } from './engines';
import { REFERENCES } from './sheet';

export interface FirstBatchInput {
	items: INodeExecutionData[];
	/** With a stored token. */
	credentials: ICredentialDataDecryptedObject;
	/** Where a bare node sends its one request, in the place of this node. */
	bareTo?: string;
}

export interface FirstBatchOutput {
	/** Milliseconds. */
	took: number;
}

answer(async ({ items, credentials, bareTo }: FirstBatchInput): Promise<FirstBatchOutput> => {
	await useEngine('vm');
	const { took } = await runTimed({
		node: bareTo === undefined ? undefined : bareNode(bareTo),
		items: bareTo === undefined ? items : items.slice(0, 1),
		parameters: REFERENCES,
		credentials: storedCredentials(credentials),
	});
	return { took };
});
