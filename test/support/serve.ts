/** A server on loopback that answers as a test has it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
	method?: string;
	path: string;
	authorization?: string;
	body: string;
}

export interface TestServer {
	url: string;
	/** In the order in which it came. */
	asked: Asked[];
	stop(): Promise<void>;
}

const running = new Set<TestServer>();

/** Stops all servers that run; for `afterEach`. */
export async function stopAll(): Promise<void> {
	await Promise.all([...running].map(async (one) => await one.stop()));
}

/**
 * Starts a server.
 * @param port a free one by default
 * @param tls key and certificate, to be reached over TLS at localhost
 */
export async function serve(
	answer: (response: ServerResponse, asked: Asked) => void,
	{ port = 0, tls }: { port?: number; tls?: { key: Buffer; cert: Buffer } } = {},
): Promise<TestServer> {
	const asked: Asked[] = [];
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const { method, url: path = '', headers } = request;
		const body = await text(request).catch(() => undefined);
		if (body === undefined) return; // The caller went away.
		const one = { method, path, authorization: headers.authorization, body };
		asked.push(one);
		answer(response, one);
	};
	const server = tls ? createSecureServer(tls, handle) : createServer(handle);
	server.keepAliveTimeout = 1;
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const { port: given } = server.address() as AddressInfo;
	const started: TestServer = {
		url: tls ? `https://localhost:${given}` : `http://127.0.0.1:${given}`,
		asked,
		async stop() {
			running.delete(started);
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	running.add(started);
	return started;
}

export const replyJson = (response: ServerResponse, status: number, body: unknown): void => {
	response
		.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
		.end(JSON.stringify(body));
};
