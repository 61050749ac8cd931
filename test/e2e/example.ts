/** The workflows in `examples`, for the tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Rest, SavedWorkflow, WorkflowBody } from './rest';

export const EXAMPLES = path.resolve(__dirname, '../../examples');

/** An example with its placeholders replaced; each must occur. */
export function readExample(name: string, replace: Record<string, string> = {}): WorkflowBody {
	let text = readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8');
	for (const [placeholder, value] of Object.entries(replace)) {
		if (!text.includes(placeholder)) throw new Error(`${name} has no ${placeholder}`);
		text = text.replaceAll(placeholder, value);
	}
	return JSON.parse(text) as WorkflowBody;
}

/**
 * Imports an example. Its credentials are found by their names, as n8n does for whoever imports it.
 * @throws when n8n has none of that name
 */
export async function importExample(rest: Rest, example: WorkflowBody): Promise<SavedWorkflow> {
	const workflow = await rest.createWorkflow(example);
	for (const { credentials = {} } of workflow.nodes) {
		for (const { id, name } of Object.values(credentials)) {
			if (id === null) throw new Error(`${workflow.name}: there is no credential ${name}`);
		}
	}
	return workflow;
}

/** Sends a body as JSON; an answer in JSON is read, any other is text. */
export async function postJson(url: string, body: object, headers: Record<string, string> = {}) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	// n8n calls an empty answer JSON, too.
	const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
	return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
}
