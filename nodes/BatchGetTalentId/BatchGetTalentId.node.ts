import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { askFeishu } from './lookUp/lookUpBatches';
import { emitItems, failItems } from './emit';
import { CREDENTIAL_NAME } from '../../credentials/feishuApp';
import { matchQueries } from './match';
import { readQueries } from './read/items';
import { planBatches } from './plan';
import { properties } from './description';
import { failureOfRun, reportRun, stopOnEmptyQueries, stopOnFailure } from './report';
import { readSettings } from './read/options';

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
			return [failItems(items, failureOfRun(this, error)), []];
		}
	}
}

/** Input items to output items, step by step. */
async function lookUp(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[][]> {
	const start = performance.now();
	const { matchBy, output, includeInputFields, options } = readSettings(context);

	const queries = await readQueries(context, items);
	stopOnEmptyQueries(context, queries);
	const plan = planBatches(queries, matchBy, options.batchSize);
	const outcome = await askFeishu(context, plan, queries, options);
	const results = matchQueries(queries, plan.asked, outcome.answers);
	if (!context.continueOnFail()) stopOnFailure(context, results, outcome);
	reportRun(context, queries, results, outcome, performance.now() - start);

	const isTool = context.getNode().type.endsWith('Tool');
	return emitItems(items, results, { matchBy, output, includeInputFields, isTool });
}
