/** What goes over the wire to Feishu, and where to. No state, no n8n context. */
import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Combination, IdentifierKind } from '../nodes/BatchGetTalentId/types';

export const CREDENTIAL_NAME = 'feishuHireApi';

/** https://open.feishu.cn/document/hire-v1/candidate-management/talent/batch_get_id */
export const BATCH_GET_ID_PATH = '/open-apis/hire/v1/talents/batch_get_id';

/** The limits of that endpoint, per app and tenant (its page), and of its lists (the official SDKs). */
export const LIMITS = { requestsPerSecond: 50, requestsPerMinute: 1000, batchSize: 100 } as const;

/** The token endpoints; see "Tokens" in Feishu's authentication guide. */
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

const HOSTS = { feishu: 'https://open.feishu.cn', lark: 'https://open.larksuite.com' } as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The credential's data, as entered and as stored. */
export interface FeishuCredentials {
	appType: 'custom' | 'store';
	appId: string;
	appSecret: string;
	appTicket: string;
	tenantKey: string;
	host: 'feishu' | 'lark' | 'custom';
	baseUrl: string;
	/** The stored tenant access token, empty before the first exchange. */
	accessToken: string;
	/** The token key of that token. */
	issuedFor: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** Reads the credential's data, with blanks around pasted values out and defaults for what is absent. */
export function readCredentials(data: ICredentialDataDecryptedObject): FeishuCredentials {
	const host = text(data.host);
	return {
		appType: data.appType === 'store' ? 'store' : 'custom',
		appId: text(data.appId),
		appSecret: text(data.appSecret),
		appTicket: text(data.appTicket),
		tenantKey: text(data.tenantKey),
		host: host === 'lark' || host === 'custom' ? host : 'feishu',
		baseUrl: text(data.baseUrl),
		accessToken: text(data.accessToken),
		issuedFor: text(data.issuedFor),
	};
}

/**
 * Says what is wrong with the address of the open platform, if anything: a custom one must be https
 * (http on a loopback address), without credentials, query or fragment.
 */
function findBaseUrlProblem({ host, baseUrl }: FeishuCredentials): string | undefined {
	if (host !== 'custom') return undefined;
	if (!URL.canParse(baseUrl)) return 'The Base URL of the Feishu Hire credential is not a URL';
	const { protocol, hostname, username, password, search, hash } = new URL(baseUrl);
	if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
		return 'The Base URL of the Feishu Hire credential must start with https://';
	}
	if (username || password || search || hash) {
		return 'The Base URL of the Feishu Hire credential must hold no user name, password, query or fragment';
	}
	return undefined;
}

/**
 * The address calls go to, without a trailing slash.
 * @throws an error for people when `findBaseUrlProblem` finds one
 */
export function resolveBaseUrl(credentials: FeishuCredentials): string {
	const { host, baseUrl } = credentials;
	if (host !== 'custom') return HOSTS[host];
	const problem = findBaseUrlProblem(credentials);
	if (problem !== undefined) throw new Error(problem);
	const { origin, pathname } = new URL(baseUrl);
	return `${origin}${pathname.replace(/\/+$/, '')}`;
}

const sha256 = (parts: string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * Tells which app, secret, tenant and host a token was issued for. Stored beside the token, for n8n
 * keeps the old one when the credential is edited. The ticket of a store app changes every hour
 * and is no part of it.
 */
export function tokenKey(credentials: FeishuCredentials): string {
	const { appType, appId, appSecret, tenantKey } = credentials;
	const tenant = appType === 'store' ? tenantKey : '';
	return sha256([appType, appId, appSecret, tenant, resolveBaseUrl(credentials)]);
}

/** What shares a rate limit: base URL, app and tenant. */
export function limitKey(credentials: FeishuCredentials): string {
	const { appType, appId, tenantKey } = credentials;
	return JSON.stringify([resolveBaseUrl(credentials), appId, appType === 'store' ? tenantKey : '']);
}

/** Whether the stored token was issued for these very credentials. */
export const hasOwnToken = (credentials: FeishuCredentials): boolean =>
	credentials.accessToken !== '' && credentials.issuedFor === tokenKey(credentials);

/** Network codes in words: n8n replaces a message that holds a code by one of its own. */
const NETWORK_REASONS: Record<string, string> = {
	EAI_AGAIN: 'host name not resolved',
	ECONNABORTED: 'no reply in time',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection closed',
	EHOSTUNREACH: 'no way to the host',
	ENOTFOUND: 'unknown host name',
	ETIMEDOUT: 'no reply in time',
};

/** Whether a network code says that the host's certificate is not trusted. */
export const isCertificateCode = (code: string): boolean =>
	/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code);

