/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * Feishu's open platform as far as the node meets it, on loopback: both token flows and the lookup,
 * by `reference/feishu-platform.md`. It refuses what Feishu refuses, and keeps a log.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { FEISHU_WINDOWS, SlidingWindows } from './windows';
import type { Window } from './windows';
import { TalentStore } from './store';
import type { BatchGetIdRequest, Person } from './store';

/** An app of the developer console. */
export interface App {
	id: string;
	secret: string;
	type: 'custom' | 'store';
	/** The newest ticket of a store app. */
	ticket?: string;
	enabled?: boolean;
	scopes?: string[];
	/** Whether the caller's address is on the allow-list. */
	addressAllowed?: boolean;
	quotaLeft?: number;
}

/** What a test makes of a call instead of its honest reply. */
export interface Fault {
	kind: 'reset' | 'silence' | 'reply' | 'truncate' | 'trickle';
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** For `trickle`: milliseconds between pieces of the honest reply. */
	pause?: number;
}

/** A request as it came, for tests to read. */
export interface LoggedRequest {
	path: string;
	/** When it came, by the simulator's clock. */
	at: number;
	appId?: string;
	body: unknown;
	token?: string;
	/** The reply; absent while under way and when it was cut. */
	status?: number;
	code?: number;
}

export interface SimulatorSettings {
	people: Person[];
	apps: App[];
	/** Tenants that installed the store apps, with their talents. */
	tenants: Record<string, Person[]>;
	/** Seconds a token lives; Feishu's is two hours. */
	tokenLife: number;
	windows: Window[];
	/** Milliseconds until a lookup is answered. */
	latency: number | (() => number);
	/** Asked for each lookup, counted from 0, before it is answered. */
	fault?: (call: number, body: BatchGetIdRequest) => Fault | undefined;
	/** Numbers refused with 1002009, besides those that are no numbers. */
	badNumbers: Set<string>;
	/** Identification numbers refused with 1002002. */
	badIdentificationNumbers: Set<string>;
	/** Changes an honest `talent_list`. */
	distort?: (talents: Array<Record<string, unknown>>) => unknown;
	clock: () => number;
	/** Key and certificate, to be reached over TLS at localhost. */
	tls?: { key: Buffer; cert: Buffer };
}

interface Token {
	value: string;
	app: App;
	tenant: string;
	expiresAt: number;
}

interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

const LOOKUP = '/open-apis/hire/v1/talents/batch_get_id';
const OWN_TENANT = '';
const LONGEST_LIST = 100;
const RENEWAL = 30 * 60;

export const TALENT_SCOPE = 'hire:talent:readonly';
export const ONBOARDING_SCOPE = 'hire:talent_onboard_status:readonly';

export const CUSTOM_APP: App = { id: 'cli_custom', secret: 'secret-of-custom', type: 'custom' };

const ok = (fields: object): Reply => ({ status: 200, body: { code: 0, msg: 'ok', ...fields } });
const refusal = (status: number, code: number, msg: string, error?: object): Reply => ({
	status,
	body: { code, msg, ...(error && { error }) },
});

export class Simulator {
	readonly log: LoggedRequest[] = [];
	readonly settings: SimulatorSettings;
	private readonly server: Server;
	private readonly stores = new Map<string, TalentStore>();
	private readonly tokens = new Map<string, Token>();
	private readonly appTokens = new Map<string, App>();
	private readonly windows = new Map<string, SlidingWindows>();
	private lookups = 0;

	private constructor(settings: Partial<SimulatorSettings>) {
		this.settings = {
			people: [],
			apps: [CUSTOM_APP],
			tenants: {},
			tokenLife: 7200,
			windows: FEISHU_WINDOWS,
			latency: 0,
			badNumbers: new Set(),
			badIdentificationNumbers: new Set(),
			clock: Date.now,
			...settings,
		};
		this.stores.set(OWN_TENANT, new TalentStore(this.settings.people));
		for (const [tenant, people] of Object.entries(this.settings.tenants)) {
			this.stores.set(tenant, new TalentStore(people));
		}
		const { tls } = this.settings;
		const handle = (request: IncomingMessage, response: ServerResponse) =>
			void this.handle(request, response);
		this.server = tls ? createSecureServer(tls, handle) : createServer(handle);
		this.server.keepAliveTimeout = 1;
	}

