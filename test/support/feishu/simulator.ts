/** The model of Feishu as a server on loopback. */
import type { ServerResponse } from 'node:http';
import { jsonParse } from 'n8n-workflow';

import { serve } from '../serve';
import type { Asked, TestServer } from '../serve';
import { LOOKUP } from './endpoints';
import { FeishuModel } from './model';
import type { Exchange } from './model';
import { TRICKLE_PIECES, record, textOf } from './replies';
import type { Reply } from './replies';
import type { FeishuSettings } from './settings';

export { CUSTOM_APP, ONBOARDING_SCOPE, STORE_APP, TALENT_SCOPE } from './apps';
export type { App } from './apps';
export type { Fault, LoggedRequest } from './replies';

/** What is set of the transport comes on top. */
export interface SimulatorSettings extends FeishuSettings {
	/** Milliseconds until a lookup is answered. */
	latency?: number | (() => number);
	clock?: () => number;
	tls?: { key: Buffer; cert: Buffer };
}

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

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
		const { clock = Date.now, latency = 0 } = this.given;
		const { method = '', authorization = '' } = asked;
		const path = asked.path.replace(/\?.*$/, '');
		const body = jsonParse<unknown>(asked.body, { fallbackValue: null });
		const token = /^Bearer (.+)$/.exec(authorization)?.[1];
		const exchange = this.respond({ method, path, token, body }, clock());
		const delayMs = typeof latency === 'function' ? latency() : latency;
		if (LOOKUP.path.test(path) && delayMs > 0) await sleep(delayMs);
		await this.send(response, exchange);
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
				this.writeHead(response, reply);
				for (const piece of piecesOf(whole)) {
					response.write(piece);
					await sleep(fault.pause);
				}
				response.end();
				break;
			default:
				this.writeHead(response, reply).end(whole);
		}
		record(entry, reply);
	}

	private writeHead(response: ServerResponse, reply: Reply): ServerResponse {
		const count = (++this.replies).toString(16).toUpperCase().padStart(16, '0');
		return response.writeHead(reply.status, {
			'Content-Type':
				typeof reply.body === 'string' ? 'text/html' : 'application/json; charset=utf-8',
			'X-Tt-Logid': `2026${count}`,
			...reply.headers,
		});
	}
}

/** A text in the pieces in which it trickles. */
const piecesOf = (whole: string): string[] =>
	whole.match(new RegExp(`.{1,${Math.ceil(whole.length / TRICKLE_PIECES)}}`, 'gs')) ?? [];
