/** The simulated Feishu as the benchmark's own process sees it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import type { MemoryCredentials } from '../../test/support/engine/credentials';
import { storedCredentials } from '../../test/support/engine/engine';
import type { App } from '../../test/support/feishu/simulator';
import type { Traffic } from './traffic';

/** What the simulated Feishu is started with. */
export interface FeishuInput {
	apps: App[];
	/** The sheet whose talents it knows. */
	rows: number;
	/** Milliseconds until a lookup is answered. */
	roundTrip: number;
}

/** An app that has made no call yet: its windows are empty, and no other run's limiter holds it. */
export interface FreshApp {
	app: App;
	/** With a valid token stored, as after an earlier run. */
	credentials: MemoryCredentials;
}

const MAX_APPS = 200;
const EXCHANGE_PATH = '/open-apis/auth/v3/tenant_access_token/internal';
const LOOKUP_PATH = '/open-apis/hire/v1/talents/batch_get_id';

export class Feishu {
	private static started = 0;

	private constructor(
		readonly url: string,
		private readonly apps: App[],
		private readonly child: ChildProcess,
	) {}

	/** Does some work with a Feishu of its own, in another process. */
	static async use<T>(
		settings: Omit<FeishuInput, 'apps'>,
		work: (feishu: Feishu) => Promise<T>,
	): Promise<T> {
		const name = `bench${++this.started}`;
		const apps = Array.from({ length: MAX_APPS }, (_, i): App => {
			return { id: `cli_${name}_${i}`, secret: `secret-of-${name}-${i}`, type: 'custom' };
		});
		const input: FeishuInput = { ...settings, apps };
		const child = fork(path.join(__dirname, 'feishuProcess.ts'), [JSON.stringify(input)]);
		const [url] = (await once(child, 'message')) as [string];
		try {
			return await work(new Feishu(url, apps, child));
		} finally {
			child.disconnect();
			await once(child, 'exit');
		}
	}

	get lookupUrl(): string {
		return this.url + LOOKUP_PATH;
	}

	async newApp(): Promise<FreshApp> {
		const app = this.apps.pop();
		if (!app) throw new Error('No app is left.');
		const body = JSON.stringify({ app_id: app.id, app_secret: app.secret });
		const response = await fetch(this.url + EXCHANGE_PATH, { method: 'POST', body });
		const { tenant_access_token: accessToken } = (await response.json()) as {
			tenant_access_token: string;
		};
		const data = { appId: app.id, appSecret: app.secret, host: 'custom', baseUrl: this.url };
		const issuedFor = tokenKey(readAppOrThrow(data));
		return { app, credentials: storedCredentials({ ...data, accessToken, issuedFor }) };
	}

	/** What was seen of an app so far. */
	async traffic({ app }: FreshApp): Promise<Traffic> {
		this.child.send(app.id);
		const [traffic] = (await once(this.child, 'message')) as [Traffic];
		return traffic;
	}
}
