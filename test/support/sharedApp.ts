/** Processes that share nothing but the app: limiters against one server's windows, in virtual time. */
import { sleep } from 'n8n-workflow';

import { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { defined } from './defined';
import type { SlidingWindows } from './feishu/windows';
import { seeded } from './random';
import { VirtualClock } from './virtualClock';

export type Windows = Pick<SlidingWindows, 'admit'>;

export interface SharedAppSettings {
	seed: number;
	/** Bounds of a call's round trip. */
	roundTripMs: [min: number, max: number];
}

export interface ProcessSettings {
	/** Of each job. */
	calls: number;
	/** Executions at once; 1 by default. */
	jobs?: number;
	/** When it starts. */
	delayMs?: number;
}

/** As many calls of one execution are under way or queued at a time. */
const CALLS_IN_PROGRESS = 50;

/** Times are in milliseconds from the start of the run. */
export class SharedApp {
	readonly arrivals: Array<{ at: number; process: number; accepted: boolean }> = [];
	private readonly ends: number[] = [];

	constructor(
		private readonly windows: Windows,
		private readonly settings: SharedAppSettings,
	) {}

	/** Runs processes to their end, or until no more calls are made after a time. */
	async run(processes: ProcessSettings[], untilMs = Infinity): Promise<void> {
		await new VirtualClock(0).run(this.settings.seed, async () => {
			await Promise.all(processes.map(async (one, i) => await this.runProcess(one, i, untilMs)));
		});
	}

	/** When a process had all its calls answered. */
	endOf(process: number): number {
		return defined(this.ends[process], 'end of process');
	}

	acceptedBy(process: number, { fromMs = 0 } = {}): number {
		return this.arrivals.filter(
			(call) => call.at >= fromMs && call.process === process && call.accepted,
		).length;
	}

	/** What part of all calls was rejected. */
	rejectedShare({ fromMs = 0 } = {}): number {
		const counted = this.arrivals.filter(({ at }) => at >= fromMs);
		return counted.filter(({ accepted }) => !accepted).length / counted.length;
	}

	private async runProcess(
		{ calls, jobs = 1, delayMs = 0 }: ProcessSettings,
		process: number,
		untilMs: number,
	): Promise<void> {
		await sleep(delayMs);
		const random = seeded(this.settings.seed * 100 + process);
		const limiter = new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });
		const send = async () => {
			const [min, max] = this.settings.roundTripMs;
			const oneWay = () => (min + random() * (max - min)) / 2;
			await sleep(oneWay());
			const at = performance.now();
			const waitMs = this.windows.admit(at);
			this.arrivals.push({ at, process, accepted: waitMs === 0 });
			await sleep(oneWay());
			return waitMs === 0 ? undefined : { waitMs, explicit: true };
		};
		const runJob = async () => {
			let left = calls;
			const work = async () => {
				while (left-- > 0 && performance.now() < untilMs)
					while (await limiter.schedule(send, (rateLimit) => rateLimit));
			};
			await Promise.all(Array.from({ length: CALLS_IN_PROGRESS }, work));
		};
		await Promise.all(Array.from({ length: jobs }, runJob));
		this.ends[process] = performance.now();
	}
}
