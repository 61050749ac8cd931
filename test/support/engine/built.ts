/** The node and the credential of the build, in `dist`; n8n's engine, which takes a second to load, is not needed for them. */
import path from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import type { BatchGetTalentId } from '../../../nodes/BatchGetTalentId/BatchGetTalentId.node';
import { defined } from '../defined';
import { MemoryCredentials } from './credentials';

const ROOT = path.resolve(__dirname, '../../..');

/** Loads a class of the build, as n8n loads it. */
function loadBuilt<T>(file: string, name: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const module = require(path.join(ROOT, 'dist', file)) as Record<string, new () => T>;
	return new (defined(module[name], name))();
}

export const builtNode = (): BatchGetTalentId =>
	loadBuilt('nodes/BatchGetTalentId/BatchGetTalentId.node.js', 'BatchGetTalentId');

export const builtCredential = (): FeishuHireApi =>
	loadBuilt('credentials/FeishuHireApi.credentials.js', 'FeishuHireApi');

/** A stored credential of the built type; by default of the simulator's self-built app. */
export const storedCredentials = (data: ICredentialDataDecryptedObject): MemoryCredentials =>
	new MemoryCredentials(builtCredential(), {
		appType: 'custom',
		appId: 'cli_custom',
		appSecret: 'secret-of-custom',
		host: 'custom',
		...data,
	});
