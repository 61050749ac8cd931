/** Other endpoints of Hire by n8n's HTTP Request node with our credential: the two examples, and errors. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { INode } from 'n8n-workflow';
import { stringify } from 'csv-stringify/sync';

import { CUSTOM_APP, ONBOARDING_SCOPE, TALENT_SCOPE, WRITE_SCOPE } from '../support/feishu/apps';
import type { Fault } from '../support/feishu/replies';
import type { Person } from '../support/feishu/store';
import { importExample, readExample } from './example';
import { outputOf } from './rest';
import type { Execution } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { chain, node, useCredential } from './workflow';
import { fromXlsx } from './xlsx';

const ANN: Person = {
	talentId: '6930815272790114321',
	name: 'Ann Lee',
	mobile: { code: '86', number: '13800138000' },
	email: 'ann@example.com',
	isOnboarded: true,
	tags: ['senior', 'remote'],
	notes: [
		{ content: 'The first.', createTime: '1600000000000' },
		{ content: 'The last.', createTime: '1700000000000' },
	],
};
const BOB: Person = { talentId: '6930815272790114322', name: 'Bob', email: 'bob@example.com' };

const CREATE = '/open-apis/hire/v1/talents/combined_create';
const isNeighbour = (called: string) => called === CREATE || called.includes('/v2/talents/');
const MANUAL = 'When clicking ‘Execute workflow’';
const SCOPES = [TALENT_SCOPE, ONBOARDING_SCOPE, WRITE_SCOPE];
const app = { ...CUSTOM_APP, scopes: SCOPES };

let folder: string;
let server: Server;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-neighbours-'));
	const settings = { people: [ANN, BOB], apps: [app] };
	server = await startServer(settings, { N8N_RESTRICT_FILE_ACCESS_TO: folder });
});

afterAll(async () => {
	await server?.stop();
	await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
	app.scopes = SCOPES;
	server.feishu.settings.neighbourFault = undefined;
});

interface Row {
	姓名: string;
	手机号?: string;
	邮箱?: string;
	证件类型?: string;
	证件号?: string;
}

const HEADER = ['姓名', '应聘职位', '手机号', '邮箱', '证件类型', '证件号'];

const writeSheet = async (rows: Row[]) =>
	await writeFile(
		path.join(folder, 'candidates.csv'),
		stringify(rows, { header: true, columns: HEADER, bom: true }),
	);

/** Runs an example; returns the sheet it writes too. */
async function runExample(name: string, file: string) {
	const example = readExample(name, {
		'/home/node/.n8n-files': folder,
		'https://open.feishu.cn': server.feishu.url,
	});
	const workflow = await importExample(server.rest, example);
	const before = server.feishu.log.length;
	const execution = await server.rest.run(workflow, MANUAL);
	expect(execution.status).toBe('success');
	return {
		execution,
		sheet: fromXlsx(await readFile(path.join(folder, file))),
		calls: server.feishu.log.slice(before),
	};
}

