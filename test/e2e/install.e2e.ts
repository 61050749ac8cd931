/** The packed package in a new n8n: what n8n lists of it, and what n8n's log says of it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import codex from '../../nodes/BatchGetTalentId/BatchGetTalentId.node.json';
import { version } from '../../package.json';
import { CUSTOM_APP, credentialData } from '../support/feishu/apps';
import { startServer } from './server';
import type { Server } from './server';
import { chain, node, OUR_CREDENTIAL, OUR_NODE, OUR_TYPE, ourNode } from './workflow';

const KNOWN = '13800138000';
const UNKNOWN = '13800138001';
const REFUSED = '13800138666';
const WRONG_SECRET = 'not-the-secret-of-the-app';

let server: Server;

beforeAll(async () => {
	const people = [{ talentId: '700', mobile: { code: '86', number: KNOWN } }];
	const settings = { people, badNumbers: new Set([REFUSED]) };
	server = await startServer(settings, { N8N_LOG_FORMAT: 'json' });
});

afterAll(async () => {
	await server?.stop();
});

/** What is looked at beyond its name of an entry of n8n's lists of types, which its editor reads. */
interface Listed {
	name: string;
	codex: { alias?: string[] };
	iconUrl: { light: string; dark: string };
}

async function find(list: 'nodes' | 'credentials', name: string): Promise<Listed> {
	const all = (await (await server.rest.read(`/types/${list}.json`)).json()) as Listed[];
	const found = all.find((one) => one.name === name);
	if (!found) throw new Error(`n8n does not list ${name}`);
	return found;
}

async function expectIcons({ iconUrl }: Listed): Promise<void> {
	for (const [url, file] of [
		[iconUrl.light, 'feishuHire.svg'],
		[iconUrl.dark, 'feishuHire.dark.svg'],
	] as const) {
		const response = await server.rest.read(`/${url}`);
		expect(response.headers.get('content-type')).toContain('image/svg+xml');
		const icon = path.resolve(__dirname, '../../icons', file);
		expect(await response.text()).toBe(await readFile(icon, 'utf8'));
	}
}

describe('n8n lists', () => {
	test('the node, with icon, codex and description', async () => {
		const listed = await find('nodes', OUR_TYPE);
		expect(listed).toMatchObject({
			displayName: OUR_NODE,
			subtitle: 'Batch get talent ID',
			description: expect.stringContaining('already in Feishu Hire'),
			version: 1,
			outputNames: ['Matched', 'Unmatched'],
			codex: { categories: codex.categories, alias: codex.alias, resources: codex.resources },
			communityNodePackageVersion: version,
		});
		await expectIcons(listed);
	});

	test('the node as a tool, under AI', async () => {
		const listed = await find('nodes', `${OUR_TYPE}Tool`);
		expect(listed).toMatchObject({
			outputs: ['ai_tool'],
			codex: { categories: ['AI'] },
		});
		// n8n 1 drops those of a tool.
		expect([undefined, codex.alias]).toContainEqual(listed.codex.alias);
		await expectIcons(listed);
	});

	test('the credential type, with icon and a link to the guide', async () => {
		const listed = await find('credentials', OUR_CREDENTIAL);
		expect(listed).toMatchObject({
			displayName: 'Feishu Hire API',
			documentationUrl: expect.stringContaining('#credential'),
			supportedNodes: [OUR_TYPE],
		});
		await expectIcons(listed);
	});
});

describe('after runs that succeed and runs that fail', () => {
	beforeAll(async () => {
		const { rest, feishu, credential } = server;
		const data = { ...credentialData(feishu.url), appSecret: WRONG_SECRET };
		const wrong = await rest.createCredential('Wrong', OUR_CREDENTIAL, data);
		const statuses = [];
		for (const [used, mobileNumber] of [
			[credential, KNOWN],
			[credential, UNKNOWN],
			[credential, REFUSED],
			[wrong, KNOWN],
		] as const) {
			const nodes = [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				ourNode(used, { mobileNumber }),
			];
			const workflow = await rest.createWorkflow(chain(mobileNumber, nodes));
			statuses.push((await rest.run(workflow, 'Start')).status);
		}
		expect(statuses).toEqual(['success', 'success', 'error', 'error']);
		const test = await rest.call('POST', '/credentials/test', {
			credentials: { id: wrong.id, name: wrong.name, type: OUR_CREDENTIAL, data },
		});
		expect(test).toMatchObject({ status: 'Error' });
	});

	test('the log has no warning of ours, and our errors in words', () => {
		const lines = server.n8n.log().split('\n');
		const ours = lines
			.filter((line) => /feishu/i.test(line))
			.map((line) => JSON.parse(line) as { level: string; message: string });
		const messagesAt = (wanted: string) =>
			ours.filter(({ level }) => level === wanted).map(({ message }) => message.split('\n')[0]);
		expect(messagesAt('warn')).toEqual([]);
		const errors = new Set(messagesAt('error'));
		// n8n 2.20 and older do not log how a run failed.
		errors.delete('Feishu does not accept the mobile number (code 1002009)');
		expect([...errors]).toEqual([
			expect.stringMatching(/^Feishu does not accept this App ID and App Secret.*10014\)$/),
		]);
	});

	test('the log holds no secret, token or identifier', () => {
		const { n8n, feishu } = server;
		const tokens = feishu.calls.map(({ token }) => token ?? '');
		expect(tokens.every(Boolean)).toBe(true);
		const secrets = [CUSTOM_APP.secret, WRONG_SECRET, ...tokens];
		for (const secret of [...secrets, KNOWN, UNKNOWN, REFUSED]) {
			expect(n8n.log()).not.toContain(secret);
		}
	});
});
