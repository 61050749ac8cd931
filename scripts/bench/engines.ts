/** Runs in n8n-core, with n8n's default engine of expressions. */
import { Expression } from 'n8n-workflow';

import { runNode } from '../../test/support/engine/engine';
import type { RunOptions, RunResult } from '../../test/support/engine/engine';

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

/**
 * Runs the node behind a sheet, and nothing behind it.
 * @throws what the run failed with
 */
export async function runAlone(options: Omit<RunOptions, 'traces'>): Promise<RunResult> {
	const result = await runNode({ ...options, traces: false });
	if (result.error) throw result.error;
	return result;
}
