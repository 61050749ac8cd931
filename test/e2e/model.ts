/** A language model for the tests, on loopback, in the words of OpenAI's chat completions. */
import { replyJson, serve } from '../support/serve';

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

export type Model = Awaited<ReturnType<typeof startModel>>;

/** Calls the first tool with what it is told as the arguments, and says what that tool gave, word for word. */
export async function startModel() {
	let offered: OfferedTool[] = [];
	const { url, stop } = await serve((response, { body }) => {
		const { messages, tools } = JSON.parse(body) as CompletionRequest;
		offered = tools.map((tool) => tool.function);
		const { role, content } = messages.at(-1) ?? { role: 'user', content: '{}' };
		const call = { name: offered[0]?.name, arguments: content };
		const tool_calls = [{ id: 'call_1', type: 'function', function: call }];
		const choice =
			role === 'tool'
				? { finish_reason: 'stop', message: { role: 'assistant', content } }
				: {
						finish_reason: 'tool_calls',
						message: { role: 'assistant', content: null, tool_calls },
					};
		replyJson(response, 200, {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 0,
			model: 'stand-in',
			choices: [{ index: 0, ...choice }],
			usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
		});
	});
	return {
		/** The base URL for n8n's OpenAI credential. */
		url: `${url}/v1`,
		/** The tools of the last request. */
		offered: () => offered,
		stop,
	};
}
