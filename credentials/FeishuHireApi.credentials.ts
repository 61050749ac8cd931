import type {
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, HOSTS, isTokenCurrent, readAppOrThrow, tokenKey } from './feishuApp';
import {
	CREDENTIAL_ERRORS,
	EXCHANGE_PATHS,
	NO_TOKEN,
	TokenExchangeError,
	exchangeTokenOrThrow,
	reportExchange,
} from './tokenExchange';

/** A rule of the credential test: a reply with this value is shown as this error. */
const failWhen = (
	key: string,
	value: number | undefined,
	message: string,
): IAuthenticateRuleResponseSuccessBody => ({
	type: 'responseSuccessBody',
	properties: { key, value, message },
});

// Stryker disable all: what the panel shows is data, which unit tests would only repeat.
const isStoreApp = { show: { appType: ['store'] } };

/**
 * Feishu Hire's credential: exchanges the app's id and secret for a tenant access token, which n8n
 * stores encrypted beside them, and sends it only for the app, tenant and host it was issued for.
 */
export class FeishuHireApi implements ICredentialType {
	name = CREDENTIAL_NAME;

	displayName = 'Feishu Hire API';

	icon: Icon = {
		light: 'file:../icons/feishuHire.svg',
		dark: 'file:../icons/feishuHire.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'App Type',
			name: 'appType',
			type: 'options',
			options: [
				{ name: 'Self-Built App (企业自建应用)', value: 'custom' },
				{ name: 'Store App (商店应用)', value: 'store' },
			],
			default: 'custom',
			description: 'The type of the app in the Feishu developer console',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. cli_a1b2c3d4e5f6g7h8',
			description: 'From Credentials & Basic Info (凭证与基础信息) in the Feishu developer console',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the same page as the App ID',
		},
		{
			displayName: 'App Ticket',
			name: 'appTicket',
			type: 'string',
			default: '',
			required: true,
			displayOptions: isStoreApp,
			description:
				'The newest app_ticket that Feishu pushed to the store app. It changes every hour: the example workflow store-app-ticket keeps it up to date.',
		},
		{
			displayName: 'Tenant Key',
			name: 'tenantKey',
			type: 'string',
			default: '',
			required: true,
			displayOptions: isStoreApp,
			placeholder: 'e.g. 2ed263bf32cf1651',
			description: 'The tenant that installed the store app',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'options',
			options: [
				{ name: 'Feishu (open.feishu.cn)', value: 'feishu' },
				{ name: 'Lark (open.larksuite.com)', value: 'lark' },
				{ name: 'Custom', value: 'custom' },
			],
			default: 'feishu',
			description: 'Where the open platform of your organization is',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { host: ['custom'] } },
			placeholder: 'e.g. https://open.feishu.example.com',
			description: 'The address of the open platform in a private deployment. It must be https.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Issued For',
			name: 'issuedFor',
			type: 'hidden',
			default: '',
		},
	];
	// Stryker restore all

	/**
	 * Exchanges the credentials for a token.
	 * @throws an error whose text is shown to people as it is; it holds no secret
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		try {
			const app = readAppOrThrow(data);
			const accessToken = await exchangeTokenOrThrow(this, app);
			const token = { accessToken, issuedFor: tokenKey(app) };
			reportExchange(data, token);
			return token;
		} catch (error) {
			if (error instanceof TokenExchangeError) reportExchange(data, error);
			throw error;
		}
	}

	/**
	 * Sets the bearer, if the stored token was issued for this very app; without one Feishu answers
	 * that it is missing, and it is exchanged. No redirect is followed, for it would carry the bearer
	 * along.
	 * @throws when the Base URL is not allowed
	 */
	async authenticate(
		data: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const app = readAppOrThrow(data);
		options.maxRedirects = 0;
		if (isTokenCurrent(app)) {
			options.headers = { ...options.headers, Authorization: `Bearer ${app.accessToken}` };
		}
		return options;
	}

	/**
	 * Asks for an app access token with the id and the secret themselves: a request behind the stored
	 * token would pass on a secret that was changed. Feishu answers HTTP 200 whatever they are.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: `={{ (${JSON.stringify(HOSTS)})[$credentials.host] ?? $credentials.baseUrl.trim().replace(/\\/+$/, '') }}`,
			url: `={{ $credentials.appType === 'store' ? '${EXCHANGE_PATHS.store.app}' : '${EXCHANGE_PATHS.custom.app}' }}`,
			body: {
				app_id: '={{ $credentials.appId.trim() }}',
				app_secret: '={{ $credentials.appSecret.trim() }}',
				app_ticket:
					"={{ $credentials.appType === 'store' ? $credentials.appTicket.trim() : undefined }}",
			},
			disableFollowRedirect: true,
		},
		rules: [
			...[...CREDENTIAL_ERRORS].map(([code, message]) =>
				failWhen('code', code, `${message} (code ${code})`),
			),
			failWhen('app_access_token', undefined, NO_TOKEN),
		],
	};
}
