/**
 * Takes the pictures of the guide, `docs/images/*.png`: the node in a real n8n beside a simulated
 * Feishu, with invented people. Needs a Chromium and a Chinese font
 * (Debian: `apt-get install chromium fonts-noto-cjk`); CHROMIUM names another browser than its.
 * First the build, with Node 24 on the path: `npx gulp && npx tsx test/e2e/screenshots.ts`.
 */
import path from 'node:path';

import { CUSTOM_APP } from '../support/feishu/simulator';
import type { Person } from '../support/feishu/store';
import { launchBrowser, openEditor } from './editor';
import type { Editor } from './editor';
import { installN8n } from './n8n';
import type { Credential, WorkflowBody } from './rest';
import { credentialData, startServer } from './server';
import type { Server } from './server';
import { OUR_CREDENTIAL, OUR_NODE, chain, node, ourNode, to } from './workflow';

const FOLDER = path.resolve(__dirname, '../../docs/images');
/** n8n leaves the empty boxes of its expression editors in a corner. */
const HIDDEN = '#cm-tooltip-container { display: none }';

const TRIGGER = 'When clicking ‘Execute workflow’';
const SHEET = 'Candidate sheet';

/** Name, mobile number, email, position, and whether Hire knows the candidate. */
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

const SHEET_ITEMS = CANDIDATES.map(([姓名, 手机号, 邮箱, 岗位]) => ({
	json: { 姓名, 手机号, 邮箱, 岗位 },
}));

const PEOPLE = CANDIDATES.flatMap(([, mobile, email, , isKnown], row): Person[] => {
	if (!isKnown) return [];
	const number = mobile.replace(/^\+86|\D/g, '');
	return [
		{
			talentId: String(6930815272790114000n + BigInt(row * 7919)),
			...(number && { mobile: { code: '86', number } }),
			...(email && { email }),
			isOnboarded: row % 4 === 0,
		},
	];
});

/** The sheet, our node, and a step for each of its outputs. */
function makeWorkflow(credential: Credential): WorkflowBody {
	const parameters = {
		mobileNumber: "={{ $json['手机号'] }}",
		email: "={{ $json['邮箱'] }}",
	};
	const matched = 'Update ATS';
	const unmatched = 'Create candidate';
	const { nodes, connections, ...sheet } = chain('Who is in Feishu Hire already?', [
		node(TRIGGER, 'n8n-nodes-base.manualTrigger'),
		node(SHEET, 'n8n-nodes-base.extractFromFile', {}, { position: [208, 0] }),
		{ ...ourNode(credential, parameters), position: [416, 0] },
		node(matched, 'n8n-nodes-base.noOp', {}, { position: [720, -112] }),
	]);
	return {
		...sheet,
		pinData: { [SHEET]: SHEET_ITEMS },
		nodes: [...nodes, node(unmatched, 'n8n-nodes-base.noOp', {}, { position: [720, 112] })],
		connections: { ...connections, [OUR_NODE]: { main: [to(matched), to(unmatched)] } },
	};
}

async function takePictures(editor: Editor, { n8n, feishu, rest, credential }: Server) {
	const { page } = editor;
	const shoot = async (what: string) => {
		await page.mouse.move(0, 0);
		await page.waitForTimeout(1_000); // Until the tooltips and transitions have ended.
		await page.screenshot({ path: path.join(FOLDER, `${what}.png`), style: HIDDEN });
		console.log(`${what}.png`);
	};

	await editor.openWorkflow(await rest.createWorkflow(makeWorkflow(credential)));
	await page.getByTestId('execute-workflow-button').click();
	const toast = page.getByText('Workflow executed successfully');
	await toast.waitFor();
	await toast.waitFor({ state: 'hidden' });
	await shoot('canvas');

	await editor.openNode(OUR_NODE);
	await editor.input.getByText('Table', { exact: true }).click();
	await shoot('node');

	const data = credentialData(feishu, { ...CUSTOM_APP, secret: 'a-wrong-secret' });
	const wrong = await rest.createCredential('Feishu Hire account 2', OUR_CREDENTIAL, data);
	await page.goto(`${n8n.url}/home/credentials/${wrong.id}`);
	await editor.credential.getByText('More details').click();
	await shoot('credential');
}

async function main(): Promise<void> {
	await installN8n();
	const server = await startServer({ people: PEOPLE });
	const browser = await launchBrowser();
	try {
		await takePictures(await openEditor(browser, server.n8n.url, server.rest), server);
	} finally {
		await browser.close();
		await server.stop();
	}
}

void main();
