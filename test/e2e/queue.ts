/** n8n in queue mode: a main and two workers with Redis and PostgreSQL, beside a simulated Feishu. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { SimulatorSettings } from '../support/feishu/simulator';
import { HOST, freePort, startN8n } from './n8n';
import type { N8n } from './n8n';
import { startServer } from './server';
import type { Server } from './server';

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

/** Reads what a process prints, up to a mark; throws when it ends before. */
async function readUntil({ stdout }: ReturnType<typeof spawn>, mark: string): Promise<string> {
	let output = '';
	for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
		output += String(chunk);
		if (output.includes(mark)) return output;
	}
	throw new Error(`It ended before it printed "${mark}": ${output}`);
}

/**
 * Starts Debian's Redis and waits until it listens; returns what kills it.
 * @param folder gets all it is told, so that it survives to be killed: the next one there knows it
 */
async function startRedis(folder: string, port: number): Promise<() => Promise<void>> {
	const options = { port, bind: HOST, dir: folder, appendonly: 'yes', save: '' };
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const child = spawn('redis-server', args);
	const gone = once(child, 'exit');
	await readUntil(child, 'Ready to accept connections');
	child.stdout.resume();
	return async () => {
		child.kill('SIGKILL');
		await gone;
	};
}

/**
 * Starts Debian's PostgreSQL with an empty database, as another user where we are root, for it would
 * refuse. It lives as long as the command that is given to Debian's wrapper, and that until its input ends.
 * @returns what tells n8n to use it, and what ends it
 */
async function startPostgres() {
	const port = String(await freePort());
	const command = 'echo "$PGUSER $PGPASSWORD ready" && exec cat';
	const child = spawn('pg_virtualenv', ['-t', 'sh', '-c', command], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { ...process.env, PGPORT: port },
	});
	const gone = once(child, 'exit');
	const output = await readUntil(child, ' ready');
	child.stdout.resume();
	const [, user = '', password = ''] = /^(\S+) (\S+) ready/m.exec(output) ?? [];
	const env = {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
	};
	const stop = async () => {
		child.stdin.end();
		await gone;
	};
	return { env, stop };
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
		let killRedis = await startRedis(folder, redisPort);
		undo.push(async () => await killRedis());
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
		const packages = path.join('.n8n', 'nodes');
		for (const to of folders) {
			await cp(path.join(server.userFolder, packages), path.join(to, packages), {
				recursive: true,
			});
		}
		const startWorkers = async (): Promise<N8n[]> =>
			await Promise.all(
				folders.map(async (userFolder) => await startN8n({ command: 'worker', userFolder, env })),
			);
		let workers = await startWorkers();
		undo.push(async () => {
			await Promise.all(workers.map(async (worker) => await worker.stop()));
		});
		const crash = async () => {
			await Promise.all([killRedis(), ...workers.map(async (worker) => await worker.kill())]);
			killRedis = await startRedis(folder, redisPort);
			workers = await startWorkers();
		};
		return { ...server, stop, crash };
	} catch (error) {
		await stop();
		throw error;
	}
}
