/** The app that the credential names: its fields, where its open platform is, and what its token belongs to. */
import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

export const CREDENTIAL_NAME = 'feishuHireApi';

/** The open platform's addresses, by the credential's Host. */
export const HOSTS = {
	feishu: 'https://open.feishu.cn',
	lark: 'https://open.larksuite.com',
} as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])\.?$/;

/** An app of the open platform, as the credential describes it. */
export interface FeishuApp {
	appType: 'custom' | 'store';
	appId: string;
	appSecret: string;
	appTicket: string;
	tenantKey: string;
	/** Where its open platform is, without a trailing slash. */
	baseUrl: string;
	/** The stored tenant access token, empty before the first exchange. */
	accessToken: string;
	/** The token key of that token. */
	issuedFor: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/**
 * Reads the credential's data, as entered and as stored, without the blanks around pasted values.
 * @throws an error for people when the Base URL is not allowed, see `parseBaseUrlOrThrow`
 */
export function readAppOrThrow(data: ICredentialDataDecryptedObject): FeishuApp {
	const host = text(data.host);
	return {
		appType: data.appType === 'store' ? 'store' : 'custom',
		appId: text(data.appId),
		appSecret: text(data.appSecret),
		appTicket: text(data.appTicket),
		tenantKey: text(data.tenantKey),
		baseUrl:
			host === 'custom'
				? parseBaseUrlOrThrow(text(data.baseUrl))
				: HOSTS[host === 'lark' ? 'lark' : 'feishu'],
		accessToken: text(data.accessToken),
		issuedFor: text(data.issuedFor),
	};
}

/**
 * Reads the address of a private deployment.
 * @throws an error for people unless it is https (or http on a loopback address), without credentials,
 * query or fragment
 */
function parseBaseUrlOrThrow(baseUrl: string): string {
	if (!URL.canParse(baseUrl)) {
		throw new Error('The Base URL of the Feishu Hire credential is not a URL');
	}
	const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(
		baseUrl,
	);
	if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
		throw new Error('The Base URL of the Feishu Hire credential must start with https://');
	}
	if (username || password || search || hash) {
		throw new Error(
			'The Base URL of the Feishu Hire credential must hold no user name, password, query or fragment',
		);
	}
	// A trailing dot names the same host, and must not have a limiter of its own.
	return `${origin.replace(/\.(?=:\d+$|$)/, '')}${withoutTrailingSlashes(pathname)}`;
}

/** A regular expression would take quadratic time over slashes in the middle. */
function withoutTrailingSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') end--;
	return path.slice(0, end);
}

const sha256 = (parts: string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The tenant that a store app's token is for; a self-built app has its own only. */
const tenantOf = ({ appType, tenantKey }: FeishuApp) => (appType === 'store' ? tenantKey : '');

/**
 * Says which app, secret, tenant and address a token was issued for. It is stored beside the token,
 * for n8n keeps the old token when the credential is edited. The ticket of a store app changes every
 * hour and is no part of it.
 */
export function tokenKey(app: FeishuApp): string {
	return sha256([app.appType, app.appId, app.appSecret, tenantOf(app), app.baseUrl]);
}

/** What has a rate limit of its own: an address, an app and a tenant. */
export const limitKey = (app: FeishuApp): string =>
	JSON.stringify([app.baseUrl, app.appId, tenantOf(app)]);

/** Whether the stored token was issued for this very app. */
export const isTokenCurrent = (app: FeishuApp): boolean =>
	app.accessToken !== '' && app.issuedFor === tokenKey(app);
