/** The servers that n8n's queue mode needs, Debian's own: Redis and PostgreSQL. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { HOST, freePort } from './n8n';

/** A started Redis. */
export interface Redis {
	/** Ends it at once, and waits until it is gone. */
	kill(): Promise<void>;
}

/**
 * Starts a Redis and waits until it listens.
 * @param folder gets all it is told, so that it survives to be killed: the next one there knows it
 */
export async function startRedis(folder: string, port: number): Promise<Redis> {
	const options = { port, bind: HOST, dir: folder, appendonly: 'yes', save: '' };
	const child = spawn(
		'redis-server',
		Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
		{ stdio: 'ignore' },
	);
	const gone = once(child, 'exit');
	while (!(await listens(port))) {
		if (child.exitCode !== null) throw new Error(`redis-server ended: ${child.exitCode}`);
		await setTimeout(50);
	}
	return {
		async kill() {
			child.kill('SIGKILL');
			await gone;
		},
	};
}

async function listens(port: number): Promise<boolean> {
	const socket = connect(port, HOST);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** A started PostgreSQL with an empty database. */
export interface Postgres {
	/** Tells n8n to use it. */
	env: Record<string, string>;
	/** Ends it and removes all it wrote. */
	stop(): Promise<void>;
}

/** Starts a PostgreSQL as another user where we are root, for it would refuse. */
export async function startPostgres(): Promise<Postgres> {
	const port = String(await freePort());
	// It lives as long as the command that is given to Debian's wrapper, and that until its input ends.
	const command = 'echo "ready $PGUSER $PGPASSWORD" && exec cat';
	const child = spawn('pg_virtualenv', ['-t', 'sh', '-c', command], {
		stdio: ['pipe', 'pipe', 'pipe'],
		env: { ...process.env, PGPORT: port },
	});
	const gone = once(child, 'exit');
	const errors = text(child.stderr);
	let output = '';
	for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
		output += String(chunk);
		const [, user, password] = /^ready (\S+) (\S+)$/m.exec(output) ?? [];
		if (user === undefined || password === undefined) continue;
		return {
			env: {
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: HOST,
				DB_POSTGRESDB_PORT: port,
				DB_POSTGRESDB_DATABASE: 'postgres',
				DB_POSTGRESDB_USER: user,
				DB_POSTGRESDB_PASSWORD: password,
			},
			async stop() {
				child.stdin.end();
				child.stdout.resume();
				await gone;
			},
		};
	}
	throw new Error(`PostgreSQL did not start:\n${await errors}`);
}
