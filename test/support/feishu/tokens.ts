/** The token endpoints: both flows, and the tokens they gave out. */
import { createHash } from 'node:crypto';

import type { App } from './apps';
import type { FeishuSettings } from './settings';
import { ok, rejection } from './replies';
import type { LoggedRequest, Reply } from './replies';

/** A tenant access token. */
export interface Token {
	value: string;
	app: App;
	tenant: string;
	/** Milliseconds. */
	expiresAt: number;
}

/** The tenant of self-built apps. */
export const OWN_TENANT = '';

/** Seconds that a token lives. */
const LIFE = 7_200;
/** Seconds before its end from when on a token is not given out again. */
const RENEWAL = 1_800;

export const isTokenPath = (path: string): boolean =>
	/^\/open-apis\/auth\/v3\/(app|tenant)_access_token(\/internal)?$/.test(path);

export class TokenService {
	/** Every tenant access token that was ever given out. */
	readonly issued: string[] = [];
	/** Those that were not revoked; they may have expired. */
	readonly valid = new Map<string, Token>();
	private readonly appTokens = new Map<string, App>();

	constructor(private readonly settings: FeishuSettings) {}

	/** Answers a request to one of the token endpoints. */
	exchange(entry: LoggedRequest, now: number): Reply {
		const { path } = entry;
		const body = (entry.body ?? {}) as Record<string, string>;
		if (path.endsWith('/v3/tenant_access_token')) return this.exchangeForTenant(body, now);
		const { app_id: id, app_secret: secret } = body;
		entry.appId = id;
		if (!id || !/^cli_\w+$/.test(id)) return rejection(200, 10003, 'invalid param');
		const type = path.endsWith('/internal') ? 'custom' : 'store';
		const app = this.settings.apps.find((one) => one.id === id && one.type === type);
		if (!app) return rejection(200, 10014, 'app id not exists');
		if (app.secret !== secret || app.enabled === false) {
			return rejection(200, 10014, 'app secret invalid');
		}
		if (type === 'store' && body.app_ticket !== app.ticket) {
			return rejection(200, 10012, 'app_ticket invalid');
		}
		if (path.includes('tenant_access_token')) return this.tenantToken(app, OWN_TENANT, now);
		const app_access_token = `a-${this.mint(app, 'app', now)}`;
		this.appTokens.set(app_access_token, app);
		return ok({ app_access_token, expire: 7140 });
	}

	private exchangeForTenant(body: Record<string, string>, now: number): Reply {
		const { app_access_token, tenant_key } = body;
		const app = this.appTokens.get(app_access_token ?? '');
		if (!app) return rejection(200, 10015, 'app access token invalid');
		if (!tenant_key || !Object.hasOwn(this.settings.tenants, tenant_key)) {
			return rejection(200, 10003, 'invalid tenant_key');
		}
		return this.tenantToken(app, tenant_key, now);
	}

	/** The same token while it has 30 minutes left, then a new one; both are valid. */
	private tenantToken(app: App, tenant: string, now: number): Reply {
		const left = ({ expiresAt }: Token) => Math.floor((expiresAt - now) / 1000);
		const newest = [...this.valid.values()].findLast(
			(one) => one.app.id === app.id && one.tenant === tenant,
		);
		const token = newest && left(newest) >= RENEWAL ? newest : this.issue(app, tenant, now);
		return ok({ tenant_access_token: token.value, expire: left(token) });
	}

	/** A new token, as an earlier exchange would have brought it. */
	issue(app: App, tenant: string, now: number): Token {
		const value = `t-${this.mint(app, tenant, now)}`;
		const token = { value, app, tenant, expiresAt: now + LIFE * 1000 };
		this.valid.set(value, token);
		this.issued.push(value);
		return token;
	}

	/** Another one each time, and the same in each run. */
	private mint(app: App, purpose: string, now: number): string {
		const seed = [app.id, app.secret, purpose, now, this.issued.length, this.appTokens.size];
		return createHash('sha1').update(JSON.stringify(seed)).digest('hex');
	}
}
