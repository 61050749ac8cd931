/** The workflows in `examples`, for the tests. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import type { INode, INodeTypeDescription } from 'n8n-workflow';

import type { Rest, SavedWorkflow, WorkflowBody } from './rest';

export const EXAMPLES = path.resolve(__dirname, '../../examples');

/** The names of all examples. */
export const exampleNames = () =>
	readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json'))
		.map((file) => path.basename(file, '.json'));

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

type Listed = Pick<INodeTypeDescription, 'name' | 'version' | 'defaultVersion'>;

/** The version that n8n's editor gives to a new node of each type. */
export async function readCurrentVersions(rest: Rest): Promise<Map<string, number>> {
	const listed = (await (await rest.read('/types/nodes.json')).json()) as Listed[];
	const current = new Map<string, number>();
	for (const { name, version, defaultVersion } of listed) {
		const newest = defaultVersion ?? Math.max(...[version].flat());
		current.set(name, Math.max(newest, current.get(name) ?? 0));
	}
	return current;
}

export const NOTE = 'n8n-nodes-base.stickyNote';

interface Area {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** What a node takes of the canvas, with its name below it; no node of the examples takes more. */
export function areaOf({ type, position: [left, top], parameters }: INode): Area {
	const isNote = type === NOTE;
	const width = isNote ? Number(parameters.width) : 256;
	const height = isNote ? Number(parameters.height) : 192;
	return { left, top, right: left + width, bottom: top + height };
}

export const overlap = (a: Area, b: Area) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
