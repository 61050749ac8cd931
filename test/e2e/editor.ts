/** n8n's editor in a headless Chromium, as the tests and the pictures of the guide use it. */
import { chromium, selectors } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';

import type { Rest, SavedWorkflow } from './rest';

const SIZE = { width: 1280, height: 800 };
/** A machine that does much else takes a minute to show the editor. */
const WAIT_LIMIT = 120_000;
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
];

/** A Chromium; the environment's CHROMIUM names another one than Debian's. */
export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	return await chromium.launch({ executablePath, args: FLAGS });
}

/** A tab with n8n in it, signed in. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a tab of the owner's. */
	static async open(browser: Browser, url: string, rest: Rest): Promise<Editor> {
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
		return new Editor(await context.newPage(), url);
	}

	/** The opened node: its input, its parameters, its output. */
	get details(): Locator {
		return this.page.getByTestId('ndv');
	}

	get input(): Locator {
		return this.page.getByTestId('ndv-input-panel');
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	/** The form of a credential. */
	get credential(): Locator {
		return this.page.getByTestId('editCredential-modal');
	}

	async openWorkflow({ id }: SavedWorkflow): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-node-name="${name}"]`).first().dblclick();
		await this.details.waitFor();
	}

	/** A parameter of the opened node or credential. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Executes the opened node, and those before it that have not run. */
	async executeStep(): Promise<void> {
		await this.details.getByTestId('node-execute-button').click();
	}

	/** The output on show, a list of cells for each row. */
	async outputRows(): Promise<string[][]> {
		const table = this.output.getByRole('table');
		await table.waitFor();
		const rows = await table.getByRole('row').all();
		return await Promise.all(
			rows.slice(1).map(async (row) => {
				const cells = await row.getByRole('cell').allInnerTexts();
				return cells.slice(0, -1); // The last one is an empty margin.
			}),
		);
	}
}
