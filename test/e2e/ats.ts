/** The user's own system behind the examples, on loopback: candidates are read from it and created in it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export class Ats {
	/** What was asked to be created, in the order it came. */
	readonly created: unknown[] = [];
	/** The header of the last request. */
	authorization?: string;

	private constructor(private readonly server: Server) {}

	/** Starts it with the candidates it has. */
	static async start(candidates: object[]): Promise<Ats> {
		const server = createServer();
		const ats = new Ats(server);
		server.on('request', async (request, response) => {
			ats.authorization = request.headers.authorization;
			if (request.method === 'POST') ats.created.push(await json(request));
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(request.method === 'POST' ? {} : { candidates }));
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return ats;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