	/** Starts a simulator on a loopback port, a free one by default. */
	static async start(settings: Partial<SimulatorSettings> = {}, port = 0): Promise<Simulator> {
		const simulator = new Simulator(settings);
		await new Promise<void>((resolve) => simulator.server.listen(port, '127.0.0.1', resolve));
		return simulator;
	}

	get url(): string {
		const { port } = this.server.address() as AddressInfo;
		return this.settings.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
	}

	/** The lookups in the log. */
	get calls(): LoggedRequest[] {
		return this.log.filter(({ path }) => path === LOOKUP);
	}

	/** The requests for a tenant access token in the log. */
	get exchanges(): LoggedRequest[] {
		return this.log.filter(({ path }) => path.includes('/tenant_access_token'));
	}

	/** Makes all tokens given out invalid at once. */
	revokeTokens(): void {
		this.tokens.clear();
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = (request.url ?? '').split('?')[0]!;
		const entry: LoggedRequest = { path, at: this.settings.clock(), body: undefined };
		this.log.push(entry);
		const chunks: Buffer[] = [];
		try {
			for await (const chunk of request) chunks.push(chunk as Buffer);
		} catch {
			return; // The caller went away.
		}
		entry.body = parse(Buffer.concat(chunks).toString());
		entry.token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];