describe('create-in-hire', () => {
	const ROWS: Row[] = [
		{ 姓名: '安', 邮箱: 'ann@example.com' },
		{ 姓名: '新', 手机号: '138 0013 8001' },
		{ 姓名: '新', 手机号: '+86-138-0013-8001', 邮箱: 'New@Example.com' },
		{ 姓名: '新', 邮箱: 'new@example.com' },
		{ 姓名: '空' },
		{ 姓名: '', 手机号: '13800138005' },
		{ 姓名: '港', 手机号: '+852 9123 4567' },
		{ 姓名: '错', 手机号: '1.38E+10' },
		{ 姓名: '护', 证件类型: '护照', 证件号: 'e12345678' },
		{ 姓名: '拒', 邮箱: 'rejected@example.com' },
		{ 姓名: '障', 邮箱: 'internal@example.com' },
	];
	/** Rejects one of the rows, and has an internal error, with HTTP 200, at another. */
	const reject = (_: number, __: string, body: unknown): Fault | undefined => {
		const text = JSON.stringify(body);
		const fail = (status: number, code: number, msg: string): Fault => ({
			kind: 'reply',
			status,
			body: { code, msg },
		});
		if (text.includes('拒')) return fail(400, 1002002, 'param is invalid');
		return text.includes('障') ? fail(200, 1002001, 'system error') : undefined;
	};
	const created = (calls: Awaited<ReturnType<typeof runExample>>['calls']) =>
		calls.filter((one) => one.path === CREATE && one.code === 0).map(({ body }) => body);

	test('creates a person of several rows once, and writes the result to every row', async () => {
		server.feishu.settings.neighbourFault = reject;
		await writeSheet(ROWS);
		const { sheet, calls } = await runExample('create-in-hire', 'candidates-with-ids.xlsx');

		expect(created(calls)).toEqual([
			{
				basic_info: {
					name: '新',
					mobile: '13800138001',
					mobile_country_code: 'CN_1',
					email: 'New@Example.com',
				},
			},
			{
				basic_info: {
					name: '护',
					identification: { identification_type: 2, identification_number: 'e12345678' },
				},
			},
		]);
		const rowsOf = (result: string, field: string) =>
			sheet.filter((row) => row.result === result).map((row) => [row.姓名 ?? '', row[field]]);
		const idOf = (name: string) => sheet.find((row) => row.姓名 === name)?.talent_id;
		expect(idOf('新')).toMatch(/^\d{19}$/);
		expect(rowsOf('in Hire already', 'talent_id')).toEqual([['安', ANN.talentId]]);
		expect(rowsOf('created', 'talent_id')).toEqual(
			['新', '新', '新', '护'].map((name) => [name, idOf(name)]),
		);
		expect(Object.fromEntries(rowsOf('failed', 'error'))).toEqual({
			空: expect.stringContaining('no identifier'),
			'': expect.stringContaining('no name'),
			港: expect.stringContaining('852'),
			错: expect.stringContaining('rounded'),
			拒: 'param is invalid',
			障: 'Feishu answered 1002001: system error',
		});
		expect(sheet).toHaveLength(ROWS.length);
	});

	test('creates nobody when it runs again', async () => {
		server.feishu.settings.neighbourFault = reject;
		await writeSheet(ROWS);
		const { sheet, calls } = await runExample('create-in-hire', 'candidates-with-ids.xlsx');
		expect(created(calls)).toEqual([]);
		const known = sheet.filter((row) => row.result === 'in Hire already');
		expect(known.map((row) => row.姓名)).toEqual(['安', '新', '新', '新', '护']);
	});

	test('sends a create that fails twice, with a token exchange in between', async () => {
		server.feishu.settings.neighbourFault = reject;
		await writeSheet([{ 姓名: '拒', 邮箱: 'rejected@example.com' }]);
		const { calls } = await runExample('create-in-hire', 'candidates-with-ids.xlsx');
		expect(calls.filter((one) => one.path === CREATE)).toHaveLength(2);
	});

	test('sends a create whose reply is lost twice, which may leave two talents', async () => {
		server.feishu.settings.neighbourFault = (call) =>
			call === first ? { kind: 'reset' } : undefined;
		const first = server.feishu.log.filter(({ path: called }) => isNeighbour(called)).length;
		await writeSheet([{ 姓名: '失', 邮箱: 'lost@example.com' }]);
		const { sheet } = await runExample('create-in-hire', 'candidates-with-ids.xlsx');
		expect(sheet).toMatchObject([{ 姓名: '失', result: 'created' }]);

		const again = await runExample('create-in-hire', 'candidates-with-ids.xlsx');
		expect(again.sheet).toHaveLength(2);
	});

	test('fails the rows with the missing scope when the app may not write', async () => {
		app.scopes = [TALENT_SCOPE];
		await writeSheet([{ 姓名: '又新', 邮箱: 'newer@example.com' }]);
		const { sheet } = await runExample('create-in-hire', 'candidates-with-ids.xlsx');
		expect(sheet).toMatchObject([
			{ 姓名: '又新', result: 'failed', error: expect.stringContaining('scopes is required') },
		]);
	});
});

