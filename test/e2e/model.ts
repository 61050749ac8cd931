/** A language model for the tests, on loopback, in the words of OpenAI's chat completions. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string;
}

/** A tool as n8n offers it to the model. */
export interface OfferedTool {
	name: string;
	description: string;
	/** A JSON schema of the arguments. */
	parameters: { properties: Record<string, object>; required?: string[] };
}

interface CompletionRequest {
	messages: Message[];
	tools: Array<{ function: OfferedTool }>;
}

/** Calls the first tool with what it is told as the arguments, and says what that tool gave, word for word. */
export class Model {
	/** The tools of the last request. */
	offered: OfferedTool[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Model> {
		const server = createServer();
		const model = new Model(server);
		server.on('request', async (request, response) => {
			const body = JSON.parse(await text(request)) as CompletionRequest;
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(model.complete(body)));
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return model;
	}

	/** The base URL for n8n's OpenAI credential. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private complete({ messages, tools }: CompletionRequest): object {
		this.offered = tools.map((tool) => tool.function);
		const { role, content } = messages.at(-1) ?? { role: 'user', content: '{}' };
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 0,
			model: 'stand-in',
			choices: [
				{
					index: 0,
					...(role === 'tool'
						? { finish_reason: 'stop', message: { role: 'assistant', content } }
						: { finish_reason: 'tool_calls', message: this.callTool(content) }),
				},
			],
			usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
		};
	}

	private callTool(told: string): object {
		const call = { name: this.offered[0]?.name, arguments: told };
		return {
			role: 'assistant',
			content: null,
			tool_calls: [{ id: 'call_1', type: 'function', function: call }],
		};
	}
}
