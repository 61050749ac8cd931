/** The token exchange: an app's credentials for a tenant access token, by the open platform's token endpoints. */
import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import {
	EXCHANGE_PATHS,
	TokenExchangeError,
	describeNetworkCode,
	isCertificateCode,
	resolveBaseUrl,
} from './feishuApp';
import type { FeishuCredentials } from './feishuApp';

/** What the token endpoints say of bad credentials; always with HTTP 200. */
export const REFUSALS = new Map<number, string>([
	[10003, 'Feishu does not know this App ID: copy it again from the developer console (cli_…)'],
	[
		10014,
		'Feishu does not accept this App ID and App Secret, or the app is disabled: copy both again from Credentials & Basic Info in the developer console',
	],
	[
		10012,
		'The App Ticket is stale: Feishu pushes a new one to the store app every hour, and the credential needs the newest',
	],
]);

/** What they say of the tenant, once the app was accepted. */
const TENANT_REFUSALS = new Map<number, string>([
	[10003, 'Feishu does not accept this Tenant Key: it must be of a tenant with the app installed'],
]);

/** Internal errors of Feishu; 99991400 is its rate limit. Another try may succeed. */
const TRANSIENT_CODES = [2200, 5000, 1500, 1663, 1668, 10101, 99991400];

/** What is said where Feishu gives no reason. */
export const REFUSED = 'Feishu did not give out a token for these credentials';

const EXCHANGE_TIMEOUT = 30_000;

/** The error thrown keeps the request with the secret in it: only its code goes on. */
function failUnreached(url: string, error: unknown): never {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	const reason = typeof code === 'string' ? ` (${describeNetworkCode(code)})` : '';
	throw new TokenExchangeError(
		`Feishu's token service could not be reached at ${new URL(url).origin}${reason}: check Host and the network of this n8n`,
		typeof code !== 'string' || !isCertificateCode(code),
	);
}

/** What n8n's HTTP helper returns; the body is parsed where it is JSON. */
interface HttpReply {
	statusCode: number;
	body: unknown;
}

/** One request to a token endpoint, answered by its token. */
async function requestToken(
	{ helpers }: IHttpRequestHelper,
	url: string,
	body: IDataObject,
	field: 'app_access_token' | 'tenant_access_token',
	refusals = REFUSALS,
): Promise<string> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		body,
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: EXCHANGE_TIMEOUT,
	};
	const reply = (await helpers
		.httpRequest(options)
		.catch((error: unknown) => failUnreached(url, error))) as HttpReply;
	const { statusCode } = reply;
	const answer: Record<string, unknown> = typeof reply.body === 'object' ? { ...reply.body } : {};
	const { code, [field]: token } = answer;
	if (code === 0 && typeof token === 'string' && token !== '') return token;
	if (typeof code === 'number' && code !== 0) {
		const message = refusals.get(code) ?? REFUSED;
		throw new TokenExchangeError(
			`${message} (code ${code})`,
			TRANSIENT_CODES.includes(code) || statusCode >= 500,
			code,
		);
	}
	throw new TokenExchangeError(
		`There is no Feishu token service at ${new URL(url).origin} (HTTP ${statusCode}): check Host and Base URL`,
		statusCode >= 500 || statusCode === 429 || statusCode === 200,
	);
}

/**
 * Exchanges credentials for a token. Self-built apps take one request, store apps two.
 * @throws TokenExchangeError, whose text is shown to people as it is and holds no secret
 */
export async function exchangeToken(
	helper: IHttpRequestHelper,
	credentials: FeishuCredentials,
): Promise<string> {
	const base = resolveBaseUrl(credentials);
	const { appId: app_id, appSecret: app_secret, tenantKey: tenant_key } = credentials;
	if (credentials.appType === 'custom') {
		const url = base + EXCHANGE_PATHS.custom.tenant;
		return await requestToken(helper, url, { app_id, app_secret }, 'tenant_access_token');
	}
	const app_access_token = await requestToken(
		helper,
		base + EXCHANGE_PATHS.store.app,
		{ app_id, app_secret, app_ticket: credentials.appTicket },
		'app_access_token',
	);
	return await requestToken(
		helper,
		base + EXCHANGE_PATHS.store.tenant,
		{ app_access_token, tenant_key },
		'tenant_access_token',
		TENANT_REFUSALS,
	);
}
