/** This node and n8n's HTTP Request node in n8n-core, with n8n's default engine of expressions. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Expression } from 'n8n-workflow';
import type { IExecuteFunctions, VersionedNodeType } from 'n8n-workflow';

import { CREDENTIAL_NAME } from '../../credentials/feishuApp';
import { NODE_TYPE, builtNode, runNode } from '../../test/support/engine/engine';
import type { NodeVersion, RunOptions, RunResult } from '../../test/support/engine/engine';
import { RUNTIME, installN8n } from '../../test/e2e/n8n';
import { REFERENCES } from './sheet';

/** n8n's own defaults (`expression-engine.config.js` of @n8n/config 2.41). */
const VM_SETTINGS = {
	engine: 'vm',
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5_000,
	bridgeMemoryLimit: 128,
} as const;

/** n8n-core has the legacy engine before n8n starts this one. */
export async function useVmEngine(): Promise<void> {
	await Expression.initExpressionEngine(VM_SETTINGS);
	Expression.setExpressionEngine('vm');
}

export interface TimedRun extends RunResult {
	/** Milliseconds from the end of the sheet's node to the end of the node behind it. */
	took: number;
}

/**
 * Runs a node behind a sheet, and nothing behind it.
 * @throws what the run failed with
 */
export async function runTimed(options: RunOptions): Promise<TimedRun> {
	const marks: number[] = [];
	const result = await runNode({
		...options,
		onNodeDone: () => marks.push(performance.now()),
	});
	if (result.error) throw result.error;
	const [sheetDone = NaN, nodeDone = NaN] = marks;
	return { ...result, took: nodeDone - sheetDone };
}

/**
 * A node that does what any must: it evaluates its parameters once and sends its one row by n8n's
 * helper. What this takes is n8n's own.
 */
export function bareNode(url: string): NodeVersion {
	const { description } = builtNode();
	async function execute(this: IExecuteFunctions) {
		for (const name of Object.keys(REFERENCES)) this.getNodeParameter(name, 0, '');
		await this.helpers.httpRequestWithAuthentication.call(this, CREDENTIAL_NAME, {
			method: 'POST',
			url,
			body: { mobile_code: '86', mobile_number_list: [this.getInputData()[0]?.json.m] },
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
		return [[], []];
	}
	return { type: NODE_TYPE, version: 1, implementation: { description, execute } };
}

/** n8n's HTTP Request node in its newest version, of the n8n in `.n8n`. */
export async function httpRequestNode(): Promise<NodeVersion> {
	await installN8n();
	const load = createRequire(path.join(RUNTIME, 'package.json'));
	const { HttpRequest } = load('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: new () => VersionedNodeType;
	};
	const node = new HttpRequest();
	return {
		type: 'n8n-nodes-base.httpRequest',
		version: node.getLatestVersion(),
		implementation: node.getNodeType(),
	};
}
