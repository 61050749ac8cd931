/** What a run of the fuzzer left behind, by either way. */
import { inspect } from 'node:util';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { FaultName } from './replies';

/** Why an execution ended. */
export interface RunError {
	message: string;
	/** The item it speaks of. */
	itemIndex?: number;
	/** All that it holds, as text. */
	text: string;
}

export const runErrorOf = (error: Error & { context?: IDataObject }): RunError => ({
	message: error.message,
	itemIndex: error.context?.itemIndex as number | undefined,
	text: inspect(error, { depth: 8 }),
});

/** What came of one execution. */
export interface Outcome {
	matched: INodeExecutionData[];
	unmatched: INodeExecutionData[];
	/** The error output, which only the engine has. */
	failed: INodeExecutionData[];
	error?: RunError;
	hints: string[];
	/** All that n8n keeps of the execution, as text. */
	kept: string;
	/** What the engine traces each item back to, output by output. */
	origins?: { matched: unknown[]; unmatched: unknown[]; failed: unknown[] };
}

export interface Observation {
	/** One for each sheet. */
	outcomes: Outcome[];
	/** When the calls came, in milliseconds. */
	arrivals: number[];
	/** What must not be seen anywhere: the app's secret, and the tokens. */
	secrets: string[];
	/** What was wrong while it ran. */
	offences: string[];
	/** The faults that struck, with the values of their calls. */
	struck: ReadonlyMap<FaultName, ReadonlySet<string>>;
}