		if (request.method !== 'POST' || !this.isKnown(path)) {
			response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found');
			entry.status = 404;
			return;
		}
		if (path !== LOOKUP) return send(response, entry, this.exchange(path, entry));
		await this.answerLookup(response, entry);
	}

	private isKnown = (path: string) =>
		path === LOOKUP || /^\/open-apis\/auth\/v3\/(app|tenant)_access_token(\/internal)?$/.test(path);

	private async answerLookup(response: ServerResponse, entry: LoggedRequest): Promise<void> {
		const fault = this.settings.fault?.(this.lookups++, entry.body as BatchGetIdRequest);
		const { latency } = this.settings;
		// The reply is made when the call comes, and sent later: the windows count arrivals.
		const reply = fault?.kind === 'reply' ? faultReply(fault) : this.lookUp(entry);
		const wait = typeof latency === 'function' ? latency() : latency;
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		switch (fault?.kind) {
			case 'reset':
				response.socket?.resetAndDestroy();
				return;
			case 'silence':
				return;
			case 'truncate': {
				const text = JSON.stringify(reply.body);
				response.writeHead(reply.status, { 'Content-Type': 'application/json' });
				response.end(text.slice(0, text.length / 2));
				return;
			}
			case 'trickle':
				await trickle(response, reply, fault.pause ?? 20);
				record(entry, reply);
				return;
			default:
				send(response, entry, reply);
		}
	}

	private exchange(path: string, entry: LoggedRequest): Reply {
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
		if (!tenant_key || !this.stores.has(tenant_key)) {
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

	private lookUp(entry: LoggedRequest): Reply {
		if (!entry.token) return refusal(400, 99991661, 'Missing access token for authorization');
		const token = this.tokens.get(entry.token);
		if (!token) return refusal(400, 99991663, 'Invalid access token for authorization');
		entry.appId = token.app.id;
		if (token.expiresAt <= this.settings.clock()) {
			return refusal(400, 99991677, 'Authentication token expired');
		}
		return (
			this.refuseApp(token.app) ??
			this.refuseRate(token) ??
			this.refuseBody(entry.body) ??
			this.find(token, entry)
		);
	}

	private refuseApp(app: App): Reply | undefined {
		const { scopes = [TALENT_SCOPE, ONBOARDING_SCOPE] } = app;
		if (app.enabled === false) return refusal(400, 99991662, 'app is disabled');
		if (app.addressAllowed === false) return refusal(403, 99991401, 'ip is denied');
		if (!scopes.includes(TALENT_SCOPE)) {
			return refusal(400, 99991672, 'Access denied. One of the following scopes is required', {
				permission_violations: [{ type: 'action_scope_required', subject: TALENT_SCOPE }],
				helps: [{ url: `https://open.feishu.cn/app/${app.id}/auth?q=${TALENT_SCOPE}` }],
				log_id: '20261122000000SCOPE',
			});
		}
		if (app.quotaLeft !== undefined && app.quotaLeft-- <= 0) {
			return refusal(403, 99991403, 'quota used up');
		}
		return undefined;
	}

	private refuseRate({ app, tenant }: Token): Reply | undefined {
		const key = `${app.id} ${tenant}`;
		const windows = this.windows.get(key) ?? new SlidingWindows(this.settings.windows);
		this.windows.set(key, windows);
		const wait = windows.admit(this.settings.clock());
		if (wait === 0) return undefined;
		return {
			...refusal(429, 99991400, 'request trigger frequency limit'),
			headers: { 'x-ogw-ratelimit-reset': String(wait / 1000) },
		};
	}

	private refuseBody(body: unknown): Reply | undefined {
		if (typeof body !== 'object' || body === null) return refusal(400, 9499, 'Bad Request');
		const request = body as BatchGetIdRequest;
		const lists = [
			request.mobile_number_list,
			request.email_list,
			request.identification_number_list,
		];
		const bad = refusal(400, 1002002, 'param is invalid', {
			field_violations: [{ field: 'list', value: lists.flat().find(Boolean) }],
		});
		for (const list of lists) {
			if (list === undefined) continue;
			if (!Array.isArray(list) || list.some((value) => typeof value !== 'string')) {
				return refusal(400, 99992402, 'field validation failed');
			}
			if (list.length > LONGEST_LIST) return bad;
		}
		const { mobile_number_list: numbers = [], identification_number_list: cards = [] } = request;
		if (numbers.some((number) => this.isBad(number))) {
			return refusal(400, 1002009, 'mobile number is invalid');
		}
		if (cards.length > 0 && !Number.isInteger(request.identification_type)) return bad;
		if (cards.some((card) => this.settings.badIdentificationNumbers.has(card))) return bad;
		return undefined;
	}

	private isBad = (number: string) =>
		!/^\d{5,}$/.test(number) || this.settings.badNumbers.has(number);

	private find({ app, tenant }: Token, { body }: LoggedRequest): Reply {
		const withOnboarding = (app.scopes ?? [ONBOARDING_SCOPE]).includes(ONBOARDING_SCOPE);
		const talents = this.stores.get(tenant)!.find(body as BatchGetIdRequest, withOnboarding);
		const list = this.settings.distort ? this.settings.distort(talents) : talents;
		return ok({ data: list === undefined ? undefined : { talent_list: list } });
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const faultReply = ({ status = 200, body, headers }: Fault): Reply => ({ status, body, headers });

function send(response: ServerResponse, entry: LoggedRequest, reply: Reply): void {
	record(entry, reply);
	const { status, body, headers } = reply;
	const isText = typeof body === 'string';
	response
		.writeHead(status, {
			'Content-Type': isText ? 'text/html' : 'application/json; charset=utf-8',
			'X-Tt-Logid': `2026${randomBytes(8).toString('hex').toUpperCase()}`,
			...headers,
		})
		.end(isText ? body : JSON.stringify(body));
}

function record(entry: LoggedRequest, { status, body }: Reply): void {
	entry.status = status;
	entry.code = (body as { code?: number } | undefined)?.code;
}

async function trickle(
	response: ServerResponse,
	{ status, body }: Reply,
	pause: number,
): Promise<void> {
	const text = JSON.stringify(body);
	response.writeHead(status, { 'Content-Type': 'application/json' });
	const size = Math.ceil(text.length / 8);
	for (let at = 0; at < text.length; at += size) {
		response.write(text.slice(at, at + size));
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
	response.end();
}
