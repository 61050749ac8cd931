/** The model of Feishu as a server on loopback. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { TRICKLE_PIECES } from './faults';
import { FeishuModel } from './model';
import type { Exchange } from './model';
import { isText, record, textOf } from './replies';
import type { Reply } from './replies';
import type { FeishuSettings } from './settings';

export { CUSTOM_APP, ONBOARDING_SCOPE, STORE_APP, TALENT_SCOPE } from './apps';
export type { App } from './apps';
export type { Fault } from './faults';
export type { LoggedRequest } from './replies';

/** What is set of the transport comes on top. */
export interface SimulatorSettings extends FeishuSettings {
	/** Milliseconds until a lookup is answered. */
	latency?: number | (() => number);
	clock?: () => number;
	/** Key and certificate, to be reached over TLS at localhost. */
	tls?: { key: Buffer; cert: Buffer };
}

export class Simulator extends FeishuModel {
	private readonly server: Server;
	private readonly clock: () => number;
	private replies = 0;

	private constructor(private readonly given: Partial<SimulatorSettings>) {
		super(given);
		this.clock = given.clock ?? Date.now;
		const handle = (request: IncomingMessage, response: ServerResponse) =>
			void this.handle(request, response);
		this.server = given.tls ? createSecureServer(given.tls, handle) : createServer(handle);
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
		return this.given.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let body: string;
		try {
			body = await text(request);
		} catch {
			return; // The caller went away.
		}
		const exchange = this.respond(
			{
				method: request.method ?? '',
				path: (request.url ?? '').replace(/\?.*$/, ''),
				token: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
				body: parse(body),
			},
			this.clock(),
		);
		if (exchange.isLookup) await this.delay();
		await this.send(response, exchange);
	}

	private async delay(): Promise<void> {
		const { latency = 0 } = this.given;
		const wait = typeof latency === 'function' ? latency() : latency;
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
	}

	/** Sends the reply as the fault has it: whole, in pieces, in part, or not at all. */
	private async send(response: ServerResponse, exchange: Exchange): Promise<void> {
		const { reply, fault, entry } = exchange;
		const whole = textOf(reply);
		switch (fault?.kind) {
			case 'reset':
				response.socket?.resetAndDestroy();
				return;
			case 'silence':
				return;
			case 'truncate':
				this.writeHead(response, reply).end(whole.slice(0, whole.length / 2));
				return;
			case 'trickle':
				await trickle(this.writeHead(response, reply), whole, fault.pause ?? 20);
				break;
			default:
				this.writeHead(response, reply).end(whole);
		}
		record(entry, reply);
	}

	private writeHead(response: ServerResponse, reply: Reply): ServerResponse {
		const count = (++this.replies).toString(16).toUpperCase().padStart(16, '0');
		return response.writeHead(reply.status, {
			'Content-Type': isText(reply) ? 'text/html' : 'application/json; charset=utf-8',
			'X-Tt-Logid': `2026${count}`,
			...reply.headers,
		});
	}
}

/** A body as JSON; nothing when it is none. */
function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

async function trickle(response: ServerResponse, whole: string, pause: number): Promise<void> {
	const size = Math.ceil(whole.length / TRICKLE_PIECES);
	for (let at = 0; at < whole.length; at += size) {
		response.write(whole.slice(at, at + size));
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
	response.end();
}
