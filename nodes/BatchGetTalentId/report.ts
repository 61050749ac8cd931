/** What n8n shows of a run besides its items: its hint, its progress, and the error that stops it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionBaseError, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { LABELS } from './description';
import { explain } from './emit';
import type { Failure } from './feishu/errors';
import { KINDS } from './types';
import type {
	IdentifierKind,
	LookUpOutcome,
	PlannedQuery,
	Problem,
	Result,
	TalentQuery,
} from './types';

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

/** From so many rows on, a field that is empty in all of them is probably a mistake. */
const MIN_ROWS_OF_EMPTY_FIELD = 20;

const PARAMETER_OF_KIND = {
	mobile_number: 'mobileNumber',
	email: 'email',
	identification_number: 'identificationNumber',
} as const;

/** How many rows something is true of, and the first of them. */
class RowCount {
	rows = 0;
	private first = 0;

	add(itemIndex: number): void {
		if (this.rows++ === 0) this.first = itemIndex;
	}

	/** E.g. `3 (the first is item 17)`; items are numbered as n8n does, from 0. */
	describe(): string {
		return `${count(this.rows)} (the first is item ${this.first})`;
	}
}

/** Sums a run up in one hint, in counts only. */
export class RunSummary {
	private readonly start = performance.now();
	private readonly rows = { matched: 0, unmatched: 0, failed: 0, skipped: 0 };
	private readonly kinds = new Set<IdentifierKind>();
	private readonly invalidMobiles = new RowCount();
	private readonly empty = new RowCount();
	private firstFailure?: { failure: Failure; identifier?: string; itemIndex: number };

	constructor(private readonly context: IExecuteFunctions) {}

	/** Adds what became of a row. */
	add(query: TalentQuery, result: Result): void {
		this.rows[result.status]++;
		if (this.kinds.size < KINDS.length) this.addKinds(query);
		if (isEmpty(query)) this.empty.add(query.itemIndex);
		if (result.status === 'unmatched' && query.identifiers.some(({ invalid }) => invalid)) {
			this.invalidMobiles.add(query.itemIndex);
		} else if (result.status === 'failed') {
			this.firstFailure ??= { ...result, itemIndex: query.itemIndex };
		}
	}

	private addKinds({ identifiers, problem }: TalentQuery): void {
		for (const kind of problem?.kinds ?? []) this.kinds.add(kind);
		for (const { kind } of identifiers) this.kinds.add(kind);
	}

	private get total(): number {
		const { matched, unmatched, failed, skipped } = this.rows;
		return matched + unmatched + failed + skipped;
	}

	/**
	 * With On Error = stop: throws the failure that ended the run, or else the first row's.
	 * @throws NodeOperationError or NodeApiError
	 */
	throwFirstFailure({ runFailure }: LookUpOutcome): void {
		if (runFailure) throw toNodeError(this.context, runFailure, runFailure.description);
		if (!this.firstFailure) return;
		const { failure, identifier, itemIndex } = this.firstFailure;
		const description = [
			explain(failure, identifier),
			`${this.rows.failed} of ${this.total} items failed before the run was stopped.`,
			CONTINUE_ADVICE,
		];
		throw toNodeError(this.context, failure, description.filter(Boolean).join(' '), itemIndex);
	}

	/**
	 * Shows the hint.
	 * @param talents how many matched
	 */
	show(outcome: LookUpOutcome, talents: number): void {
		const { hasAmbiguousReplies } = outcome;
		this.context.addExecutionHints({
			message: this.sentences(outcome, talents).join(' '),
			type: hasAmbiguousReplies ? 'warning' : 'info',
			location: 'outputPane',
		});
	}

