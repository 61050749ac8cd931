/** The example that keeps the App Ticket of a store app fresh. */
import type { App } from '../support/feishu/simulator';
import { importExample, postJson, readExample } from './example';
import { outputOf } from './rest';
import type { Credential, Execution, SavedWorkflow } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { chain, node, OUR_CREDENTIAL, OUR_NODE, ourNode } from './workflow';

const TENANT = 'tenant_1';
const TALENT = { talentId: '700', mobile: { code: '86', number: '13800138000' } };
const VERIFICATION_TOKEN = 'token-of-the-app';
const STALE = 'code 10012';

const app: App = { id: 'cli_store', secret: 'secret-of-store', type: 'store', ticket: 'ticket-1' };

let server: Server;
let credential: Credential;
let example: SavedWorkflow;

beforeAll(async () => {
	server = await startServer({ apps: [app], tenants: { [TENANT]: [TALENT] } });
	const { rest, feishu, n8n } = server;
	credential = await rest.createCredential('Store app', OUR_CREDENTIAL, {
		appType: 'store',
		appId: app.id,
		appSecret: app.secret,
		appTicket: 'none yet',
		tenantKey: TENANT,
		host: 'custom',
		baseUrl: feishu.url,
	});
	const key = { label: 'App ticket', scopes: ['credential:update'], expiresAt: null };
	const { rawApiKey } = await rest.call<{ rawApiKey: string }>('POST', '/api-keys', key);
	const account = { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` };
	await rest.createCredential('n8n account', 'n8nApi', account);
	const body = readExample('store-app-ticket', {
		'PASTE-YOUR-VERIFICATION-TOKEN': VERIFICATION_TOKEN,
		'PASTE-THE-ID-OF-YOUR-CREDENTIAL': credential.id,
		'http://localhost:5678': n8n.url,
	});
	example = await importExample(rest, body);
	await rest.publish(example);
});

afterAll(async () => {
	await server?.stop();
});

/** Sends the workflow what Feishu would. */
const send = async (body: object) =>
	await postJson(`${server.n8n.url}/webhook/feishu-events`, body);

/** Feishu pushes a ticket, which is the only valid one from now on. */
async function push(ticket: string): Promise<number> {
	app.ticket = ticket;
	const { status } = await send(ticketEvent(ticket));
	return status;
}

const ticketEvent = (ticket: string, token = VERIFICATION_TOKEN) => ({
	ts: '1502199207.7171419',
	uuid: 'bc447199585340d1f3728d26b1c0297a',
	token,
	type: 'event_callback',
	event: { app_id: app.id, app_ticket: ticket, type: 'app_ticket' },
});

async function lookUp(): Promise<Execution> {
	const nodes = [
		node('Start', 'n8n-nodes-base.manualTrigger'),
		ourNode(credential, { mobileNumber: '13800138000' }),
	];
	return await server.rest.run(await server.rest.createWorkflow(chain('Lookup', nodes)), 'Start');
}

test("answers Feishu's check of the address, and rejects that of another app", async () => {
	const check = { challenge: 'ajls384kdjx98XX', type: 'url_verification' };
	expect(await send({ ...check, token: VERIFICATION_TOKEN })).toEqual({
		status: 200,
		body: { challenge: check.challenge },
	});
	expect((await send({ ...check, token: 'of-another-app' })).status).toBe(403);
});

test("updates the credential with a ticket that Feishu pushes, and ignores a stranger's", async () => {
	expect((await send(ticketEvent('ticket-1', 'of-another-app'))).status).toBe(403);
	expect((await lookUp()).data.resultData.error?.message).toContain(STALE);
	expect(await push('ticket-1')).toBe(200);
	expect(outputOf(await lookUp(), OUR_NODE)).toMatchObject([
		{ json: { talent_id: TALENT.talentId } },
	]);
});

test('keeps the token and all other fields when the next ticket comes', async () => {
	const before = server.feishu.exchanges.length;
	expect(await push('ticket-2')).toBe(200);
	expect((await lookUp()).status).toBe('success');
	expect(server.feishu.exchanges).toHaveLength(before);
	server.feishu.revokeTokens();
	expect((await lookUp()).status).toBe('success');
	expect(server.feishu.exchanges.length).toBeGreaterThan(before);
});

test('acknowledges any other event without a change', async () => {
	const event = { schema: '2.0', header: { token: VERIFICATION_TOKEN }, event: {} };
	expect(await send(event)).toEqual({ status: 200, body: {} });
	expect((await lookUp()).status).toBe('success');
});

test('keeps no execution that succeeds, and answers HTTP 500 when one fails', async () => {
	expect(await server.rest.listExecutions(example)).toEqual([]);
	await server.rest.call('DELETE', `/credentials/${credential.id}`);
	expect(await push('ticket-3')).toBe(500);
});
