/** A new n8n beside a simulated Feishu, for the tests of one file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { credentialData } from '../support/feishu/apps';
import { Simulator } from '../support/feishu/simulator';
import type { SimulatorSettings } from '../support/feishu/simulator';
import { installPackage, startN8n } from './n8n';
import { Rest } from './rest';
import { OUR_CREDENTIAL } from './workflow';

export type Server = Awaited<ReturnType<typeof startServer>>;

type Begin<T> = (folder: string, onStop: (undo: () => Promise<void>) => void) => Promise<T>;

/**
 * Begins something in a new folder. What it has begun is undone, the last first, when it fails or is
 * stopped; the folder goes too.
 */
export async function stoppable<T>(begin: Begin<T>): Promise<T & { stop(): Promise<void> }> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-e2e-'));
	const undo: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const one of undo.splice(0).reverse()) await one();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		return { ...(await begin(folder, (one) => undo.push(one))), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Starts both, with the package as built by now installed in n8n and an owner set up.
 * @param settings of the simulator
 * @param env further environment variables of n8n
 * @returns both, the folder that holds what n8n writes, the owner's session, and the stored credential of
 * the simulator's self-built app, without a token yet
 */
export async function startServer(
	settings: Partial<SimulatorSettings> = {},
	env: Record<string, string> = {},
) {
	return await stoppable(async (userFolder, onStop) => {
		await installPackage(userFolder);
		const feishu = await Simulator.start(settings);
		onStop(async () => await feishu.stop());
		const n8n = await startN8n({ userFolder, env });
		onStop(n8n.stop);
		const rest = await Rest.signUp(n8n.url);
		const data = credentialData(feishu.url);
		const credential = await rest.createCredential('Feishu Hire account', OUR_CREDENTIAL, data);
		return { n8n, userFolder, feishu, rest, credential };
	});
}
