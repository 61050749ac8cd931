/** The parameters that hold for the whole run. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { NUMBER_OPTIONS } from '../description';
import type { NumberOption } from '../description';
import type { EmitSettings } from '../emit';
import type { MatchBy } from '../types';

/** The `options` collection; see the panel for what each means. */
export type Options = Record<NumberOption, number>;

export interface Settings {
	matchBy: MatchBy;
	output: EmitSettings['output'];
	includeInputFields: boolean;
	includeIdentifiers: boolean;
	options: Options;
}

/**
 * Reads the settings of a run.
 * @throws NodeOperationError when an option is out of its bounds, which an expression can bring about
 */
export function readSettingsOrThrow(context: IExecuteFunctions): Settings {
	// These types are what the panel offers; only the values of the options can be expressions.
	const given = context.getNodeParameter('options', 0, {}) as Partial<
		Options & { includeIdentifiers: boolean }
	>;
	const read = (name: NumberOption): number => {
		const { label, default: fallback, max } = NUMBER_OPTIONS[name];
		const value: unknown = given[name] ?? fallback;
		if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max) return Number(value);
		throw new NodeOperationError(
			context.getNode(),
			`${label} must be a whole number from 1 to ${max}`,
			{ description: `Set ${label} in the options of this node.` },
		);
	};
	const output = context.getNodeParameter('output', 0, 'talent') as EmitSettings['output'];
	return {
		matchBy: context.getNodeParameter('matchBy', 0, 'all') as MatchBy,
		output,
		includeInputFields:
			output === 'match' && (context.getNodeParameter('includeInputFields', 0, false) as boolean),
		includeIdentifiers: given.includeIdentifiers === true,
		options: {
			batchSize: read('batchSize'),
			requestsPerSecond: read('requestsPerSecond'),
			requestsPerMinute: read('requestsPerMinute'),
			maxTries: read('maxTries'),
			timeout: read('timeout'),
		},
	};
}
