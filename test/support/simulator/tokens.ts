/** The token endpoints: both flows, and the tokens they gave out. */
import { randomBytes } from 'node:crypto';

import type { App } from './apps';
import type { SimulatorSettings } from './settings';
import { ok, refusal } from './wire';
import type { LoggedRequest, Reply } from './wire';

/** A tenant access token. */
export interface Token {
	value: string;
	app: App;
	tenant: string;
	expiresAt: number;
}

/** The tenant of self-built apps. */
export const OWN_TENANT = '';

/** Seconds before its end from when on a token is not given out again. */
const RENEWAL = 30 * 60;

export const isTokenPath = (path: string): boolean =>
	/^\/open-apis\/auth\/v3\/(app|tenant)_access_token(\/internal)?$/.test(path);

export class TokenService {
	private readonly tokens = new Map<string, Token>();
	private readonly appTokens = new Map<string, App>();

	constructor(private readonly settings: SimulatorSettings) {}

	/** A tenant access token that was given out and not revoked; it may have expired. */
	find(value: string): Token | undefined {
		return this.tokens.get(value);
	}

	/** Makes all tenant access tokens given out invalid at once. */
	revoke(): void {
		this.tokens.clear();
	}

	/** Answers a request to one of the token endpoints. */
	exchange(entry: LoggedRequest): Reply {
		const { path } = entry;
		const body = (entry.body ?? {}) as Record<string, string>;
		if (path.endsWith('/v3/tenant_access_token')) return this.exchangeForTenant(body);
		const { app_id: id, app_secret: secret } = body;
		entry.appId = id;
		if (!id || !/^cli_\w+$/.test(id)) return refusal(200, 10003, 'invalid param');
		const type = path.endsWith('/internal') ? 'custom' : 'store';
		const app = this.settings.apps.find((one) => one.id === id && one.type === type);
		if (!app) return refusal(200, 10014, 'app id not exists');
		if (app.secret !== secret || app.enabled === false) {
			return refusal(200, 10014, 'app secret invalid');
		}
		if (type === 'store' && body.app_ticket !== app.ticket) {
			return refusal(200, 10012, 'app_ticket invalid');
		}
		if (path.includes('tenant_access_token')) return this.tenantToken(app, OWN_TENANT);
		const app_access_token = `a-${randomBytes(20).toString('hex')}`;
		this.appTokens.set(app_access_token, app);
		return ok({ app_access_token, expire: 7140 });
	}

	private exchangeForTenant({ app_access_token, tenant_key }: Record<string, string>): Reply {
		const app = this.appTokens.get(app_access_token ?? '');
		if (!app) return refusal(200, 10015, 'app access token invalid');
		if (!tenant_key || !Object.hasOwn(this.settings.tenants, tenant_key)) {
			return refusal(200, 10003, 'invalid tenant_key');
		}
		return this.tenantToken(app, tenant_key);
	}

	/** The same token while it has 30 minutes left, then a new one; both are valid. */
	private tenantToken(app: App, tenant: string): Reply {
		const now = this.settings.clock();
		const left = ({ expiresAt }: Token) => Math.floor((expiresAt - now) / 1000);
		let token = [...this.tokens.values()].findLast(
			(one) => one.app.id === app.id && one.tenant === tenant,
		);
		const renewal = Math.min(RENEWAL, this.settings.tokenLife / 4);
		if (!token || left(token) < renewal) {
			const value = `t-${randomBytes(20).toString('hex')}`;
			token = { value, app, tenant, expiresAt: now + this.settings.tokenLife * 1000 };
			this.tokens.set(value, token);
		}
		return ok({ tenant_access_token: token.value, expire: left(token) });
	}
}
