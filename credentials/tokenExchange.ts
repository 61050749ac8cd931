/** The token exchange: an app's credentials for a tenant access token, by the open platform's token endpoints. */
import type {
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { FeishuApp } from './feishuApp';
import {
	INTERNAL_ERROR_CODES,
	RATE_LIMIT_CODE,
	describeNetworkCode,
	isCertificateCode,
} from './openPlatform';

/** The token endpoints, by app type; see docs/feishu-platform.md. */
export const EXCHANGE_PATHS = {
	custom: {
		tenant: '/open-apis/auth/v3/tenant_access_token/internal',
		app: '/open-apis/auth/v3/app_access_token/internal',
	},
	store: {
		tenant: '/open-apis/auth/v3/tenant_access_token',
		app: '/open-apis/auth/v3/app_access_token',
	},
} as const;

/** What the token endpoints say of wrong credentials; always with HTTP 200. */
export const CREDENTIAL_ERRORS: ReadonlyMap<number, string> = new Map([
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
const TENANT_ERRORS: ReadonlyMap<number, string> = new Map([
	[10003, 'Feishu does not accept this Tenant Key: it must be of a tenant with the app installed'],
]);

/** What is said where Feishu gives no reason. */
export const NO_TOKEN = 'Feishu did not give out a token for these credentials';

const EXCHANGE_TIMEOUT_MS = 30_000;

const EXCHANGE_ERROR = 'FeishuTokenExchangeError';

/**
 * A token exchange that failed, in our own words. n8n wraps it, and the credential is another bundle
 * than the node: `findExchangeError` finds it again.
 */
export class TokenExchangeError extends Error {
	override readonly name = EXCHANGE_ERROR;

	constructor(
		message: string,
		/** Another attempt may succeed. */
		readonly transient: boolean,
		/** Feishu's code; not named `code`, which n8n's credential test would show for the message. */
		readonly feishuCode?: number,
	) {
		super(message);
	}
}

/** The token exchange's error within what n8n's HTTP helper threw. */
export function findExchangeError(error: unknown): TokenExchangeError | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause.name === EXCHANGE_ERROR) return cause as TokenExchangeError;
	}
	return undefined;
}

/** The error thrown keeps the request with the secret in it: only its code goes on. */
function toExchangeError(url: string, error: unknown): TokenExchangeError {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	const reason = typeof code === 'string' ? ` (${describeNetworkCode(code)})` : '';
	return new TokenExchangeError(
		`Feishu's token service could not be reached at ${new URL(url).origin}${reason}: check Host and the network of this n8n`,
		typeof code !== 'string' || !isCertificateCode(code),
	);
}

/** One request to a token endpoint, answered by its token. */
async function requestToken(
	{ helpers }: IHttpRequestHelper,
	url: string,
	body: IDataObject,
	field: 'app_access_token' | 'tenant_access_token',
	errors = CREDENTIAL_ERRORS,
): Promise<string> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		body,
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: EXCHANGE_TIMEOUT_MS,
	};
	const response = (await helpers.httpRequest(options).catch((error: unknown) => {
		throw toExchangeError(url, error);
	})) as IN8nHttpFullResponse;
	const { statusCode } = response;
	const reply: Record<string, unknown> =
		typeof response.body === 'object' ? { ...response.body } : {};
	const { code, [field]: token } = reply;
	if (code === 0 && typeof token === 'string' && token !== '') return token;
	if (typeof code === 'number' && code !== 0) {
		throw new TokenExchangeError(
			`${errors.get(code) ?? NO_TOKEN} (code ${code})`,
			code === RATE_LIMIT_CODE || INTERNAL_ERROR_CODES.includes(code) || statusCode >= 500,
			code,
		);
	}
	throw new TokenExchangeError(
		`There is no Feishu token service at ${new URL(url).origin} (HTTP ${statusCode}): check Host and Base URL`,
		statusCode >= 500 || statusCode === 429 || statusCode === 200,
	);
}

/**
 * Exchanges an app's credentials for a tenant access token. Self-built apps take one request, store
 * apps two.
 * @throws TokenExchangeError, whose text is shown to people as it is and holds no secret
 */
export async function exchangeTokenOrThrow(
	helper: IHttpRequestHelper,
	app: FeishuApp,
): Promise<string> {
	const { baseUrl, appId: app_id, appSecret: app_secret, tenantKey: tenant_key } = app;
	if (app.appType === 'custom') {
		const url = baseUrl + EXCHANGE_PATHS.custom.tenant;
		return await requestToken(helper, url, { app_id, app_secret }, 'tenant_access_token');
	}
	const app_access_token = await requestToken(
		helper,
		baseUrl + EXCHANGE_PATHS.store.app,
		{ app_id, app_secret, app_ticket: app.appTicket },
		'app_access_token',
	);
	return await requestToken(
		helper,
		baseUrl + EXCHANGE_PATHS.store.tenant,
		{ app_access_token, tenant_key },
		'tenant_access_token',
		TENANT_ERRORS,
	);
}
