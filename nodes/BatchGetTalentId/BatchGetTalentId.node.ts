import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { emitItems } from './emit';
import { FeishuClient } from './feishu/client';
import { connect } from './feishu/connect';
import { joinLimiter } from './feishu/limiter';
import { CREDENTIAL_NAME, findBaseUrlProblem, limitKey, readCredentials } from './feishu/wire';
import { matchQueries, placeTalents } from './match';
import { planBatches } from './plan';
import type { Plan } from './plan';
import { properties } from './properties';
import { ITEM_PARAMETERS, readQueries } from './read';
import { readSettings } from './settings';
import type { Options } from './settings';
import type { Answer, Answers, Combination, Failure, Result, TalentQuery } from './types';

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
			'Finds the talents in Feishu Hire by mobile number, email or identification number, many in one call',
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
		const { matchBy, output, includeInputFields, options } = readSettings(this);

		const queries = readQueries(items.length, (name, item) =>
			this.getNodeParameter(name, item, ''),
		);
		reportEmptyQueries(this, queries);
		const plan = planBatches(queries, matchBy, options.batchSize);
		const { answers, hopeless } = await askFeishu(this, plan, queries, options);
		const results = matchQueries(queries, plan.asked, answers);
		if (!this.continueOnFail()) stopOnFailure(this, results, hopeless);

		const isTool = this.getNode().type.endsWith('Tool');
		return emitItems(items, results, { matchBy, output, includeInputFields, isTool });
	}
}

const NOTHING_ASKED = {
	message: 'No item gives a mobile number, an email or an identification number',
	description: `Set ${ITEM_PARAMETERS.mobileNumber}, ${ITEM_PARAMETERS.email} or ${ITEM_PARAMETERS.identificationNumber} to the field that holds it, e.g. {{ $json.mobile }}. The field may be empty in some items, but not in all.`,
};

/** An item without any identifier is unmatched, and said in a hint; if it is all of them, they fail. */
function reportEmptyQueries(context: IExecuteFunctions, queries: TalentQuery[]): void {
	const empty = queries.filter(({ identifiers, problem }) => identifiers.length === 0 && !problem);
	if (empty.length === 0) return;
	if (empty.length < queries.length) {
		context.addExecutionHints({
			message: `${empty.length} of ${queries.length} items have no identifier. They are on the Unmatched output.`,
			type: 'info',
			location: 'outputPane',
		});
		return;
	}
	if (!context.continueOnFail()) {
		const { message, description } = NOTHING_ASKED;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	for (const query of queries) query.problem = NOTHING_ASKED;
}

/** Tells which answers end a run with On Error = stop: those that fail an item for certain. */
function failureFinder({ asked }: Plan) {
	const onlyOnes = new Set(
		asked.flatMap((combinations) => (combinations.length === 1 ? combinations : [])),
	);
	return (combination: Combination, { status }: Answer) =>
		status === 'failed' || (status === 'rejected' && onlyOnes.has(combination));
}

/** Asks all batches; nothing when an item failed on its own already and On Error = stop. */
async function askFeishu(
	context: IExecuteFunctions,
	plan: Plan,
	queries: TalentQuery[],
	options: Options,
): Promise<{ answers: Answers; hopeless?: Failure }> {
	const stops = !context.continueOnFail();
	const failed = queries.some(({ identifiers, problem }) => identifiers.length === 0 && problem);
	if (plan.batches.length === 0 || (stops && failed)) return { answers: new Map() };

	const { requestsPerSecond, requestsPerMinute, maxTries, timeout } = options;
	const rate = { requestsPerSecond, requestsPerMinute };
	const credentials = readCredentials(await context.getCredentials(CREDENTIAL_NAME));
	const problem = findBaseUrlProblem(credentials);
	if (problem !== undefined) return failAll(plan, { message: problem });
	const limiter = joinLimiter(limitKey(credentials), rate);
	try {
		const client = new FeishuClient({
			limiter,
			send: connect(context, timeout),
			place: placeTalents,
			maxTries,
			endsRun: stops ? failureFinder(plan) : () => false,
			signal: context.getExecutionCancelSignal(),
		});
		const answers = await Promise.all(plan.batches.map(async (batch) => await client.ask(batch)));
		if (client.repliesUnclear) reportUnclearReplies(context);
		return { answers: new Map(answers.flatMap((part) => [...part])), hopeless: client.hopeless };
	} finally {
		limiter.leave(rate);
	}
}

function failAll({ batches }: Plan, failure: Failure) {
	const combinations = batches.flatMap((batch) => batch.combinations);
	const answer: Answer = { status: 'failed', failure };
	const answers: Answers = new Map(combinations.map((combination) => [combination, answer]));
	return { answers, hopeless: failure };
}

function reportUnclearReplies(context: IExecuteFunctions): void {
	context.addExecutionHints({
		message:
			'Feishu returned talents without the identifiers that were asked, or masked them, so more calls than usual were needed to tell whose they are.',
		type: 'warning',
		location: 'outputPane',
	});
}

/** With On Error = stop: throws the failure that ended the run, or else the lowest item's. */
function stopOnFailure(context: IExecuteFunctions, results: Result[], hopeless?: Failure): void {
	if (hopeless) throw toNodeError(context, hopeless, hopeless.description);
	const failures = results.flatMap((result, itemIndex) =>
		result.status === 'failed' ? [{ ...result, itemIndex }] : [],
	);
	const [first] = failures;
	if (!first) return;
	const { failure, identifier, itemIndex } = first;
	const description = [
		failure.description,
		identifier && `Identifier: ${identifier}.`,
		`${failures.length} of ${results.length} items failed before the run was stopped.`,
		'To keep the answers of the others, set On Error in the Settings of this node to Continue.',
	];
	throw toNodeError(context, failure, description.filter(Boolean).join(' '), itemIndex);
}

/** The error n8n shows; one of Feishu with its HTTP status. */
function toNodeError(
	context: IExecuteFunctions,
	{ message, status }: Failure,
	description?: string,
	itemIndex?: number,
) {
	const node = context.getNode();
	if (status === undefined)
		return new NodeOperationError(node, message, { description, itemIndex });
	return new NodeApiError(node, {}, { message, description, httpCode: String(status), itemIndex });
}
