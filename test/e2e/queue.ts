/** n8n in queue mode: a main and two workers with Redis and PostgreSQL, beside a simulated Feishu. */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { SimulatorSettings } from '../support/feishu/simulator';
import { HOST, freePort, startN8n } from './n8n';
import type { N8n } from './n8n';
import { startServer } from './server';
import type { Server } from './server';
import { startPostgres, startRedis } from './services';

const WORKERS = ['worker-1', 'worker-2'];

/** By default n8n takes up to 90 s to notice that a worker is gone. */
const NOTICE_CRASHES_SOONER = {
	QUEUE_WORKER_LOCK_DURATION: '30000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '10000',
};

/** A server whose executions are done by two workers. */
export interface QueueServer extends Server {
	/** Kills Redis and both workers, and starts them again on what they left. */
	crash(): Promise<void>;
}

/** Starts all of it. Each worker has a folder of its own, as on a machine of its own. */
export async function startQueueServer(settings: Partial<SimulatorSettings>): Promise<QueueServer> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-queue-'));
	const undo = [async () => await rm(folder, { recursive: true, force: true })];
	const stop = async () => {
		for (const one of undo.splice(0).reverse()) await one();
	};
	try {
		const postgres = await startPostgres();
		undo.push(postgres.stop);
		const redisPort = await freePort();
		let redis = await startRedis(folder, redisPort);
		undo.push(async () => await redis.kill());
		const env = {
			...postgres.env,
			...NOTICE_CRASHES_SOONER,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			N8N_ENCRYPTION_KEY: randomUUID(),
		};
		const server = await startServer(settings, env);
		undo.push(server.stop);
		const folders = WORKERS.map((worker) => path.join(folder, worker));
		for (const userFolder of folders) await copyPackage(server.userFolder, userFolder);
		let workers = await startWorkers(folders, env);
		undo.push(async () => {
			await Promise.all(workers.map(async (worker) => await worker.stop()));
		});
		return {
			...server,
			stop,
			async crash() {
				await Promise.all([redis, ...workers].map(async (one) => await one.kill()));
				redis = await startRedis(folder, redisPort);
				workers = await startWorkers(folders, env);
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function copyPackage(from: string, to: string): Promise<void> {
	const packages = path.join('.n8n', 'nodes');
	await cp(path.join(from, packages), path.join(to, packages), { recursive: true });
}

const startWorkers = async (folders: string[], env: Record<string, string>): Promise<N8n[]> =>
	await Promise.all(
		folders.map(async (userFolder) => await startN8n({ command: 'worker', userFolder, env })),
	);
