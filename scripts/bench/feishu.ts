/** The simulated Feishu as the benchmark's own process sees it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import type { MemoryCredentials } from '../../test/support/engine/credentials';
import { storedCredentials } from '../../test/support/engine/engine';
import { PATHS, overHttp } from '../../test/support/feishu/client';
import type { App } from '../../test/support/feishu/simulator';
import { makeApps } from './traffic';
import type { FeishuSettings, Traffic } from './traffic';

export const LOOKUP_PATH = PATHS.lookup;

/** An app that has made no call yet: its windows are empty, and no other run's limiter holds it. */
export interface FreshApp {
	app: App;
	/** With a valid token stored, as after an earlier run. */
	credentials: MemoryCredentials;
}

export class Feishu {
	private static started = 0;

	private constructor(
		readonly url: string,
		private readonly apps: App[],
		private readonly child: ChildProcess,
	) {}

	static async start(options: Omit<FeishuSettings, 'name'>): Promise<Feishu> {
		const settings: FeishuSettings = { ...options, name: `bench${++this.started}` };
		const file = path.join(__dirname, 'feishuProcess.ts');
		const child = fork(file, [JSON.stringify(settings)]);
		const [url] = (await once(child, 'message')) as [string];
		return new Feishu(url, makeApps(settings.name), child);
	}

	async newApp(): Promise<FreshApp> {
		const app = this.apps.pop();
		if (!app) throw new Error('No app is left.');
		const data = {
			appType: 'custom',
			appId: app.id,
			appSecret: app.secret,
			host: 'custom',
			baseUrl: this.url,
		};
		const { body } = await overHttp(this.url)(PATHS.custom, {
			app_id: app.id,
			app_secret: app.secret,
		});
		const token = { accessToken: body.tenant_access_token ?? '' };
		const issuedFor = tokenKey(readAppOrThrow(data));
		return { app, credentials: storedCredentials({ ...data, ...token, issuedFor }) };
	}

	/** What was seen of an app so far. */
	async traffic({ app }: FreshApp): Promise<Traffic> {
		this.child.send(app.id);
		const [traffic] = (await once(this.child, 'message')) as [Traffic];
		return traffic;
	}

	async stop(): Promise<void> {
		this.child.disconnect();
		await once(this.child, 'exit');
	}
}
