/** A server on loopback that answers as a test has it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a server was asked. */
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

export async function serve(
	answer: (response: ServerResponse, asked: Asked) => void,
): Promise<TestServer> {
	const asked: Asked[] = [];
	const server = createServer(async (request, response) => {
		const { method, url: path = '', headers } = request;
		const one = { method, path, authorization: headers.authorization, body: await text(request) };
		asked.push(one);
		answer(response, one);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

export const replyJson = (response: ServerResponse, status: number, body: unknown): void => {
	response
		.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
		.end(JSON.stringify(body));
};
