/** The calls of one execution: their attempts, their number, and the end of the run. */
import { FeishuError } from '../feishu/errors';
import type { Failure, Reply } from '../feishu/errors';
import { withRetry } from '../feishu/retry';
import type { RetryOptions } from '../feishu/retry';
import type { Transport } from '../feishu/transport';
import type { Answer } from '../types';
import type { BatchGetIdBody, TalentEntry } from './endpoint';

export interface CallOptions extends RetryOptions {
	send: Transport<BatchGetIdBody, TalentEntry[]>;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/** So many calls in a row may bring no reply of Feishu's own. */
const MAX_CALLS_WITHOUT_FEISHU = 200;

export class Calls {
	/** Calls made, every attempt counted. */
	made = 0;
	/** Feishu has answered a call of the run, be it with an error. */
	hasFeishuAnswered = false;
	/** What everything not yet asked is answered with, once the run has ended. */
	end?: Answer;
	private withoutFeishu = 0;

	/** Ends what waits for its turn: the run has ended, or the execution was cancelled. */
	private readonly stop = new AbortController();
	private readonly stopSignal: AbortSignal;

	constructor(private readonly options: CallOptions) {
		const { signal } = options;
		this.stopSignal = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
	}

	/** The failure that ended the run because no call could succeed any longer. */
	get runFailure(): Failure | undefined {
		return this.end?.status === 'failed' ? this.end.failure : undefined;
	}

	/** Whether no call starts any more; meanwhile another call may have ended the run. */
	hasEnded(): boolean {
		return this.end !== undefined;
	}

	/** No call starts any more; those under way are waited for. */
	endRun(answer: Answer): void {
		this.end ??= answer;
		this.stop.abort();
	}

	/**
	 * Makes one call with all its attempts.
	 * @returns the reply; nothing when the run ended before an attempt
	 * @throws when the execution was cancelled
	 */
	async make(body: BatchGetIdBody): Promise<Reply<TalentEntry[]> | undefined> {
		if (this.hasEnded()) return undefined;
		const { send, signal } = this.options;
		const attempt = async () => {
			this.made++;
			const reply = await send(body);
			this.trackFeishu(reply);
			return reply;
		};
		const [result] = await Promise.allSettled([withRetry(attempt, this.options, this.stopSignal)]);
		if (result.status === 'fulfilled') return result.value;
		if (this.hasEnded() && !signal?.aborted) return undefined;
		throw result.reason;
	}

	/** Ends the run when too many calls in a row brought no reply of Feishu's own. */
	private trackFeishu(reply: Reply<TalentEntry[]>): void {
		if (!(reply instanceof FeishuError) || reply.code !== undefined) {
			this.hasFeishuAnswered = true;
			this.withoutFeishu = 0;
		} else if (reply.retry !== 'rateLimit' && ++this.withoutFeishu >= MAX_CALLS_WITHOUT_FEISHU) {
			const message = `Feishu has not answered ${MAX_CALLS_WITHOUT_FEISHU} calls in a row: ${reply.message}`;
			this.endRun({ status: 'failed', failure: reply.asFinal(message) });
		}
	}
}
