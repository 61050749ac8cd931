/** A lookup over HTTP: Webhook, our node, Respond to Webhook, under load. */
import type { INode } from 'n8n-workflow';

import { isInHire, numberOf, peopleInHire, talentIdOf } from '../support/sheets';
import { peak } from '../support/feishu/windows';
import type { Credential, WorkflowBody } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { node, OUR_NODE, ourNode, to, webhook } from './workflow';

const CLIENTS = 50;
const SECONDS = 30;

const PEOPLE = 10_000;

const respond = (name: string, body: string) =>
	node(
		name,
		'n8n-nodes-base.respondToWebhook',
		{ respondWith: 'json', responseBody: body },
		{ typeVersion: 1.5 },
	);

const lookup = (
	path: string,
	credential: Credential,
	options: INode['parameters'],
): WorkflowBody => ({
	name: path,
	nodes: [
		webhook(path, { responseMode: 'responseNode' }),
		ourNode(credential, { mobileNumber: '={{ $json.body.mobile }}', options }),
		respond('Known', '={{ { talent: $json.talent_id, mobile: $json.mobile_number } }}'),
		respond('Unknown', '={{ { talent: null, mobile: $json.body.mobile } }}'),
	],
	connections: {
		Webhook: { main: [to(OUR_NODE)] },
		[OUR_NODE]: { main: [to('Known'), to('Unknown')] },
	},
	settings: { executionOrder: 'v1' },
});

let server: Server;

beforeAll(async () => {
	server = await startServer({ people: peopleInHire(PEOPLE) });
});

afterAll(async () => {
	await server?.stop();
});

/** What a person's lookup was answered, and after how many milliseconds. */
interface Answer {
	person: number;
	status: number;
	text: string;
	took: number;
}

async function ask(path: string, person: number): Promise<Answer> {
	const start = performance.now();
	const response = await fetch(`${server.n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ mobile: numberOf(person) }),
	});
	const text = await response.text();
	return { person, status: response.status, text, took: performance.now() - start };
}

/** Publishes the lookup with options of our node, and has all clients ask it, each for `seconds`. */
async function load(
	path: string,
	seconds: number,
	options: INode['parameters'],
): Promise<Answer[]> {
	const { rest, credential, feishu } = server;
	await rest.publish(await rest.createWorkflow(lookup(path, credential, options)));
	feishu.log.length = 0;
	const answers: Answer[] = [];
	const end = Date.now() + seconds * 1_000;
	let next = 0;
	const client = async () => {
		do answers.push(await ask(path, next++));
		while (Date.now() < end);
	};
	await Promise.all(Array.from({ length: CLIENTS }, client));
	return answers;
}

function expectOwnAnswers(answers: Answer[]): void {
	for (const { person, status, text } of answers) {
		expect({ status, answer: JSON.parse(text) as unknown }).toEqual({
			status: 200,
			answer: {
				talent: isInHire(person) ? talentIdOf(person) : null,
				mobile: numberOf(person),
			},
		});
	}
	expect(server.feishu.calls).toHaveLength(answers.length);
}

function expectLimits(perSecond: number, perMinute: number): void {
	const times = server.feishu.calls.map(({ at }) => at);
	expect(peak(times, 1_000)).toBeLessThanOrEqual(perSecond);
	expect(peak(times, 60_000)).toBeLessThanOrEqual(perMinute);
}

function table(answers: Answer[]): string {
	const took = answers.map((answer) => Math.round(answer.took)).sort((a, b) => a - b);
	const at = (share: number) => took[Math.ceil(took.length * share) - 1];
	return `${answers.length} lookups by ${CLIENTS} clients: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`;
}

test('keeps a limit of 5 calls a second over all executions when all clients call at once', async () => {
	const answers = await load('slow', 0, { requestsPerSecond: 5 });
	expectOwnAnswers(answers);
	expectLimits(5, CLIENTS);
	expect(server.feishu.exchanges).toHaveLength(1);
});

test('answers each of 50 clients within the limits for 30 s', async () => {
	const answers = await load('lookup', SECONDS, {});
	expectOwnAnswers(answers);
	expectLimits(50, 1_000);
	expect(server.feishu.exchanges).toHaveLength(0);
	console.log(table(answers));
});
