/** The node's own work: compiled as the package is, but its calls wait for no limit and use no network. */
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';

import { bundleOptions } from '../../build/bundle';
import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { executeContext } from '../../test/support/inProcessRun';
import { Hire } from '../../test/support/feishu/hire';
import { PARAMETERS, makeSheet } from '../../test/support/sheets';
import type { SheetSettings } from '../../test/support/sheets';

const { mobileNumber, email, identificationNumber } = PARAMETERS;
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

type OwnModule = typeof import('../../nodes/BatchGetTalentId/BatchGetTalentId.node');

/** Compiles and loads the node. tsx would add a call to every closure, to keep its name. */
export async function loadOwnNode(): Promise<OwnModule> {
	await build({
		...bundleOptions,
		entryPoints: [path.join(ROOT, 'nodes/BatchGetTalentId/BatchGetTalentId.node.ts')],
		outfile: OUTFILE,
		plugins: [withOwnCalls],
	});
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(OUTFILE) as OwnModule;
}

/** The talents of the reply to a call. */
type ReplyTo = (body: BatchGetIdBody) => object[];

/** Executes the node once; each reply comes in a turn of the event loop of its own, as from a network. */
export async function runOwnNode(
	{ BatchGetTalentId }: OwnModule,
	items: INodeExecutionData[],
	replyTo: ReplyTo,
): Promise<unknown> {
	let lastReply = Promise.resolve();
	const node = new BatchGetTalentId();
	const defaults = node.description.properties.map(({ name, default: value }) => [name, value]);
	const { context } = executeContext({
		items,
		parameters: {
			...Object.fromEntries(defaults),
			mobileNumber,
			email,
			identificationNumber,
		},
		continueOnFail: true,
		getCredentials: () => ({ appType: 'custom', appId: 'cli_1', appSecret: 's', host: 'feishu' }),
		send: async (_, { body }) => {
			await (lastReply = lastReply.then(async () => await setImmediate()));
			return replyTo(body as BatchGetIdBody);
		},
	});
	return await node.execute.call(context);
}

/** A sheet with Feishu's replies to its calls, in their order; made by a first run, which so costs the others nothing. */
export async function recordReplies(module: OwnModule, rows: number, settings: SheetSettings) {
	const { cases, people } = makeSheet(rows, { hasDocuments: true, ...settings });
	const items = cases.map(({ item }) => item);
	const hire = new Hire(people);
	const replies: object[][] = [];
	await runOwnNode(module, items, (body) => {
		const talents = hire.find(body) ?? [];
		replies.push(talents);
		return talents;
	});
	return { items, replies };
}
