/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * Takes the pictures of the guide, `docs/images/*.png`: the node in a real n8n beside a simulated
 * Feishu, light and dark, with invented people. Needs a Chromium and a Chinese font
 * (Debian: `apt-get install chromium fonts-noto-cjk`); CHROMIUM names another browser than its.
 * First the build, with Node 24 on the path: `npx gulp && npx tsx test/e2e/screenshots.ts`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium, selectors } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

import { CUSTOM_APP, Simulator } from '../simulator/simulator';
import type { Person } from '../simulator/store';
import { installN8n, installPackage, setUpOwner, startN8n } from './n8n';

const FOLDER = path.resolve(__dirname, '../../docs/images');
const THEMES = ['light', 'dark'] as const;
const SIZE = { width: 1280, height: 800 };
/** n8n leaves the empty boxes of its expression editors in a corner. */
const HIDDEN = '#cm-tooltip-container { display: none }';
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
];

const OUR_NODE = 'Feishu Hire: Batch Get Talent ID';
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

const node = (name: string, type: string, position: number[], more: object = {}) => ({
	id: crypto.randomUUID(),
	name,
	type,
	typeVersion: 1,
	position,
	parameters: {},
	...more,
});

/** Trigger, sheet, our node, and a step for each of its outputs. */
const workflow = (credential: { id: string; name: string }) => ({
	name: 'Who is in Feishu Hire already?',
	nodes: [
		node(TRIGGER, 'n8n-nodes-base.manualTrigger', [0, 0]),
		node(SHEET, 'n8n-nodes-base.extractFromFile', [208, 0]),
		node(OUR_NODE, 'n8n-nodes-feishu-hire.batchGetTalentId', [416, 0], {
			parameters: {
				mobileNumber: "={{ $json['手机号'] }}",
				email: "={{ $json['邮箱'] }}",
			},
			credentials: { feishuHireApi: { id: credential.id, name: credential.name } },
		}),
		node('Update ATS', 'n8n-nodes-base.noOp', [720, -112]),
		node('Create candidate', 'n8n-nodes-base.noOp', [720, 112]),
	],
	connections: {
		[TRIGGER]: { main: [[{ node: SHEET, type: 'main', index: 0 }]] },
		[SHEET]: { main: [[{ node: OUR_NODE, type: 'main', index: 0 }]] },
		[OUR_NODE]: {
			main: [
				[{ node: 'Update ATS', type: 'main', index: 0 }],
				[{ node: 'Create candidate', type: 'main', index: 0 }],
			],
		},
	},
	pinData: { [SHEET]: SHEET_ITEMS },
	settings: { executionOrder: 'v1' },
});

/** What the pictures are taken of. */
interface Stage {
	url: string;
	cookie: string;
	browserId: string;
	workflowId: string;
	wrongCredentialId: string;
}

/** Sets up the owner, a right and a wrong credential, and the workflow. */
async function setStage(url: string, feishuUrl: string): Promise<Stage> {
	const headers = await setUpOwner(url);
	const create = async (what: string, body: object) => {
		const init = { method: 'POST', headers, body: JSON.stringify(body) };
		const response = await fetch(`${url}/rest/${what}`, init);
		if (!response.ok) throw new Error(`No ${what} created: ${await response.text()}`);
		return ((await response.json()) as { data: { id: string; name: string } }).data;
	};
	const credential = async (name: string, appSecret: string) =>
		await create('credentials', {
			name,
			type: 'feishuHireApi',
			data: {
				appType: 'custom',
				appId: CUSTOM_APP.id,
				appSecret,
				host: 'custom',
				baseUrl: feishuUrl,
			},
		});
	const right = await credential('Feishu Hire account', CUSTOM_APP.secret);
	const wrong = await credential('Feishu Hire account 2', 'a-wrong-secret');
	const { id: workflowId } = await create('workflows', workflow(right));
	const { cookie = '', 'browser-id': browserId = '' } = headers;
	return { url, cookie, browserId, workflowId, wrongCredentialId: wrong.id };
}

/** A tab of the owner's in one theme. */
async function openTab(browser: Browser, stage: Stage, theme: 'light' | 'dark'): Promise<Page> {
	const context = await browser.newContext({
		viewport: SIZE,
		colorScheme: theme,
		locale: 'en-US',
		reducedMotion: 'reduce',
	});
	const [name = '', value = ''] = stage.cookie.split('=');
	await context.addCookies([{ name, value, url: stage.url }]);
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), stage.browserId);
	return await context.newPage();
}

async function takePictures(page: Page, stage: Stage, theme: string): Promise<void> {
	const shoot = async (what: string) => {
		await page.mouse.move(0, 0);
		await page.waitForTimeout(1_000); // Until the tooltips and transitions have ended.
		await page.screenshot({ path: path.join(FOLDER, `${what}-${theme}.png`), style: HIDDEN });
		console.log(`${what}-${theme}.png`);
	};

	await page.goto(`${stage.url}/workflow/${stage.workflowId}`);
	const ourNode = page.locator(`[data-node-name="${OUR_NODE}"]`).first();
	await ourNode.waitFor();
	await page.getByRole('button', { name: 'Execute workflow' }).last().click();
	const toast = page.getByText('Workflow executed successfully');
	await toast.waitFor();
	await toast.waitFor({ state: 'hidden' });
	await shoot('canvas');

	await ourNode.dblclick();
	await page.getByTestId('ndv-input-panel').getByText('Table', { exact: true }).click();
	await shoot('node');
	await page.getByTestId('output-panel').getByText('Unmatched Branch').first().click();
	await shoot('unmatched');

	await page.goto(`${stage.url}/home/credentials/${stage.wrongCredentialId}`);
	await page.getByText('More details').click();
	await shoot('credential');
}

async function main(): Promise<void> {
	selectors.setTestIdAttribute('data-test-id');
	await installN8n();
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-screenshots-'));
	await installPackage(userFolder);
	await mkdir(FOLDER, { recursive: true });
	const feishu = await Simulator.start({ people: PEOPLE });
	const n8n = await startN8n({ userFolder });
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	const browser = await chromium.launch({ executablePath, args: FLAGS });
	try {
		const stage = await setStage(n8n.url, feishu.url);
		for (const theme of THEMES) {
			await takePictures(await openTab(browser, stage, theme), stage, theme);
		}
	} finally {
		await browser.close();
		await n8n.stop();
		await feishu.stop();
		await rm(userFolder, { recursive: true, force: true });
	}
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
