/** By hand, in n8n's editor: from the credential to the people found, as a user has it. */
import type { Browser } from 'playwright-core';

import { CUSTOM_APP, credentialData } from '../support/feishu/apps';
import { launchBrowser, openEditor } from './editor';
import type { Editor } from './editor';
import { startServer } from './server';
import type { Server } from './server';
import { OUR_CREDENTIAL, OUR_NODE, chain, node, ourNode, to } from './workflow';

const SHEET = 'Sheet';
const NAMES = 'Names';

/** The pairing is none of the rows' own places: the first row finds nobody, and the third. */
const ROWS = [
	{ 姓名: '刘洋', 手机号: '无' },
	{ 姓名: '张伟', 手机号: '138 0013 8001' },
	{ 姓名: '杨帆', 手机号: '13800138002' },
	{ 姓名: '王芳', 手机号: '+86 137-1000-3003' },
];

/** A sheet, and a step that wants to know whose row each item came from. */
const workflow = {
	...chain('Whose talent?', [
		node('Start', 'n8n-nodes-base.manualTrigger'),
		node(SHEET, 'n8n-nodes-base.noOp', {}, { position: [208, 0] }),
		node(
			NAMES,
			'n8n-nodes-base.set',
			{
				assignments: {
					assignments: [
						{ id: '1', name: 'talent', type: 'string', value: '={{ $json.talent_id }}' },
						{
							id: '2',
							name: 'row',
							type: 'string',
							value: `={{ $('${SHEET}').item.json['姓名'] }}`,
						},
					],
				},
			},
			{ typeVersion: 3.4, position: [416, 0] },
		),
	]),
	pinData: { [SHEET]: ROWS.map((json) => ({ json })) },
};

/** The sheet of the guide's pictures: name, mobile number, email, position, and whether Hire knows the candidate. */
const CANDIDATES: Array<[string, string, string, string, boolean]> = [
	['张伟', '138 0013 8001', 'zhang.wei@example.com', '后端', true],
	['李娜', '139-1000-2002', 'li.na@example.com', '产品', true],
	['王芳', '13710003003', '', '数据', true],
	['刘洋', '', 'liu.yang@example.com', '后端', false],
	['陈静', '+86 136 1000 5005', 'chen.jing@example.com', '设计', true],
	['杨帆', '13510006006', 'yang.fan@example.com', '测试', false],
	['赵磊', '13410007007', 'zhao.lei@example.com', '后端', true],
	['黄敏', '无', '', '设计', false],
	['周杰', '13310008008', '', '产品', true],
	['吴婷', '13010001100', 'wu.ting@example.com', '数据', true],
	['徐强', '13210009009', 'xu.qiang@example.com', '运维', false],
	['孙悦', '13110001010', 'sun.yue@example.com', '后端', true],
];

const PEOPLE = CANDIDATES.flatMap(([, cell, email, , isKnown], row) => {
	if (!isKnown) return [];
	const mobile = { code: '86', number: cell.replace(/^\+86|\D/g, '') };
	const talentId = String(6930815272790114000n + BigInt(row * 7919));
	return [{ talentId, mobile, ...(email && { email }), isOnboarded: row % 4 === 0 }];
});

let server: Server;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	server = await startServer({ people: PEOPLE });
	const { rest, credential, n8n } = server;
	// The one of this test is made by hand.
	await rest.call('DELETE', `/credentials/${credential.id}`);
	browser = await launchBrowser();
	editor = await openEditor(browser, n8n.url, rest);
});

afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

it('rejects a wrong secret and accepts the right one when a credential is created or changed', async () => {
	const { page, credential } = editor;
	await page.goto(`${server.n8n.url}/home/credentials`);
	await page.getByTestId('add-resource-credential').click();
	await page.getByTestId('new-credential-type-select').getByRole('combobox').fill('feishu');
	await page.getByRole('option', { name: 'Feishu Hire API' }).click();
	await page.getByRole('button', { name: 'Continue' }).click();
	const type = async (parameter: string, text: string) =>
		await editor.parameter(parameter).getByRole('textbox').fill(text);

	await type('appId', CUSTOM_APP.id);
	await type('appSecret', 'a-wrong-secret');
	await editor.parameter('host').click();
	await page.getByRole('option', { name: 'Custom' }).click();
	await type('baseUrl', server.feishu.url);
	const save = async () => await credential.getByRole('button', { name: 'Save' }).click();
	const refusal = credential.getByText('Feishu does not accept this App ID and App Secret');
	const details = credential.getByText('More details');
	const expectRefusal = async () => {
		// Drawn anew, say by the end of a test begun before, the message is folded up again.
		do {
			await details.or(refusal).first().waitFor();
			if (await details.isVisible()) await details.click();
		} while (!(await refusal.isVisible()));
	};
	await save();
	await expectRefusal();
	await editor.takePicture('credential');

	await type('appSecret', CUSTOM_APP.secret);
	await save();
	await credential.getByText('Connection tested successfully').waitFor();
	await credential.getByRole('button', { name: 'Close this dialog' }).click();

	// Opened anew, it holds the stored token: no exchange tells of the secret, only the test itself.
	await page.getByTestId('resources-list-item').click();
	await type('appSecret', 'another-wrong-secret');
	await save();
	await expectRefusal();

	await type('appSecret', CUSTOM_APP.secret);
	await save();
	await credential.getByText('Connection tested successfully').waitFor();
	await credential.getByRole('button', { name: 'Close this dialog' }).click();
});

