/** A language model for the tests, on loopback, in the words of OpenAI's chat completions. */
import { replyJson, serve } from '../support/serve';
import type { TestServer } from '../support/serve';

/** A tool as n8n offers it to the model. */
interface OfferedTool {
	name: string;
	description: string;
	/** A JSON schema of the arguments. */
	parameters: { properties: Record<string, object>; required?: string[] };
}

interface CompletionRequest {
	messages: Array<{ role: 'system' | 'user' | 'assistant' | 'tool'; content: string }>;
	tools: Array<{ function: OfferedTool }>;
}

/** Calls the first tool with what it is told as the arguments, and says what that tool gave, word for word. */
export class Model {
	private constructor(private readonly server: TestServer) {}

	static async start(): Promise<Model> {
		const server = await serve((response, { body }) => {
			replyJson(response, 200, complete(JSON.parse(body) as CompletionRequest));
		});
		return new Model(server);
	}

	/** The base URL for n8n's OpenAI credential. */
	get url(): string {
		return `${this.server.url}/v1`;
	}

	/** The tools of the last request. */
	get offered(): OfferedTool[] {
		const { tools } = JSON.parse(this.server.asked.at(-1)?.body ?? '') as CompletionRequest;
		return tools.map((tool) => tool.function);
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}
}

function complete({ messages, tools }: CompletionRequest): object {
	const { role, content } = messages.at(-1) ?? { role: 'user', content: '{}' };
	const call = { name: tools[0]?.function.name, arguments: content };
	const choice =
		role === 'tool'
			? { finish_reason: 'stop', message: { role: 'assistant', content } }
			: {
					finish_reason: 'tool_calls',
					message: {
						role: 'assistant',
						content: null,
						tool_calls: [{ id: 'call_1', type: 'function', function: call }],
					},
				};
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [{ index: 0, ...choice }],
		usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
	};
}
