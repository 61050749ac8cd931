/** What the benchmark and its simulated Feishu agree on. */
import type { App } from '../../test/support/feishu/simulator';

const APPS = 200;

export interface FeishuSettings {
	/** Its apps are named after it, so that no two Feishus have the same. */
	name: string;
	/** The sheet whose talents it knows. */
	rows: number;
	/** Milliseconds until a lookup is answered. */
	roundTrip: number;
}

/** What it saw of one app. */
export interface Traffic {
	calls: number;
	refused: number;
	/** The most calls in any sliding second, and in any sliding minute. */
	peaks: [second: number, minute: number];
}

/** The apps that it knows, enough for a run each. */
export const makeApps = (name: string): App[] =>
	Array.from({ length: APPS }, (_, i) => ({
		id: `cli_${name}_${i}`,
		secret: `secret-of-${name}-${i}`,
		type: 'custom',
	}));