	private sentences(
		{ calls, spellingsNotAsked, otherIdentifiers, hasAmbiguousReplies }: LookUpOutcome,
		talents: number,
	): string[] {
		const { matched, unmatched, failed, skipped } = this.rows;
		const { total } = this;
		const seconds = ((performance.now() - this.start) / 1000).toFixed(1);
		return [
			`${countOf(total, 'row')}: ${count(matched)} matched (${countOf(talents, 'talent')}), ${count(unmatched)} unmatched, ${count(failed + skipped)} failed.`,
			this.empty.rows > 0 &&
				`Unmatched rows without a mobile number, email or identification number: ${this.empty.describe()}.`,
			this.invalidMobiles.rows > 0 &&
				`Unmatched rows whose mobile number is no valid one of its country: ${this.invalidMobiles.describe()}.`,
			...this.emptyParameters(total),
			otherIdentifiers > 0 &&
				`${countOf(otherIdentifiers, 'talent')} came back with another identifier than asked.`,
			spellingsNotAsked > 0 &&
				`Unmatched rows that were not looked up in their other spellings, because Feishu rejected all such or they were too many: ${count(spellingsNotAsked)}.`,
			`${countOf(calls, 'call')} to Feishu in ${seconds} s.`,
			hasAmbiguousReplies && AMBIGUOUS_REPLIES,
		].filter((sentence) => typeof sentence === 'string');
	}

	/** Parameters that are set, and were empty in every row. */
	private emptyParameters(rows: number): string[] {
		if (rows < MIN_ROWS_OF_EMPTY_FIELD) return [];
		return KINDS.filter((kind) => !this.kinds.has(kind))
			.map((kind) => PARAMETER_OF_KIND[kind])
			.filter((name) => this.context.getNodeParameter(name, 0, '', { rawExpressions: true }) !== '')
			.map((name) => `${LABELS[name]} was empty in every row: check the name of its field.`);
	}
}

const PROGRESS_INTERVAL_MS = 5_000;

/**
 * Tells n8n's log of a long run, every few seconds and in counts only.
 * @param now the time in milliseconds
 * @returns a function to be called with how many batches are done, of how many, and the calls made
 */
export function createProgressReporter(
	{ logger }: Pick<IExecuteFunctions, 'logger'>,
	now: () => number = () => performance.now(),
): (done: number, batches: number, calls: number) => void {
	let last = now();
	return (done, batches, calls) => {
		if (now() - last < PROGRESS_INTERVAL_MS) return;
		last = now();
		logger.info(
			`Feishu Hire: ${count(done)} of ${count(batches)} batches answered, ${countOf(calls, 'call')} made`,
		);
	};
}

/**
 * With On Error = stop: throws the first row's failure where rows cannot be read, and counts them all
 * by reason, so that a sheet can be mended in one go.
 * @throws NodeOperationError
 */
export function throwReadingFailures(context: IExecuteFunctions, queries: PlannedQuery[]): void {
	const byReason = new Map<string, RowCount>();
	let first: { problem: Problem; itemIndex: number } | undefined;
	for (const { itemIndex, combinations, problem } of queries) {
		if (!problem || combinations.length > 0) continue;
		first ??= { problem, itemIndex };
		const rows = byReason.get(problem.message) ?? new RowCount();
		byReason.set(problem.message, rows);
		rows.add(itemIndex);
	}
	if (!first) return;
	const { problem, itemIndex } = first;
	const reasons = [...byReason].map(([reason, rows]) => `${reason}: ${rows.describe()}.`);
	const description = [
		explain(problem, problem.identifier),
		`Rows that cannot be looked up: ${reasons.join(' ')}`,
		CONTINUE_ADVICE,
	];
	throw toNodeError(context, problem, description.filter(Boolean).join(' '), itemIndex);
}

const CONTINUE_ADVICE =
	'To look the other rows up all the same, set On Error in the Settings of this node to Continue (using error output).';

/**
 * To be called wherever the node has waited.
 * @throws NodeOperationError when the execution was cancelled; n8n knows it by the word "canceled"
 */
export function throwIfCancelled(
	context: Pick<IExecuteFunctions, 'getExecutionCancelSignal' | 'getNode'>,
): void {
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
