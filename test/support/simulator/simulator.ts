/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * Feishu's open platform as far as the node meets it, on loopback: both token flows and the lookup,
 * by `docs/feishu-platform.md`. It refuses what Feishu refuses, and keeps a log.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { ONBOARDING_SCOPE } from './apps';
import { replyUnder, sendUnder } from './faults';
import { refuseApp, refuseBody } from './refusals';
import { withDefaults } from './settings';
import type { SimulatorSettings } from './settings';
import { TalentStore } from './store';
import type { BatchGetIdRequest } from './store';
import { OWN_TENANT, TokenService, isTokenPath } from './tokens';
import type { Token } from './tokens';
import { SlidingWindows } from './windows';
import { ok, parse, refusal } from './wire';
import type { LoggedRequest, Reply } from './wire';

export { CUSTOM_APP, ONBOARDING_SCOPE, TALENT_SCOPE } from './apps';
export type { App } from './apps';
export type { Fault } from './faults';
export type { SimulatorSettings } from './settings';
export type { LoggedRequest } from './wire';

const LOOKUP = '/open-apis/hire/v1/talents/batch_get_id';

export class Simulator {
	readonly log: LoggedRequest[] = [];
	readonly settings: SimulatorSettings;
	private readonly server: Server;
	private readonly stores = new Map<string, TalentStore>();
	private readonly tokens: TokenService;
	private readonly windows = new Map<string, SlidingWindows>();
	private tokenRequests = 0;
	private lookups = 0;

	private constructor(settings: Partial<SimulatorSettings>) {
		this.settings = withDefaults(settings);
		this.tokens = new TokenService(this.settings);
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
		this.tokens.revoke();
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = (request.url ?? '').replace(/\?.*$/, '');
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

		const isLookup = path === LOOKUP;
		if (request.method !== 'POST' || (!isLookup && !isTokenPath(path))) {
			response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found');
			entry.status = 404;
			return;
		}
		await (isLookup ? this.answerLookup(response, entry) : this.answerExchange(response, entry));
	}

	private async answerExchange(response: ServerResponse, entry: LoggedRequest): Promise<void> {
		const fault = this.settings.exchangeFault?.(this.tokenRequests++);
		const reply = replyUnder(fault, () => this.tokens.exchange(entry));
		await sendUnder(fault, response, entry, reply);
	}

	private async answerLookup(response: ServerResponse, entry: LoggedRequest): Promise<void> {
		const fault = this.settings.fault?.(this.lookups++, entry.body as BatchGetIdRequest);
		const { latency } = this.settings;
		// The reply is made when the call comes, and sent later: the windows count arrivals.
		const reply = replyUnder(fault, () => this.lookUp(entry));
		const wait = typeof latency === 'function' ? latency() : latency;
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		await sendUnder(fault, response, entry, reply);
	}

	private lookUp(entry: LoggedRequest): Reply {
		if (!entry.token) return refusal(400, 99991661, 'Missing access token for authorization');
		const token = this.tokens.find(entry.token);
		if (!token) return refusal(400, 99991663, 'Invalid access token for authorization');
		entry.appId = token.app.id;
		if (token.expiresAt <= this.settings.clock()) {
			return refusal(400, 99991677, 'Authentication token expired');
		}
		return (
			refuseApp(token.app) ??
			this.refuseRate(token) ??
			refuseBody(entry.body, this.settings) ??
			this.find(token, entry)
		);
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

	private find({ app, tenant }: Token, { body }: LoggedRequest): Reply {
		const withOnboarding = (app.scopes ?? [ONBOARDING_SCOPE]).includes(ONBOARDING_SCOPE);
		const store = this.stores.get(tenant) ?? new TalentStore();
		const talents = store.find(body as BatchGetIdRequest, withOnboarding);
		const list = this.settings.distort ? this.settings.distort(talents) : talents;
		return ok({ data: list === undefined ? undefined : { talent_list: list } });
	}
}
