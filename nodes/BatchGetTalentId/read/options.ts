/** The parameters that hold for the whole run. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { EmitSettings } from '../emit';
import { LIMITS } from '../../../credentials/feishuApp';
import type { MatchBy } from '../types';

/** The `options` collection; see the panel for what each means. */
export interface Options {
	batchSize: number;
	requestsPerSecond: number;
	requestsPerMinute: number;
	maxTries: number;
	/** Milliseconds. */
	timeout: number;
}

export interface Settings {
	matchBy: MatchBy;
	output: EmitSettings['output'];
	includeInputFields: boolean;
	options: Options;
}

/** Each option's label, default and greatest value; the least is 1. */
const OPTIONS: Record<keyof Options, { label: string; standard: number; most: number }> = {
	batchSize: { label: 'Batch Size', standard: 100, most: LIMITS.batchSize },
	requestsPerSecond: {
		label: 'Requests per Second',
		standard: LIMITS.requestsPerSecond,
		most: LIMITS.requestsPerSecond,
	},
	requestsPerMinute: {
		label: 'Requests per Minute',
		standard: LIMITS.requestsPerMinute,
		most: LIMITS.requestsPerMinute,
	},
	maxTries: { label: 'Max Tries', standard: 5, most: Number.MAX_SAFE_INTEGER },
	timeout: { label: 'Timeout (Ms)', standard: 30_000, most: 2 ** 31 - 1 },
};

/**
 * Reads the settings of a run.
 * @throws NodeOperationError when an option is out of its bounds, which an expression can bring about
 */
export function readSettings(context: IExecuteFunctions): Settings {
	// These types are what the panel offers; only the values of the options can be expressions.
	const given = context.getNodeParameter('options', 0, {}) as Partial<Options>;
	const read = (name: keyof Options): number => {
		const { label, standard, most } = OPTIONS[name];
		const value: unknown = given[name] ?? standard;
		if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most)
			return Number(value);
		throw new NodeOperationError(context.getNode(), `${label} is out of its bounds`, {
			description: `Set it to a whole number from 1 to ${most}.`,
		});
	};
	const output = context.getNodeParameter('output', 0, 'talent') as EmitSettings['output'];
	return {
		matchBy: context.getNodeParameter('matchBy', 0, 'all') as MatchBy,
		output,
		includeInputFields:
			output === 'match' && (context.getNodeParameter('includeInputFields', 0, false) as boolean),
		options: {
			batchSize: read('batchSize'),
			requestsPerSecond: read('requestsPerSecond'),
			requestsPerMinute: read('requestsPerMinute'),
			maxTries: read('maxTries'),
			timeout: read('timeout'),
		},
	};
}
