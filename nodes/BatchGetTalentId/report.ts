/** What n8n shows of a run besides its items: its hint, its progress, and the error that stops it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionBaseError, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Outcome } from './lookUp/lookUpBatches';
import { ITEM_PARAMETERS } from './read/query';
import type { Failure, Result, TalentQuery } from './types';

const NOTHING_ASKED = {
	message: 'No item gives a mobile number, an email or an identification number',
	description: `Set ${ITEM_PARAMETERS.mobileNumber}, ${ITEM_PARAMETERS.email} or ${ITEM_PARAMETERS.identificationNumber} to the field that holds it, e.g. {{ $json.mobile }}. The field may be empty in some items, but not in all.`,
};

const isEmpty = ({ identifiers, problem }: TalentQuery) => identifiers.length === 0 && !problem;

/**
 * A sheet in which no row has an identifier is an error, most likely of its parameters.
 * @throws NodeOperationError
 */
export function stopOnEmptyQueries(context: IExecuteFunctions, queries: TalentQuery[]): void {
	if (!queries.every(isEmpty)) return;
	const { message, description } = NOTHING_ASKED;
	throw new NodeOperationError(context.getNode(), message, { description });
}

const count = (amount: number) => amount.toLocaleString('en-US');
const countOf = (amount: number, one: string) =>
	`${count(amount)} ${one}${amount === 1 ? '' : 's'}`;

const UNCLEAR_REPLIES =
	'Feishu returned talents without the identifiers that were asked, or masked them, so more calls than usual were needed to tell whose they are.';

/** Sums the run up in one hint, in counts only. */
export function reportRun(
	context: IExecuteFunctions,
	queries: TalentQuery[],
	results: Result[],
	{ calls, repliesUnclear }: Outcome,
	milliseconds: number,
): void {
	const talents = new Set<string>();
	const rows = { matched: 0, unmatched: 0, failed: 0, skipped: 0 };
	for (const result of results) {
		rows[result.status]++;
		if (result.status !== 'matched') continue;
		for (const { talent } of result.matches) talents.add(talent.talent_id);
	}
	const failed = rows.failed + rows.skipped;
	const empty = queries.filter(isEmpty).length;
	const sentences = [
		`${countOf(results.length, 'row')}: ${count(rows.matched)} matched (${countOf(talents.size, 'talent')}), ${count(rows.unmatched)} unmatched, ${count(failed)} failed.`,
		empty > 0 &&
			`Of the unmatched, ${count(empty)} had no mobile number, email or identification number.`,
		`${countOf(calls, 'call')} to Feishu in ${(milliseconds / 1000).toFixed(1)} s.`,
		repliesUnclear && UNCLEAR_REPLIES,
	];
	context.addExecutionHints({
		message: sentences.filter(Boolean).join(' '),
		type: repliesUnclear ? 'warning' : 'info',
		location: 'outputPane',
	});
}

const PROGRESS_INTERVAL = 5_000;

/**
 * Tells n8n's log of a long run, every few seconds and in counts only.
 * @param now a monotonic time in milliseconds
 * @returns to be called with the batches answered and the calls made by then
 */
export function progressReporter(
	{ logger }: Pick<IExecuteFunctions, 'logger'>,
	batches: number,
	now = () => performance.now(),
): (answered: number, calls: number) => void {
	let last = now();
	return (answered, calls) => {
		if (now() - last < PROGRESS_INTERVAL) return;
		last = now();
		logger.info(
			`Feishu Hire: ${count(answered)} of ${count(batches)} batches answered, ${countOf(calls, 'call')} made`,
		);
	};
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

/**
 * With On Error = continue: the failure of every item, where an error ended the run as a whole. Were it
 * thrown, n8n would pass the input items on as if they had matched (measured on n8n-core 2.41).
 * @throws the error itself with On Error = stop, and when the execution was cancelled
 */
export function failureOfRun(context: IExecuteFunctions, error: unknown): Failure {
	throwIfCancelled(context);
	const shown =
		error instanceof ExecutionBaseError
			? error
			: new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
	if (!context.continueOnFail()) throw shown;
	return { message: shown.message, description: shown.description ?? undefined };
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
