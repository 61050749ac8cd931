/** The stored credential of n8n's server, in memory: decryption, exchange and storage as there. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import type { FeishuHireApi } from '../../../credentials/FeishuHireApi.credentials';

/**
 * Follows `credentials-helper.js` of n8n 2.41: an exchange when the expirable property is empty or
 * said to be expired; what it returns is stored and put into the data at hand.
 */
export class MemoryCredentials {
	/** How often the stored data was replaced. */
	stores = 0;

	constructor(
		readonly type: FeishuHireApi,
		public data: ICredentialDataDecryptedObject,
	) {}

	/** The stored token. */
	get token(): string {
		return String(this.data.accessToken ?? '');
	}

	/** What n8n-core asks of the server. */
	get helper(): ICredentialsHelper {
		return {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getCredentialsProperties: () => this.type.properties,
			getDecrypted: async () => ({ ...this.defaults(), ...this.data }),
			authenticate: async (
				data: ICredentialDataDecryptedObject,
				_type: string,
				options: IHttpRequestOptions,
			) => await this.type.authenticate(data, options),
			preAuthentication: async (
				helpers: IHttpRequestHelper,
				data: ICredentialDataDecryptedObject,
				_type: string,
				_node: INode,
				expired: boolean,
			) => await this.exchange(helpers, data, expired),
		} as unknown as ICredentialsHelper;
	}

	private defaults(): ICredentialDataDecryptedObject {
		return Object.fromEntries(
			this.type.properties.map((property) => [property.name, property.default as string]),
		);
	}

	private async exchange(
		helpers: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (data.accessToken !== '' && !expired) return undefined;
		const output = await this.type.preAuthentication.call(helpers, data);
		this.data = { ...this.data, ...output } as ICredentialDataDecryptedObject;
		this.stores++;
		return Object.assign(data, output);
	}
}
