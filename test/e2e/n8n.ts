/**
 * A real n8n with this package in it: installed once per clone, then started as often as wanted.
 * Everything it writes lies in the git-ignored folder `.n8n`, or in the user folder it is given.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { devDependencies, name } from '../../package.json';

/** The environment's N8N_VERSION names another one to test in. */
const N8N_VERSION = process.env.N8N_VERSION ?? '2.41.1';
const START_LIMIT = 180_000;
const LOG_TAIL = 2_000;

const ROOT = path.resolve(__dirname, '../..');
/** Where all servers of the tests listen. */
export const HOST = '127.0.0.1';

/** Where n8n lives, and the user folders that are to last. */
export const N8N_FOLDER = path.join(ROOT, '.n8n');
/** Where n8n itself is installed. */
export const RUNTIME = path.join(N8N_FOLDER, 'runtimes', N8N_VERSION);

const MCP_REGISTRY = path.join(RUNTIME, 'node_modules/n8n/dist/modules/mcp-registry');

export interface StartOptions {
	/** Holds the database, the encryption key, the log and the installed packages of this n8n. */
	userFolder: string;
	/** The whole of n8n by default, else a worker that executes what another n8n puts into a queue. */
	command?: 'start' | 'worker';
	/** A free one by default. */
	port?: number;
	/** Further environment variables; they win over the ones set here. */
	env?: Record<string, string>;
}

export interface N8n {
	url: string;
	/** All that n8n has printed since it was started. */
	log(): string;
	/** Ends it as n8n wishes to be ended, or as a crash would (SIGKILL), and waits until it is gone. */
	stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
	gone: Promise<void>;
}

/**
 * Installs n8n into `.n8n/runtimes/VERSION`, unless it is there already. Not to be called twice at a time.
 * Of n8n's dependencies only sqlite3 needs its install script. Where no built one can be downloaded it
 * is compiled, with the headers that Node's own npm package carries.
 */
export async function installN8n(): Promise<void> {
	const done = path.join(RUNTIME, `installed-${N8N_VERSION}`);
	if (existsSync(done)) return;
	console.log(`Installing n8n ${N8N_VERSION} into .n8n: 3 GB and some minutes, this once.`);
	await mkdir(RUNTIME, { recursive: true });
	const node = nodePackage();
	const manifest = {
		private: true,
		dependencies: { n8n: N8N_VERSION, [node]: devDependencies.node },
		allowScripts: { sqlite3: true },
		// n8n 2.20 and older take it from another host than npm's.
		overrides: { xlsx: 'npm:@e965/xlsx@0.20.2' },
	};
	await writeFile(path.join(RUNTIME, 'package.json'), JSON.stringify(manifest));
	await npm(RUNTIME, ['install', '--ignore-scripts']);
	await npm(RUNTIME, ['rebuild', 'sqlite3'], {
		npm_config_nodedir: path.join(RUNTIME, 'node_modules', node),
	});
	await writeFile(done, '');
}

/** The npm package with Node's binary and headers for this platform, as the package `node` names it. */
function nodePackage(): string {
	const { platform, arch } = process;
	const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${platform}-${arch}`;
}

/**
 * Packs the package as built by now, and unpacks it where n8n installs community packages. It has no
 * dependencies that n8n would install with it.
 */
export async function installPackage(userFolder: string): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const folder = path.join(nodes, 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const packed = await npm(ROOT, ['pack', '--ignore-scripts', '--pack-destination', nodes]);
	const tarball = path.join(nodes, packed.trim());
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	await rm(tarball);
}

async function npm(folder: string, args: string[], env: NodeJS.ProcessEnv = {}) {
	const { stdout } = await promisify(execFile)(
		'npm',
		['--prefix', folder, '--loglevel=error', '--no-audit', '--no-fund', ...args],
		{ cwd: folder, env: { ...process.env, ...env }, maxBuffer: Infinity },
	);
	return stdout;
}

/** Starts n8n on loopback, with a SQLite database, and without calls to the servers of its makers. */
export async function startN8n(options: StartOptions): Promise<N8n> {
	const { userFolder, command = 'start', env } = options;
	const port = await freePort(options.port);
	const url = `http://${HOST}:${port}`;
	await mkdir(userFolder, { recursive: true });
	const cache = path.join(userFolder, '.cache');
	const logFile = path.join(userFolder, 'n8n.log');
	const log = await open(logFile, 'w');
	const child = spawn(
		process.execPath,
		[path.join(RUNTIME, 'node_modules', 'n8n', 'bin', 'n8n'), command],
		{
			cwd: userFolder,
			stdio: ['ignore', log.fd, log.fd],
			env: {
				...process.env,
				NODE_ENV: 'production',
				DB_TYPE: 'sqlite',
				N8N_LOG_LEVEL: 'info', // The tests silence n8n's engine in their own process.
				N8N_USER_FOLDER: userFolder,
				N8N_LISTEN_ADDRESS: HOST,
				N8N_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: HOST,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				N8N_SECURE_COOKIE: 'false',
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				// It does not start when told to leave out a module that it does not have.
				...(existsSync(MCP_REGISTRY) && { N8N_DISABLED_MODULES: 'mcp-registry' }),
				...env,
			},
		},
	);
	await log.close();
	const isGone = () => child.exitCode !== null || child.signalCode !== null;
	const n8n: N8n = {
		url,
		log: () => readFileSync(logFile, 'utf8'),
		// Each start copies the editor's code into this cache, and ESLint would read all of it.
		gone: once(child, 'exit').then(() => rm(cache, { recursive: true, force: true })),
		async stop(signal) {
			child.kill(signal);
			await n8n.gone;
		},
	};
	const giveUpAt = Date.now() + START_LIMIT;
	while (!(await answersJson(url + READY_PATH[command]))) {
		if (isGone() || Date.now() > giveUpAt) {
			await n8n.stop();
			throw new Error(`n8n did not start:\n${n8n.log().slice(-LOG_TAIL)}`);
		}
		await setTimeout(250);
	}
	return n8n;
}

/** n8n 1 calls itself ready before its REST interface is there, which a worker does not have. */
const READY_PATH = { start: '/rest/settings', worker: '/healthz/readiness' };

/** Whether JSON comes from there: n8n 1 says of everything in plain text that it is starting. */
const answersJson = async (url: string) =>
	await fetch(url).then(
		({ ok, headers }) => ok && headers.get('content-type')?.includes('json'),
		() => false,
	);

/** The given port if it is free, else an error; without one, any free port. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer().listen(wanted, HOST);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
