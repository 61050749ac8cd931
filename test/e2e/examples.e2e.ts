/** Every workflow in `examples`, imported as it is but for its placeholders, and run. */
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { INodeTypeDescription } from 'n8n-workflow';

import type { Person } from '../support/feishu/store';
import { replyJson, serve } from '../support/serve';
import type { TestServer } from '../support/serve';
import { EXAMPLES, importExample, postJson, readExample } from './example';
import { startModel } from './model';
import type { Model } from './model';
import { outputOf } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { fromXlsx, toXlsx } from './xlsx';

const NAMES = globSync('*.json', { cwd: EXAMPLES }).map((file) => path.basename(file, '.json'));

/** The first and the third candidate of candidates.csv. */
const XU: Person = { talentId: '6930815272790114325', email: 'na.xu1847@example.com' };
const HE: Person = {
	talentId: '6930815272790114324',
	mobile: { code: '86', number: '15422468858' },
};
const ANN: Person = {
	talentId: '6930815272790114326',
	mobile: { code: '86', number: '13800138000' },
	email: 'ann@example.com',
};

/** What the ATS has; the first is not in Hire, the last cannot be looked up. */
const CANDIDATES = [
	{ id: 'c-1', name: 'New', email: 'new@example.com', phone: null },
	{ id: 'c-2', name: 'Ann', email: 'ann@example.com', phone: '+86 138-0013-8000' },
	{ id: 'c-3', name: 'Ann', email: null, phone: '13800138000' },
	{ id: 'c-4', name: 'Wrong', email: null, phone: '+999 1234567' },
];

let folder: string;
let server: Server;
/** The user's own system: candidates are read from it and created in it. */
let ats: TestServer;
let model: Model;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-examples-'));
	ats = await serve((response, { method }) =>
		replyJson(response, 200, method === 'POST' ? {} : { candidates: CANDIDATES }),
	);
	model = await startModel();
	const people = [XU, HE, ANN];
	server = await startServer({ people }, { N8N_RESTRICT_FILE_ACCESS_TO: folder });
});

afterAll(async () => {
	await server?.stop();
	await model?.stop();
	await ats?.stop();
	await rm(folder, { recursive: true, force: true });
});

type Listed = Pick<INodeTypeDescription, 'name' | 'version' | 'defaultVersion'>;

test('every node has the newest version of its type', async () => {
	const current = new Map<string, number>();
	const listed = (await (await server.rest.read('/types/nodes.json')).json()) as Listed[];
	for (const { name, version, defaultVersion } of listed) {
		const newest = defaultVersion ?? Math.max(...[version].flat());
		current.set(name, Math.max(newest, current.get(name) ?? 0));
	}
	const nodes = NAMES.flatMap((name) => readExample(name).nodes);
	expect(nodes.map(({ type, typeVersion }) => [type, typeVersion])).toEqual(
		nodes.map(({ type }) => [type, current.get(type)]),
	);
});

test('the README lists every example', async () => {
	const table = await readFile(path.join(EXAMPLES, 'README.md'), 'utf8');
	const linked = [...table.matchAll(/\]\((.+)\.json\)/g)].map(([, name]) => name);
	expect(linked.sort()).toEqual(NAMES.toSorted());
});

test('sheet-to-talents: writes the rows in Hire to a sheet, and sends each other row to its output', async () => {
	// The header and the first 500 candidates: the demo runs them all.
	const rows = parse(await readFile(path.join(EXAMPLES, 'candidates.csv')), { bom: true });
	const csv = stringify(rows.slice(0, 501), { bom: true });
	await writeFile(path.join(folder, 'candidates.csv'), csv);
	const example = readExample('sheet-to-talents', { '/home/node/.n8n-files': folder });
	const workflow = await importExample(server.rest, example);
	const execution = await server.rest.run(workflow, 'When clicking ‘Execute workflow’');

	expect(execution.status).toBe('success');
	const sheet = fromXlsx(await readFile(path.join(folder, 'in-hire.xlsx')));
	expect(sheet).toMatchObject([
		{ 姓名: '许娜', 应聘职位: '供应链主管', talent_id: XU.talentId },
		{ 姓名: '何慧敏', 应聘职位: '财务会计', talent_id: HE.talentId },
	]);
	const unmatched = outputOf(execution, 'Not in Hire');
	const failed = outputOf(execution, 'To Be Corrected');
	expect(unmatched[0]?.json).toMatchObject({ 姓名: '赵平' });
	expect(failed.map(({ json }) => json)).toContainEqual(
		expect.objectContaining({ 姓名: '邓霞', error: expect.stringContaining('rounded') }),
	);
	expect(sheet.length + unmatched.length + failed.length).toBe(500);
});

