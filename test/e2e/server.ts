/** A new n8n beside a simulated Feishu, for the tests of one file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { CUSTOM_APP, Simulator } from '../support/feishu/simulator';
import type { SimulatorSettings } from '../support/feishu/simulator';
import { installPackage, startN8n } from './n8n';
import type { N8n } from './n8n';
import { Rest } from './rest';
import type { Credential } from './rest';
import { OUR_CREDENTIAL } from './workflow';

export interface Server {
	n8n: N8n;
	/** Holds what n8n writes, and the installed package. */
	userFolder: string;
	feishu: Simulator;
	/** The owner's session. */
	rest: Rest;
	/** Stored in n8n: the simulator's self-built app, no token yet. */
	credential: Credential;
	/** Ends both and removes all they wrote. */
	stop(): Promise<void>;
}

/** The data of a credential for a self-built app of a simulator. */
export const credentialData = ({ url }: Simulator, app = CUSTOM_APP) => ({
	appType: 'custom',
	appId: app.id,
	appSecret: app.secret,
	host: 'custom',
	baseUrl: url,
});

/**
 * Starts both, with the package as built by now installed in n8n and an owner set up.
 * @param settings of the simulator
 * @param env further environment variables of n8n
 */
export async function startServer(
	settings: Partial<SimulatorSettings> = {},
	env: Record<string, string> = {},
): Promise<Server> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-e2e-'));
	const undo = [async () => await rm(userFolder, { recursive: true, force: true })];
	const stop = async () => {
		for (const one of undo.splice(0).reverse()) await one();
	};
	try {
		await installPackage(userFolder);
		const feishu = await Simulator.start(settings);
		undo.push(async () => await feishu.stop());
		const n8n = await startN8n({ userFolder, env });
		undo.push(n8n.stop);
		const rest = await Rest.signUp(n8n.url);
		const data = credentialData(feishu);
		const credential = await rest.createCredential('Feishu Hire account', OUR_CREDENTIAL, data);
		return { n8n, userFolder, feishu, rest, credential, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