test('talent-details: writes name, tags, last note and onboarding status of every candidate in Hire', async () => {
	const others = Array.from({ length: 40 }, () => ({ 姓名: '鲍', 邮箱: 'bob@example.com' }));
	await writeSheet([
		{ 姓名: '安', 手机号: '13800138000' },
		...others,
		{ 姓名: '新', 邮箱: 'x@example.com' },
	]);
	const { sheet, execution } = await runExample('talent-details', 'details.xlsx');
	expect(sheet).toHaveLength(41);
	expect(sheet[0]).toMatchObject({
		姓名: '安',
		talent_id: ANN.talentId,
		name: 'Ann Lee',
		tags: 'senior, remote',
		note: 'The last.',
		is_onboarded: true,
	});
	expect(sheet[1]).toMatchObject({ 姓名: '鲍', name: 'Bob', is_onboarded: false });
	expect(outputOf(execution, 'No Details')).toEqual([]);
	expect(outputOf(execution, 'Not in Hire')).toHaveLength(1);
});

describe('the HTTP Request node with our credential', () => {
	/** Asks for one talent's details. */
	async function ask(id: string, options: INode['parameters'] = {}): Promise<Execution> {
		const request = node(
			'Request',
			'n8n-nodes-base.httpRequest',
			{
				url: `${server.feishu.url}/open-apis/hire/v2/talents/${id}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'feishuHireApi',
				options,
			},
			{
				typeVersion: 4.5,
				credentials: useCredential(server.credential),
				onError: 'continueRegularOutput',
			},
		);
		const workflow = await server.rest.createWorkflow(
			chain('Request', [node('Start', 'n8n-nodes-base.manualTrigger'), request]),
		);
		return await server.rest.run(workflow, 'Start');
	}

	const answerOf = (execution: Execution) => outputOf(execution, 'Request')[0]?.json;
	const NEVER_ERROR = { response: { response: { neverError: true } } };

	test('exchanges an expired token, and asks again', async () => {
		server.feishu.revokeTokens();
		expect(answerOf(await ask(ANN.talentId))).toMatchObject({ data: { talent_id: ANN.talentId } });
	});

	test('with Never Error it keeps the expired token', async () => {
		await ask(ANN.talentId);
		server.feishu.revokeTokens();
		expect(answerOf(await ask(ANN.talentId, NEVER_ERROR))).toMatchObject({ code: 99991663 });
	});

	const answerWith = (fault: Fault) => () => {
		server.feishu.settings.neighbourFault = () => fault;
	};

	test.each<[string, string, () => void, object]>([
		[
			'404',
			'1',
			() => undefined,
			{
				message: 'The resource you are requesting could not be found',
				description: 'Talent not exist',
			},
		],
		[
			'a missing scope',
			ANN.talentId,
			() => {
				app.scopes = [];
			},
			{
				message: 'Bad request - please check your parameters',
				description: 'Access denied. One of the following scopes is required',
			},
		],
		[
			'429',
			ANN.talentId,
			answerWith({
				kind: 'reply',
				status: 429,
				body: { code: 99991400, msg: 'request trigger frequency limit' },
				headers: { 'x-ogw-ratelimit-reset': '1' },
			}),
			{ message: 'The service is receiving too many requests from you' },
		],
		[
			'a closed connection',
			ANN.talentId,
			answerWith({ kind: 'reset' }),
			{ message: expect.stringContaining('closed unexpectedly') },
		],
	])('sends a call that fails twice: %s', async (_, id, arrange, error) => {
		arrange();
		const before = server.feishu.log.length;
		const answer = answerOf(await ask(id));
		const calls = server.feishu.log.slice(before);
		expect(answer).toMatchObject({ error });
		expect(calls.filter((one) => isNeighbour(one.path))).toHaveLength(2);
	});
});