test('sheet-to-new-candidates: creates only the rows that are not in Hire', async () => {
	const login = { user: 'recruiter', password: 'of-the-form' };
	await server.rest.createCredential('Password of the form', 'httpBasicAuth', login);
	const example = readExample('sheet-to-new-candidates', {
		'https://your-ats.example.com': ats.url,
	});
	const workflow = await importExample(server.rest, example);
	await server.rest.publish(workflow);
	const sheet = toXlsx([
		{ 姓名: '安', 手机号: 13800138000, 邮箱: '' },
		{ 姓名: '新', 手机号: 13800138001, 邮箱: 'new@example.com' },
		{ 姓名: '错', 手机号: '1.38E+10', 邮箱: '' },
		{ 姓名: '许娜', 手机号: '', 邮箱: 'na.xu1847@example.com' },
	]);
	const upload = async (headers: Record<string, string>) => {
		const body = new FormData();
		body.set('field-0', new Blob([sheet]), 'candidates.xlsx');
		return await fetch(`${server.n8n.url}/form/candidates`, { method: 'POST', headers, body });
	};

	expect((await upload({})).status).toBe(401);
	const authorization = `Basic ${btoa(`${login.user}:${login.password}`)}`;
	expect((await upload({ authorization })).status).toBe(200);
	const [started] = await server.rest.listExecutions(workflow);
	const execution = await server.rest.waitForExecution(started?.id ?? '');
	expect(execution.status).toBe('success');
	const created = ats.asked.filter(({ method }) => method === 'POST');
	expect(created.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
		{ name: '新', mobile: '13800138001', email: 'new@example.com' },
	]);
	const namesOn = (node: string) => outputOf(execution, node).map(({ json }) => json.姓名);
	expect(namesOn('Already in Hire')).toEqual(['安', '许娜']);
	expect(namesOn('To Be Corrected')).toEqual(['错']);
});

test('webhook-lookup: answers found, not found, invalid and unauthorized requests', async () => {
	const key = { name: 'X-Api-Key', value: 'of-the-lookup' };
	await server.rest.createCredential('Key of the lookup', 'httpHeaderAuth', key);
	await server.rest.publish(await importExample(server.rest, readExample('webhook-lookup')));
	const url = `${server.n8n.url}/webhook/hire-lookup`;
	const ask = async (body: object) => await postJson(url, body, { [key.name]: key.value });

	expect(await ask({ mobile: '138 0013 8000', email: XU.email })).toMatchObject({
		status: 200,
		body: {
			found: true,
			talents: [{ talent_id: ANN.talentId }, { talent_id: XU.talentId }],
		},
	});
	expect(await ask({ mobile: '13800138001' })).toEqual({ status: 200, body: { found: false } });
	for (const body of [{ mobile: '1.38E+10' }, {}]) {
		expect(await ask(body)).toEqual({
			status: 422,
			body: { error: expect.any(String), advice: expect.any(String) },
		});
	}
	expect((await postJson(url, { mobile: '13800138000' })).status).toBe(403);
});

test('ats-dedupe: pairs candidates in Hire with their ATS ID, and passes new ones on unchanged', async () => {
	await server.rest.createCredential('Token of the ATS', 'httpBearerAuth', { token: 'of-the-ats' });
	const example = readExample('ats-dedupe', { 'https://your-ats.example.com': ats.url });
	const workflow = await importExample(server.rest, example);
	const execution = await server.rest.run(workflow, 'Every Morning');

	expect(ats.asked.at(-1)?.authorization).toBe('Bearer of-the-ats');
	expect(outputOf(execution, 'Already in Hire').map(({ json }) => json)).toEqual([
		{ ats_id: 'c-2', talent_id: ANN.talentId, matched_by: ['mobile_number', 'email'] },
		{ ats_id: 'c-3', talent_id: ANN.talentId, matched_by: ['mobile_number'] },
	]);
	expect(outputOf(execution, 'New Candidates').map(({ json }) => json)).toEqual([
		{ candidate: CANDIDATES[0] },
	]);
	expect(outputOf(execution, 'To Be Checked')).toMatchObject([
		{ json: { candidate: CANDIDATES[3], error: expect.any(String) } },
	]);
});

test('ai-agent-tool: looks up what the model asks, and returns the result to it', async () => {
	const data = { apiKey: 'of-no-account', url: model.url };
	await server.rest.createCredential('OpenAI account', 'openAiApi', data);
	const trigger = 'When chat message received';
	const chat = async (asked: object) => {
		const message = { json: { chatInput: JSON.stringify(asked), sessionId: '1' } };
		const example = { ...readExample('ai-agent-tool'), pinData: { [trigger]: [message] } };
		const workflow = await importExample(server.rest, example);
		const execution = await server.rest.run(workflow, trigger);
		return JSON.parse(String(outputOf(execution, 'AI Agent')[0]?.json.output)) as unknown;
	};

	expect(await chat({ Mobile_Number: '138 0013 8000' })).toMatchObject([
		{ talent_id: ANN.talentId },
	]);
	expect(model.offered()).toMatchObject([{ name: 'Find_Talents' }]);
	expect(await chat({ Email: 'new@example.com' })).toMatchObject([{ matched: false }]);
	expect(await chat({ Mobile_Number: '1.38E+10' })).toMatchObject([{ error: expect.any(String) }]);
});
