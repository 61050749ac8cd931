/**
 * Feishu's open platform as far as the node and the examples meet it: both token flows, the lookup and
 * its neighbours. A request and the time in, the reply out: it waits for nothing and has no clock.
 * `simulator.ts` is its transport over HTTP, `inProcess.ts` the one without a network. What is known of
 * the real one, and how surely: `docs/feishu-platform.md`.
 */
import type { App } from './apps';
import { LOOKUP, findEndpoint } from './endpoints';
import type { Endpoint } from './endpoints';
import { Hire } from './hire';
import { rejectApp } from './rejections';
import { rejection } from './replies';
import type { Fault, LoggedRequest, Reply } from './replies';
import { withDefaults } from './settings';
import type { FeishuSettings } from './settings';
import type { BatchGetIdRequest } from './store';
import { OWN_TENANT, TokenService, isTokenPath } from './tokens';
import type { Token } from './tokens';
import { SlidingWindows } from './windows';

export interface FeishuRequest extends Pick<LoggedRequest, 'path' | 'token' | 'body'> {
	method: string;
}

/** What becomes of a request: the reply, and how it fares on its way back. */
export interface Exchange {
	reply: Reply;
	/** For the transport to carry out; a reply that the fault brings is in `reply` already. */
	fault?: Fault;
	/** The request in the log, in which the transport records the reply once it has arrived. */
	entry: LoggedRequest;
}

export class FeishuModel {
	/** In the order in which they came. */
	readonly log: LoggedRequest[] = [];
	/** A test can change them at any time. */
	readonly settings: FeishuSettings;
	readonly tokens: TokenService;
	private readonly hires = new Map<string, Hire>();
	private readonly windows = new Map<string, SlidingWindows>();
	private tokenRequests = 0;
	private lookups = 0;
	private neighbourCalls = 0;

	constructor(settings: Partial<FeishuSettings> = {}) {
		this.settings = withDefaults(settings);
		this.tokens = new TokenService(this.settings);
		const { people, tenants } = this.settings;
		for (const [tenant, own] of Object.entries({ ...tenants, [OWN_TENANT]: people })) {
			this.hires.set(tenant, new Hire(own, this.settings));
		}
	}

	/** The lookups in the log. */
	get calls(): LoggedRequest[] {
		return this.log.filter(({ path }) => LOOKUP.path.test(path));
	}

	/** The requests for a tenant access token in the log. */
	get exchanges(): LoggedRequest[] {
		return this.log.filter(({ path }) => path.includes('/tenant_access_token'));
	}

	/** Makes all tenant access tokens given out invalid at once. */
	revokeTokens(): void {
		this.tokens.valid.clear();
	}

	/** A valid token of a self-built app, as an earlier run has left it. */
	issueToken(app: App, now: number): string {
		return this.tokens.issue(app, OWN_TENANT, now).value;
	}

	/** Answers a request that comes now; it counts from now on, even if the reply is lost. */
	respond({ method, path, token, body }: FeishuRequest, now: number): Exchange {
		const entry: LoggedRequest = { path, at: now, body, token };
		this.log.push(entry);
		const endpoint = findEndpoint(method, path);
		if (!endpoint && (method !== 'POST' || !isTokenPath(path))) {
			return { reply: this.settings.notFound, entry };
		}
		const ordered = this.orderFault(entry, endpoint);
		if (ordered?.kind === 'reply') return { reply: ordered, entry };
		const reply = endpoint ? this.call(endpoint, entry, now) : this.tokens.exchange(entry, now);
		return { reply, fault: ordered, entry };
	}

	private orderFault({ path, body }: LoggedRequest, endpoint?: Endpoint): Fault | undefined {
		const { fault, exchangeFault, neighbourFault } = this.settings;
		if (endpoint === LOOKUP) return fault?.(this.lookups++, body as BatchGetIdRequest);
		return endpoint
			? neighbourFault?.(this.neighbourCalls++, path, body)
			: exchangeFault?.(this.tokenRequests++);
	}

	/** Answers a call that needs a tenant's token, if its app may make it now. */
	private call(endpoint: Endpoint, entry: LoggedRequest, now: number): Reply {
		const { path, body } = entry;
		if (!entry.token) return rejection(400, 99991661, 'Missing access token for authorization');
		const token = this.tokens.valid.get(entry.token);
		if (!token) return rejection(400, 99991663, 'Invalid access token for authorization');
		const { app, tenant } = token;
		entry.appId = app.id;
		if (token.expiresAt <= now) return rejection(400, 99991677, 'Authentication token expired');
		const rejected = rejectApp(app, endpoint.scopes) ?? this.rejectRate(token, now, endpoint);
		if (rejected) return rejected;
		const hire = this.hires.get(tenant);
		return hire
			? endpoint.answer(hire, { path, body, app })
			: rejection(400, 10003, 'invalid tenant');
	}

	/** Every endpoint has limits of its own, for each app and tenant. */
	private rejectRate(
		{ app, tenant }: Token,
		now: number,
		{ path, windows: limits = this.settings.windows }: Endpoint,
	): Reply | undefined {
		const key = `${path.source} ${app.id} ${tenant}`;
		const windows = this.windows.get(key) ?? new SlidingWindows(limits);
		this.windows.set(key, windows);
		const wait = windows.admit(now);
		if (wait === 0) return undefined;
		return {
			...rejection(429, 99991400, 'request trigger frequency limit'),
			headers: { 'x-ogw-ratelimit-reset': String(wait / 1000) },
		};
	}
}