/** Says why a request did not get through, given the network's code, e.g. `ECONNRESET`. */
export const describeNetworkCode = (code: string): string =>
	isCertificateCode(code)
		? 'its certificate is not trusted; for an authority of your own start n8n with NODE_EXTRA_CA_CERTS'
		: (NETWORK_REASONS[code] ?? code);

const EXCHANGE_ERROR = 'FeishuTokenExchangeError';

/**
 * A token exchange that failed, in our own words. n8n wraps it, and the credential is another bundle
 * than the node: `findExchangeError` finds it again.
 */
export class TokenExchangeError extends Error {
	override readonly name = EXCHANGE_ERROR;

	constructor(
		message: string,
		/** Another try may succeed. */
		readonly transient: boolean,
		/** Feishu's code; not named `code`, which n8n's credential test would show for the message. */
		readonly feishuCode?: number,
	) {
		super(message);
	}
}

/** Symbol.for: the credential and the node are bundled apart, and must name the same property. */
const FAILED_EXCHANGE = Symbol.for('feishuHire.exchangeError');

/**
 * Leaves the exchange's error with the credential's data, for n8n loses an error's cause from
 * n8n-workflow 1.99 to 2.33. Not enumerable: n8n neither copies nor stores it.
 */
export function keepExchangeError(data: ICredentialDataDecryptedObject, error: unknown): void {
	Object.defineProperty(data, FAILED_EXCHANGE, { value: error, configurable: true });
}

/** The token exchange's error within what n8n's HTTP helper threw, or left with the data. */
export function findExchangeError(
	error: unknown,
	data: ICredentialDataDecryptedObject = {},
): TokenExchangeError | undefined {
	const kept = (data as { [FAILED_EXCHANGE]?: unknown })[FAILED_EXCHANGE];
	if (kept instanceof Error && kept.name === EXCHANGE_ERROR) return kept as TokenExchangeError;
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause.name === EXCHANGE_ERROR) return cause as TokenExchangeError;
	}
	return undefined;
}

/** The body of one call (its page names the fields). */
export interface BatchGetIdBody {
	mobile_code?: string;
	mobile_number_list?: string[];
	email_list?: string[];
	identification_type?: number;
	identification_number_list?: string[];
}

/** The body that asks combinations of one group: each value once, one code and type for all. */
export function toBody(combinations: Combination[]): BatchGetIdBody {
	const kinds = combinations[0]?.identifiers ?? [];
	const lists = kinds.map(({ kind, qualifier }, place) => {
		const values = new Map<string, string>();
		for (const { identifiers } of combinations) {
			const identifier = identifiers[place];
			if (identifier) values.set(identifier.key, identifier.value);
		}
		return listOf(kind, qualifier, [...values.values()]);
	});
	return lists.reduce((body, list) => ({ ...body, ...list }), {});
}

function listOf(kind: IdentifierKind, qualifier: string, values: string[]): BatchGetIdBody {
	switch (kind) {
		case 'mobile_number':
			return { mobile_code: qualifier, mobile_number_list: values };
		case 'email':
			return { email_list: values };
		case 'identification_number':
			return { identification_type: Number(qualifier), identification_number_list: values };
	}
}
