/** The faults that a test can order, and how a reply goes out under one. */
import type { ServerResponse } from 'node:http';

import { record, send } from './wire';
import type { LoggedRequest, Reply } from './wire';

/** What a test makes of a request instead of its honest reply. */
export interface Fault {
	kind: 'reset' | 'silence' | 'reply' | 'truncate' | 'trickle';
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** For `trickle`: milliseconds between pieces of the honest reply. */
	pause?: number;
}

/** The reply under a fault: the one it brings itself, else the honest one, made only then. */
export function replyUnder(fault: Fault | undefined, honest: () => Reply): Reply {
	if (fault?.kind !== 'reply') return honest();
	const { status = 200, body, headers } = fault;
	return { status, body, headers };
}

/** Sends a reply as the fault has it: whole, in pieces, in part, or not at all. */
export async function sendUnder(
	fault: Fault | undefined,
	response: ServerResponse,
	entry: LoggedRequest,
	reply: Reply,
): Promise<void> {
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
