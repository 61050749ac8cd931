/** What n8n shows of a run besides its items: hints, and the error that stops it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Outcome } from './ask';
import { ITEM_PARAMETERS } from './read';
import type { Failure, Result, TalentQuery } from './types';

const NOTHING_ASKED = {
	message: 'No item gives a mobile number, an email or an identification number',
	description: `Set ${ITEM_PARAMETERS.mobileNumber}, ${ITEM_PARAMETERS.email} or ${ITEM_PARAMETERS.identificationNumber} to the field that holds it, e.g. {{ $json.mobile }}. The field may be empty in some items, but not in all.`,
};

const emptyRows = (empty: number, all: number) =>
	empty === 1
		? `1 of ${all} rows has no mobile number, email or identification number. It is on the Unmatched output.`
		: `${empty} of ${all} rows have no mobile number, email or identification number. They are on the Unmatched output.`;

/** An item without any identifier is unmatched, and said in a hint; if it is all of them, they fail. */
export function reportEmptyQueries(context: IExecuteFunctions, queries: TalentQuery[]): void {
	const empty = queries.filter(({ identifiers, problem }) => identifiers.length === 0 && !problem);
	if (empty.length === 0) return;
	if (empty.length < queries.length) {
		context.addExecutionHints({
			message: emptyRows(empty.length, queries.length),
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

/** Says why a run took more calls than its rows let expect. */
export function reportUnclearReplies(
	context: IExecuteFunctions,
	{ repliesUnclear }: Outcome,
): void {
	if (!repliesUnclear) return;
	context.addExecutionHints({
		message:
			'Feishu returned talents without the identifiers that were asked, or masked them, so more calls than usual were needed to tell whose they are.',
		type: 'warning',
		location: 'outputPane',
	});
}

/** With On Error = stop: throws the failure that ended the run, or else the lowest item's. */
export function stopOnFailure(
	context: IExecuteFunctions,
	results: Result[],
	{ hopeless }: Outcome,
): void {
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

/**
 * To be called wherever the node has waited.
 * @throws NodeOperationError when the execution was cancelled; n8n knows it by the word "canceled"
 */
export function throwIfCancelled(context: IExecuteFunctions): void {
	if (!context.getExecutionCancelSignal()?.aborted) return;
	throw new NodeOperationError(context.getNode(), 'The execution was canceled');
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
