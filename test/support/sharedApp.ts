/** Processes that share nothing but the app: limiters against one server's windows, in virtual time. */
import { RateLimiter } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import type { RateLimit } from '../../nodes/BatchGetTalentId/feishu/rateLimiter';
import { defined } from './defined';
import { seeded } from './random';
import type { SlidingWindows } from './feishu/windows';
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

interface Arrival {
	at: number;
	process: number;
	accepted: boolean;
}

/** As many calls of one execution are under way or queued at a time. */
const CALLS_IN_PROGRESS = 50;

export class SharedApp {
	private readonly clock = new VirtualClock(0);
	private readonly arrivals: Arrival[] = [];
	private readonly ends: number[] = [];

	constructor(
		private readonly windows: Windows,
		private readonly settings: SharedAppSettings,
	) {}

	/** Runs processes to their end, or until no more calls are made after a time. */
	async run(processes: ProcessSettings[], untilMs = Infinity): Promise<void> {
		await this.clock.run(this.settings.seed, async () => {
			await Promise.all(
				processes.map(async (one, index) => await this.runProcess(one, index, untilMs)),
			);
		});
	}

	get times(): number[] {
		return this.arrivals.map(({ at }) => at);
	}

	/** When a process had all its calls answered, in milliseconds from the start of the first. */
	endOf(process: number): number {
		return defined(this.ends[process], 'end of process');
	}

	acceptedBy(process: number, { fromMs = 0 } = {}): number {
		const counted = this.arrivals.filter((call) => call.at >= fromMs && call.process === process);
		return counted.filter(({ accepted }) => accepted).length;
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
		await this.clock.sleep(delayMs);
		const random = seeded(this.settings.seed * 100 + process);
		const limiter = new RateLimiter({ requestsPerSecond: 50, requestsPerMinute: 1_000 });
		const send = async () => {
			const [min, max] = this.settings.roundTripMs;
			const oneWay = () => (min + random() * (max - min)) / 2;
			await this.clock.sleep(oneWay());
			const rateLimit = this.receive(process);
			await this.clock.sleep(oneWay());
			return rateLimit;
		};
		const runJob = async () => {
			let left = calls;
			const work = async () => {
				while (left-- > 0 && this.clock.elapsed < untilMs)
					while (await limiter.schedule(send, (rateLimit) => rateLimit));
			};
			await Promise.all(Array.from({ length: CALLS_IN_PROGRESS }, work));
		};
		await Promise.all(Array.from({ length: jobs }, runJob));
		this.ends[process] = this.clock.elapsed;
	}

	private receive(process: number): RateLimit | undefined {
		const at = this.clock.elapsed;
		const waitMs = this.windows.admit(at);
		this.arrivals.push({ at, process, accepted: waitMs === 0 });
		return waitMs === 0 ? undefined : { waitMs, explicit: true };
	}
}
