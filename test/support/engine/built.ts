/** The node and the credential of the build, in `dist`; n8n's engine, which takes a second to load, is not needed for them. */
import path from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';
import type { BatchGetTalentId } from '../../../nodes/BatchGetTalentId/BatchGetTalentId.node';
import { credentialData } from '../feishu/apps';
import { defined } from '../defined';

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

/**
 * The stored credential of n8n's server, in memory. Follows `credentials-helper.js` of n8n 2.41: an
 * exchange when the expirable property is empty or said to be expired; what it returns is stored and
 * put into the data at hand.
 */
export class MemoryCredentials {
	/** How often the stored data was replaced. */
	stores = 0;

	constructor(
		public data: ICredentialDataDecryptedObject,
		readonly type: FeishuHireApi,
	) {}

	/** The stored token. */
	get token(): string {
		return String(this.data.accessToken ?? '');
	}

	/** What n8n-core asks of the server. */
	get helper(): ICredentialsHelper {
		const { type } = this;
		const defaults = Object.fromEntries(
			type.properties.map((property) => [property.name, property.default as string]),
		);
		const helper: Partial<ICredentialsHelper> = {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getCredentialsProperties: () => type.properties,
			getDecrypted: async () => ({ ...defaults, ...this.data }),
			authenticate: async (data, _type, options) =>
				await type.authenticate(data, options as IHttpRequestOptions),
			preAuthentication: async (helpers, data, _type, _node, expired) =>
				data.accessToken !== '' && !expired ? undefined : await this.exchange(helpers, data),
		};
		return helper as ICredentialsHelper;
	}

	private async exchange(helpers: IHttpRequestHelper, data: ICredentialDataDecryptedObject) {
		const output = await this.type.preAuthentication.call(helpers, data);
		this.data = { ...this.data, ...output } as ICredentialDataDecryptedObject;
		this.stores++;
		return Object.assign(data, output);
	}
}

/** By default of the simulator's self-built app. */
export function storedCredentials(data: ICredentialDataDecryptedObject, type = builtCredential()) {
	return new MemoryCredentials({ ...credentialData(''), ...data }, type);
}
