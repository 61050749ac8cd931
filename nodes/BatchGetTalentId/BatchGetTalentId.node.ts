import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { CREDENTIAL_NAME } from '../../credentials/feishuApp';
import { properties } from './description';
import { ItemEmitter, failItems } from './emit';
import { lookUpBatches } from './lookUp/lookUpBatches';
import { matchQuery } from './match';
import { BatchPlanner } from './plan';
import { openQueryReader } from './read/items';
import { readSettingsOrThrow } from './read/options';
import {
	RunSummary,
	assertSomeIdentifiers,
	throwReadingFailures,
	toRunFailureOrThrow,
} from './report';
import { mapInSlices } from './slices';

/** Maps the items of a workflow to the talents of Feishu Hire, many in one call. */
export class BatchGetTalentId implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu Hire: Batch Get Talent ID',
		name: 'batchGetTalentId',
		icon: {
			light: 'file:../../icons/feishuHire.svg',
			dark: 'file:../../icons/feishuHire.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: 'Batch get talent ID',
		description:
			'Find out which candidates are already in Feishu Hire, by mobile number, email or identification number',
		defaults: { name: 'Feishu Hire: Batch Get Talent ID' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Matched', 'Unmatched'],
		credentials: [{ name: CREDENTIAL_NAME, required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		try {
			return await lookUp(this, items);
		} catch (error) {
			return [failItems(items, toRunFailureOrThrow(this, error)), []];
		}
	}
}

/** Input items to output items, step by step. */
async function lookUp(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[][]> {
	const settings = readSettingsOrThrow(context);
	const { matchBy, options } = settings;
	const stops = !context.continueOnFail();
	const summary = new RunSummary(context);

	const read = openQueryReader(context, items, matchBy);
	const planner = new BatchPlanner(matchBy, options.batchSize);
	const queries = await mapInSlices(context, items, (_, index) => planner.add(read(index)));
	assertSomeIdentifiers(context, queries);
	if (stops) throwReadingFailures(context, queries);

	const outcome = await lookUpBatches(context, planner, queries, options);

	const isTool = context.getNode().type.endsWith('Tool');
	const emitter = new ItemEmitter({ ...settings, isTool });
	await mapInSlices(context, queries, (query, index) => {
		const result = matchQuery(query, outcome.answers, outcome.otherSpellings.get(index));
		summary.add(query, result);
		emitter.emit(items[index] ?? { json: {} }, result, query);
	});
	if (stops) summary.throwFirstFailure(outcome);
	summary.show(outcome, emitter.talents);
	return emitter.outputs;
}
