/** The model of Feishu as a server on loopback. */
import type { ServerResponse } from 'node:http';

import { serve } from '../serve';
import type { Asked, TestServer } from '../serve';
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
	tls?: { key: Buffer; cert: Buffer };
}

export class Simulator extends FeishuModel {
	private replies = 0;

	private constructor(
		private readonly given: Partial<SimulatorSettings>,
		private readonly server: TestServer,
	) {
		super(given);
	}

	/** Starts a simulator on a loopback port, a free one by default. */
	static async start(settings: Partial<SimulatorSettings> = {}, port = 0): Promise<Simulator> {
		const { tls } = settings;
		const server = await serve((...request) => void simulator.handle(...request), { port, tls });
		const simulator = new Simulator(settings, server);
		return simulator;
	}

	get url(): string {
		return this.server.url;
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}

	private async handle(response: ServerResponse, asked: Asked): Promise<void> {
		const { clock = Date.now } = this.given;
		const { method = '', path, authorization = '', body } = asked;
		const exchange = this.respond(
			{
				method,
				path: path.replace(/\?.*$/, ''),
				token: /^Bearer (.+)$/.exec(authorization)?.[1],
				body: parse(body),
			},
			clock(),
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
