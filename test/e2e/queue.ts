/** n8n in queue mode: a main and two workers with Redis and PostgreSQL, beside a simulated Feishu. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';

import type { SimulatorSettings } from '../support/feishu/simulator';
import { HOST, freePort, installPackage, startN8n } from './n8n';
import { startServer, stoppable } from './server';

const WORKERS = ['worker-1', 'worker-2'];

/** By default n8n takes up to 90 s to notice that a worker is gone. */
const NOTICE_CRASHES_SOONER = {
	QUEUE_WORKER_LOCK_DURATION: '30000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '10000',
};

/** A server whose executions are done by two workers. */
export type QueueServer = Awaited<ReturnType<typeof startQueueServer>>;

/**
 * Starts Debian's Redis, for which n8n waits; returns what kills it.
 * @param folder gets all it is told, so that it survives to be killed: the next one there knows it
 */
function startRedis(folder: string, port: number): () => Promise<void> {
	const options = { port, bind: HOST, dir: folder, appendonly: 'yes', save: '' };
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const child = spawn('redis-server', args, { stdio: 'ignore' });
	const gone = once(child, 'exit');
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
	let output = '';
	for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
		output += String(chunk);
		if (output.includes(' ready')) break;
	}
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

/**
 * Starts all of it. Each worker has a folder of its own, as on a machine of its own.
 * @returns with `crash`, which kills Redis and both workers, and starts them again on what they left
 */
export async function startQueueServer(settings: Partial<SimulatorSettings>) {
	return await stoppable(async (folder, onStop) => {
		const postgres = await startPostgres();
		onStop(postgres.stop);
		const redisPort = await freePort();
		let killRedis = startRedis(folder, redisPort);
		onStop(async () => await killRedis());
		const env = {
			...postgres.env,
			...NOTICE_CRASHES_SOONER,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			N8N_ENCRYPTION_KEY: randomUUID(),
		};
		const server = await startServer(settings, env);
		onStop(server.stop);
		const folders = WORKERS.map((worker) => path.join(folder, worker));
		for (const userFolder of folders) await installPackage(userFolder);
		const startWorker = async (userFolder: string) =>
			await startN8n({ command: 'worker', userFolder, env });
		let workers = await Promise.all(folders.map(startWorker));
		onStop(async () => {
			await Promise.all(workers.map(async (worker) => await worker.stop()));
		});
		const crash = async () => {
			await Promise.all([killRedis(), ...workers.map(async ({ stop }) => await stop('SIGKILL'))]);
			killRedis = startRedis(folder, redisPort);
			workers = await Promise.all(folders.map(startWorker));
		};
		return { ...server, crash };
	});
}
