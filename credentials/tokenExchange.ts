/** The token exchange: an app's credentials for a tenant access token, by the open platform's token endpoints. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { Deadline, raceAbort } from './abort';
import type { FeishuApp } from './feishuApp';
import {
	INTERNAL_ERROR_CODES,
	RATE_LIMIT_CODE,
	describeNetworkCode,
	isCertificateCode,
	isHtml,
	readCode,
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

const WRONG_APP_ID =
	'Feishu does not know this App ID: copy it again from the developer console (cli_…)';
const WRONG_SECRET =
	'Feishu does not accept this App ID and App Secret, or the app is disabled: copy both again from Credentials & Basic Info in the developer console';

/** What the token endpoints say of wrong credentials; always with HTTP 200. See docs/feishu-platform.md. */
export const CREDENTIAL_ERRORS: ReadonlyMap<number, string> = new Map([
	[10003, WRONG_APP_ID],
	[10005, WRONG_APP_ID],
	[10014, WRONG_SECRET],
	[10015, WRONG_SECRET],
	[20002, WRONG_SECRET],
	[99991543, WRONG_SECRET],
	[
		10012,
		'The App Ticket is stale: Feishu pushes a new one to the store app every hour, and the credential needs the newest',
	],
	[99991662, 'The Feishu app is disabled: enable it in the developer console'],
]);

/** What they say of the tenant, once the app was accepted. */
const TENANT_ERRORS: ReadonlyMap<number, string> = new Map([
	[10003, 'Feishu does not accept this Tenant Key: it must be of a tenant with the app installed'],
]);

/** What is said where Feishu gives no reason. */
export const NO_TOKEN = 'Feishu did not give out a token for these credentials';

const EXCHANGE_TIMEOUT_MS = 30_000;

/** A token, and the token key of the app that it was issued for. */
export interface IssuedToken {
	accessToken: string;
	issuedFor: string;
}

/** A token exchange that failed, in our own words. */
export class TokenExchangeError extends Error {
	override readonly name = 'FeishuTokenExchangeError';

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

/** What an exchange came to. */
export type ExchangeOutcome = IssuedToken | TokenExchangeError;

/** The credential and the node are two bundles: they agree on a symbol of the whole process. */
const OBSERVER = Symbol.for('n8n-nodes-feishu-hire.exchangeObserver');

/**
 * Has the node told of an exchange as soon as it ends. n8n hands the credential's data, the very
 * object, to `preAuthentication`, and wraps what is thrown there, on some versions beyond recognition
 * (n8n-workflow 1.99 to 2.33).
 */
export function observeExchange(
	data: ICredentialDataDecryptedObject,
	observer: (outcome: ExchangeOutcome) => void,
): void {
	Object.defineProperty(data, OBSERVER, { value: observer });
}

/** Tells the observer of a credential's data, if there is one. */
export function reportExchange(
	data: ICredentialDataDecryptedObject,
	outcome: ExchangeOutcome,
): void {
	const { [OBSERVER]: observer } = data as { [OBSERVER]?: (outcome: ExchangeOutcome) => void };
	observer?.(outcome);
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

/** A request that is given up after `EXCHANGE_TIMEOUT_MS`; the helper's own time-out counts idle time only. */
async function requestInTime(
	helpers: IHttpRequestHelper['helpers'],
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const deadline = new Deadline(EXCHANGE_TIMEOUT_MS);
	deadline.start();
	try {
		const response = helpers.httpRequest({ ...options, abortSignal: deadline.signal });
		return (await raceAbort(response, deadline.signal)) as IN8nHttpFullResponse;
	} finally {
		deadline.clear();
	}
}

/** Whether a reply without Feishu's code may be another the next time. */
const isTransientStatus = (status: number) =>
	status >= 500 || [200, 408, 425, 429].includes(status);

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
	const response = await requestInTime(helpers, options).catch((error: unknown) => {
		throw toExchangeError(url, error);
	});
	const { statusCode } = response;
	const reply: Record<string, unknown> =
		typeof response.body === 'object' ? { ...response.body } : {};
	const code = readCode(reply);
	const token = reply[field];
	if (code === 0 && typeof token === 'string' && token !== '') return token;
	if (code !== undefined && code !== 0) {
		throw new TokenExchangeError(
			`${errors.get(code) ?? NO_TOKEN} (code ${code})`,
			[RATE_LIMIT_CODE, ...INTERNAL_ERROR_CODES].includes(code) ||
				statusCode >= 500 ||
				(!errors.has(code) && statusCode !== 200 && isTransientStatus(statusCode)),
			code,
		);
	}
	if (isHtml(response.body)) {
		throw new TokenExchangeError(
			`A proxy, firewall or login page answered in the place of Feishu's token service at ${new URL(url).origin} (HTTP ${statusCode})`,
			isTransientStatus(statusCode),
		);
	}
	throw new TokenExchangeError(
		`There is no Feishu token service at ${new URL(url).origin} (HTTP ${statusCode}): check Host and Base URL`,
		isTransientStatus(statusCode),
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
