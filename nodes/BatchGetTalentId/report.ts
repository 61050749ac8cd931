/** What n8n shows of a run besides its items: its hint, its progress, and the error that stops it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionBaseError, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { LABELS } from './description';
import type { Failure } from './feishu/errors';
import type { LookUpOutcome, Result, TalentQuery } from './types';

const NO_IDENTIFIERS = {
	message: 'No item gives a mobile number, an email or an identification number',
	description: `Set ${LABELS.mobileNumber}, ${LABELS.email} or ${LABELS.identificationNumber} to the field that holds it, e.g. {{ $json.mobile }}. The field may be empty in some items, but not in all.`,
};

const isEmpty = ({ identifiers, problem }: TalentQuery) => identifiers.length === 0 && !problem;

/**
 * A sheet in which no row has an identifier is an error, most likely of its parameters.
 * @throws NodeOperationError
 */
export function assertSomeIdentifiers(context: IExecuteFunctions, queries: TalentQuery[]): void {
	if (!queries.every(isEmpty)) return;
	const { message, description } = NO_IDENTIFIERS;
	throw new NodeOperationError(context.getNode(), message, { description });
}

const count = (amount: number) => amount.toLocaleString('en-US');
const countOf = (amount: number, one: string) =>
	`${count(amount)} ${one}${amount === 1 ? '' : 's'}`;

const AMBIGUOUS_REPLIES =
	'Feishu returned talents without the identifiers that were asked, or masked them, so more calls than usual were needed to tell whose they are.';

/** Sums the run up in one hint, in counts only. */
export function reportRun(
	context: IExecuteFunctions,
	queries: TalentQuery[],
	results: Result[],
	{ calls, hasAmbiguousReplies }: LookUpOutcome,
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
		hasAmbiguousReplies && AMBIGUOUS_REPLIES,
	];
	context.addExecutionHints({
		message: sentences.filter(Boolean).join(' '),
		type: hasAmbiguousReplies ? 'warning' : 'info',
		location: 'outputPane',
	});
}

const PROGRESS_INTERVAL_MS = 5_000;

/**
 * Tells n8n's log of a long run, every few seconds and in counts only.
 * @param now the time in milliseconds
 * @returns a function to be called with how many batches are done and how many calls were made
 */
export function createProgressReporter(
	{ logger }: Pick<IExecuteFunctions, 'logger'>,
	batches: number,
	now: () => number = Date.now,
): (resolved: number, calls: number) => void {
	let last = now();
	return (resolved, calls) => {
		if (now() - last < PROGRESS_INTERVAL_MS) return;
		last = now();
		logger.info(
			`Feishu Hire: ${count(resolved)} of ${count(batches)} batches answered, ${countOf(calls, 'call')} made`,
		);
	};
}

/** With On Error = stop: throws the failure that ended the run, or else the lowest item's. */
export function throwFirstFailure(
	context: IExecuteFunctions,
	results: Result[],
	{ runFailure }: LookUpOutcome,
): void {
	if (runFailure) throw toNodeError(context, runFailure, runFailure.description);
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
export function toRunFailureOrThrow(context: IExecuteFunctions, error: unknown): Failure {
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
