/** The node's own work: compiled as the package is, but its calls wait for no limit and use no network. */
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';

import { bundleOptions } from '../../build/bundle';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { executeContext } from '../../test/support/executeContext';
import { REFERENCES } from './sheet';

const ROOT = path.resolve(__dirname, '../..');
const OUTFILE = path.join(ROOT, 'node_modules/.cache/bench/ownNode.cjs');

/** Puts `ownCalls.ts` in the place of the limiter and of the transport. */
const withOwnCalls: Plugin = {
	name: 'own-calls',
	setup({ onResolve }) {
		const ownCalls = path.join(__dirname, 'ownCalls.ts');
		onResolve({ filter: /\/(limiterRegistry|transport)$/ }, () => ({ path: ownCalls }));
	},
};

type OwnModule = typeof import('../../nodes/BatchGetTalentId/BatchGetTalentId.node') &
	typeof import('../../nodes/BatchGetTalentId/read/items');

/** Compiles and loads the node. tsx would add a call to every closure, to keep its name. */
export async function loadOwnNode(): Promise<OwnModule> {
	await build({
		...bundleOptions,
		stdin: {
			contents: `
				export * from './nodes/BatchGetTalentId/BatchGetTalentId.node';
				export * from './nodes/BatchGetTalentId/read/items';
			`,
			resolveDir: ROOT,
		},
		outfile: OUTFILE,
		plugins: [withOwnCalls],
	});
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(OUTFILE) as OwnModule;
}

export interface OwnRun {
	items: INodeExecutionData[];
	continueOnFail: boolean;
	/** The talents of the reply to a call; it comes in a turn of the event loop of its own, as from a network. */
	reply: (body: BatchGetIdBody) => object[];
}

/** Executes the node once. */
export async function runOwnNode(
	node: INodeType,
	{ items, continueOnFail, reply }: OwnRun,
): Promise<unknown> {
	let lastReply = Promise.resolve();
	const { context } = executeContext({
		items,
		parameters: { ...REFERENCES, matchBy: 'all', output: 'talent', options: {} },
		continueOnFail,
		getCredentials: () => ({ appType: 'custom', appId: 'cli_1', appSecret: 's', host: 'feishu' }),
		send: async (_, { body }) => {
			await (lastReply = lastReply.then(async () => await setImmediate()));
			return reply(body as BatchGetIdBody);
		},
	});
	return await node.execute?.call(context);
}

/** The longest turn of the event loop during some work: nothing else of n8n runs meanwhile. */
export interface LongestTurn {
	/** In milliseconds. */
	ms: number;
	/** CPU time of the main thread in the turn that took most of it: what is left where others use the machine. */
	cpuMs: number;
}

/** Does some work, and says how long its longest turn was. */
export async function watchTurns(work: () => Promise<unknown>): Promise<LongestTurn> {
	const longest = { ms: 0, cpuMs: 0 };
	let start = performance.now();
	let cpuStart = process.threadCpuUsage();
	const endTurn = () => {
		const { user, system } = process.threadCpuUsage(cpuStart);
		longest.ms = Math.max(longest.ms, performance.now() - start);
		longest.cpuMs = Math.max(longest.cpuMs, (user + system) / 1_000);
		start = performance.now();
		cpuStart = process.threadCpuUsage();
	};
	const timer = setInterval(endTurn, 1);
	await work();
	endTurn();
	clearInterval(timer);
	return longest;
}