it('finds the node in the panel by feishu, 飞书 and talent', async () => {
	await editor.openWorkflow(await server.rest.createWorkflow(workflow));
	const { page } = editor;
	const ends = `[data-source-node-name="${SHEET}"][data-target-node-name="${NAMES}"]`;
	// The line itself has no area for Playwright to find it by.
	await page.getByTestId('edge').and(page.locator(ends)).hover({ force: true });
	await page.getByTestId('add-connection-button').click();
	const panel = page.getByTestId('node-creator');
	const found = panel.getByText(OUR_NODE);

	for (const text of ['feishu', '飞书', 'talent']) {
		const search = panel.getByTestId('node-creator-search-bar');
		await search.fill('');
		await found.waitFor({ state: 'hidden' });
		await search.fill(text);
		await found.waitFor();
	}

	await found.click();
	await page.getByRole('button', { name: 'Add to workflow' }).click();
	await editor.details.waitFor();
});

/** Shows what the opened node gave by one of its outputs, given as `Name (n items)`. */
async function showOutput(name: string): Promise<void> {
	const branches = editor.output.getByTestId('branches');
	await branches.getByText(name, { exact: true }).click();
	// n8n 1 marks the one on show by a class only.
	const shown = branches.locator('[aria-selected="true"], [class*="activeTab"]');
	await shown.filter({ hasText: name }).waitFor();
}

/** Pins what the opened node gave; there only for a node with one output. */
const pin = () => editor.output.getByTestId('ndv-pin-data');

it('looks up a field that was dragged in, and shows both outputs and a summary', async () => {
	const { input, output } = editor;
	const mobileNumber = editor.parameter('mobileNumber');
	await input.getByText('手机号', { exact: true }).dragTo(mobileNumber);
	await mobileNumber.getByText("{{ $json['手机号'] }}").waitFor();
	await editor.executeStep();

	await showOutput('Matched Branch (2 items)');
	expect(await editor.outputRows()).toEqual([
		['6930815272790114000', '86', '13800138001', 'true'],
		['6930815272790129838', '86', '13710003003', 'false'],
	]);
	await showOutput('Unmatched Branch (2 items)');
	expect(await editor.outputRows()).toEqual([
		['刘洋', '无'],
		['杨帆', '13800138002'],
	]);
	const hint =
		'4 rows: 2 matched (2 talents), 2 unmatched, 0 failed. Unmatched rows without a mobile number, email or identification number: 1 (the first is item ';
	await output.getByRole('alert').getByText(hint).waitFor();
	expect(await pin().isVisible()).toBe(false);
});

it('pairs each talent with its row in the next node', async () => {
	const back = editor.page.getByTestId('back-to-canvas'); // In n8n 1.
	await editor.details.getByTestId('ndv-close-button').or(back).first().click();
	await editor.openNode(NAMES);
	await editor.executeStep();
	expect(await editor.outputRows()).toEqual([
		['6930815272790114000', '张伟'],
		['6930815272790129838', '王芳'],
	]);
	expect(await pin().isVisible()).toBe(true);
});

it('counts on the canvas the items of both outputs', async () => {
	const { page, input } = editor;
	const { rest, feishu } = server;
	const data = credentialData(feishu.url);
	const credential = await rest.createCredential('Feishu Hire account 2', OUR_CREDENTIAL, data);
	const [sheet, matched, unmatched] = ['Candidate sheet', 'Update ATS', 'Create candidate'];
	const parameters = {
		mobileNumber: "={{ $json['手机号'] }}",
		email: "={{ $json['邮箱'] }}",
	};
	const row = chain('Who is in Feishu Hire already?', [
		node('When clicking ‘Execute workflow’', 'n8n-nodes-base.manualTrigger'),
		node(sheet, 'n8n-nodes-base.extractFromFile', {}, { position: [208, 0] }),
		{ ...ourNode(credential, parameters), position: [416, 0] },
		node(matched, 'n8n-nodes-base.noOp', {}, { position: [720, -112] }),
	]);
	const items = CANDIDATES.map(([姓名, 手机号, 邮箱, 岗位]) => ({
		json: { 姓名, 手机号, 邮箱, 岗位 },
	}));
	const saved = await rest.createWorkflow({
		...row,
		pinData: { [sheet]: items },
		nodes: [...row.nodes, node(unmatched, 'n8n-nodes-base.noOp', {}, { position: [720, 112] })],
		connections: { ...row.connections, [OUR_NODE]: { main: [to(matched), to(unmatched)] } },
	});
	await editor.openWorkflow(saved);
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText('Workflow executed successfully').waitFor();
	const counts = page.getByTestId('edge-label').filter({ hasText: /items?$/ });
	await counts.nth(3).waitFor();
	expect(await counts.allInnerTexts()).toEqual(['1 item', '12 items', '8 items', '4 items']);
	await editor.takePicture('canvas');

	await editor.openNode(OUR_NODE);
	await input.getByText('Table', { exact: true }).click();
	await editor.takePicture('node');
});
