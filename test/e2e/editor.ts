/** n8n's editor in a headless Chromium. */
import path from 'node:path';

import { chromium, selectors } from 'playwright-core';
import type { Browser } from 'playwright-core';

import type { Rest, SavedWorkflow } from './rest';

const SIZE = { width: 1280, height: 800 };
const PICTURES = path.resolve(__dirname, '../../docs/images');
/** n8n leaves the empty boxes of its expression editors in a corner, and tells of what has just been done. */
const HIDDEN = '#cm-tooltip-container, .el-notification { display: none }';
/** A machine that does much else takes a minute to show the editor. */
const WAIT_LIMIT = 120_000;

/** A Chromium; the environment's CHROMIUM names another one than Debian's. */
export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	return await chromium.launch({ executablePath });
}

export type Editor = Awaited<ReturnType<typeof openEditor>>;

/** Opens a tab with n8n in it, signed in as the owner. */
export async function openEditor(browser: Browser, url: string, rest: Rest) {
	const context = await browser.newContext({
		viewport: SIZE,
		locale: 'en-US',
		reducedMotion: 'reduce',
	});
	const { cookie = '', 'browser-id': browserId = '' } = rest.headers;
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url }]);
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), browserId);
	context.setDefaultTimeout(WAIT_LIMIT);
	const page = await context.newPage();
	/** The opened node: its input, its parameters, its output. */
	const details = page.getByTestId('ndv');
	const output = page.getByTestId('output-panel');
	return {
		page,
		details,
		input: page.getByTestId('ndv-input-panel'),
		output,
		credential: page.getByTestId('editCredential-modal'),
		/** A parameter of the opened node or credential. */
		parameter: (parameter: string) => page.getByTestId(`parameter-input-${parameter}`),
		async openWorkflow({ id }: SavedWorkflow): Promise<void> {
			await page.goto(`${url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor();
		},
		async openNode(node: string): Promise<void> {
			await page.locator(`[data-node-name="${node}"]`).first().dblclick();
			await details.waitFor();
		},
		/** Takes a picture of the guide, where the environment has PICTURES; it needs a Chinese font. */
		async takePicture(name: string): Promise<void> {
			if (!process.env.PICTURES) return;
			await page.mouse.move(0, 0);
			await page.waitForTimeout(1_000); // Until the tooltips and transitions have ended.
			await page.screenshot({ path: path.join(PICTURES, `${name}.png`), style: HIDDEN });
		},
		/** Executes the opened node, and those before it that have not run. */
		async executeStep(): Promise<void> {
			await details.getByTestId('node-execute-button').click();
		},
		/** The output on show, a list of cells for each row. */
		async outputRows(): Promise<string[][]> {
			const table = output.getByRole('table');
			await table.waitFor();
			const [, ...rows] = await table.getByRole('row').all();
			const cells = rows.map(async (row) => await row.getByRole('cell').allInnerTexts());
			// The last one is an empty margin.
			return (await Promise.all(cells)).map((texts) => texts.slice(0, -1));
		},
	};
}
