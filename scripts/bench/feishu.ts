/** The simulated Feishu in a process of its own, so that it shares nobody's event loop. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import { storedCredentials } from '../../test/support/engine/built';
import type { MemoryCredentials } from '../../test/support/engine/credentials';
import { Simulator } from '../../test/support/feishu/simulator';
import type { App } from '../../test/support/feishu/simulator';
import { makeSheet } from '../../test/support/sheets';
import { trafficOf } from './traffic';
import type { Traffic } from './traffic';

interface FeishuSettings {
	/** The sheet whose talents it knows. */
	rows: number;
	/** Milliseconds until a lookup is answered. */
	roundTrip: number;
}

/** An app that has made no call yet: its windows are empty, and no other run's limiter holds it. */
export interface FreshApp extends App {
	/** A valid one, as an earlier run would have left it. */
	accessToken: string;
}

interface Started {
	url: string;
	apps: FreshApp[];
}

const APPS = 10;

export class Feishu {
	private constructor(
		readonly url: string,
		private readonly apps: FreshApp[],
		private readonly child: ChildProcess,
	) {}

	/** Does some work with a Feishu of its own. */
	static async use<T>(settings: FeishuSettings, work: (feishu: Feishu) => Promise<T>): Promise<T> {
		const child = fork(__filename, [JSON.stringify(settings)]);
		const [{ url, apps }] = (await once(child, 'message')) as [Started];
		try {
			return await work(new Feishu(url, apps, child));
		} finally {
			child.disconnect();
			await once(child, 'exit');
		}
	}

	newApp(): FreshApp {
		const app = this.apps.pop();
		if (!app) throw new Error('No app is left.');
		return app;
	}

	/** With the token stored. */
	credentialsOf({ id: appId, secret: appSecret, accessToken }: FreshApp): MemoryCredentials {
		const data = { appId, appSecret, host: 'custom', baseUrl: this.url };
		const issuedFor = tokenKey(readAppOrThrow(data));
		return storedCredentials({ ...data, accessToken, issuedFor });
	}

	/** What was seen of an app so far. */
	async traffic({ id }: FreshApp): Promise<Traffic> {
		this.child.send(id);
		const [traffic] = (await once(this.child, 'message')) as [Traffic];
		return traffic;
	}
}

async function serve({ rows, roundTrip: latency }: FeishuSettings): Promise<void> {
	const { people } = makeSheet(rows, { hasDocuments: true });
	const apps = Array.from({ length: APPS }, (_, i): App => {
		return { id: `cli_${process.pid}_${i}`, secret: `secret-${i}`, type: 'custom' };
	});
	const simulator = await Simulator.start({ people, latency, apps });
	process.on('message', (id: string) => {
		process.send?.(trafficOf(simulator.calls.filter(({ appId }) => appId === id)));
	});
	process.on('disconnect', () => process.exit());
	const accessTokenOf = (app: App) => simulator.issueToken(app, Date.now());
	const fresh = apps.map((app): FreshApp => ({ ...app, accessToken: accessTokenOf(app) }));
	process.send?.({ url: simulator.url, apps: fresh } satisfies Started);
}

if (require.main === module) void serve(JSON.parse(process.argv[2] ?? '') as FeishuSettings);
