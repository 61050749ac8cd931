/** How far the run is, shown while it goes on. */
import type { LoggedRequest } from '../../test/support/feishu/simulator';
import type { BatchGetIdRequest } from '../../test/support/feishu/store';
import { bold, count, dim } from './style';

const BAR = 32;
const FRAME = 80;
const LINE = 1_000;
const WIDTH_NEEDED = 80;

/** Counts the identifiers that were answered, as far as the calls have got. */
class Tally {
	private readonly answered = new Set<string>();
	private readonly counted = new Set<LoggedRequest>();

	constructor(private readonly asked: Set<string>) {}

	update(calls: LoggedRequest[]): number {
		for (const call of calls) {
			if (call.status === undefined || this.counted.has(call)) continue;
			this.counted.add(call);
			const values = valuesOf(call.body as BatchGetIdRequest);
			// A call refused for one of its values is split: its other values are still to come.
			if (call.code !== 0 && values.length > 1) continue;
			for (const value of values) if (this.asked.has(value)) this.answered.add(value);
		}
		return this.answered.size;
	}
}

const valuesOf = (body: BatchGetIdRequest): string[] =>
	[body.mobile_number_list, body.email_list, body.identification_number_list]
		.flatMap((list) => list ?? [])
		.map((value) => value.toLowerCase());

/** Shows one line that keeps up on a terminal, a line every second elsewhere. */
export class Progress {
	private readonly tally: Tally;
	private readonly asked: number;
	private readonly timer: NodeJS.Timeout;
	private calls: () => LoggedRequest[] = () => [];

	constructor(
		asked: Set<string>,
		private readonly screen: NodeJS.WriteStream,
	) {
		this.tally = new Tally(asked);
		this.asked = asked.size;
		this.timer = setInterval(() => this.show(), screen.isTTY ? FRAME : LINE);
		this.show();
	}

	/** From now on these are the calls made so far. */
	watch(calls: () => LoggedRequest[]): void {
		this.calls = calls;
	}

	/** Clears the line of a terminal; elsewhere shows the last state. */
	end(): void {
		clearInterval(this.timer);
		if (!this.screen.isTTY) this.show();
		this.screen.write(this.screen.isTTY ? '\r\x1b[K' : '\n');
	}

	private show(): void {
		const calls = this.calls();
		const answered = this.tally.update(calls);
		const { isTTY, columns } = this.screen;
		if (!isTTY && calls.length === 0) return;
		const share = this.asked === 0 ? 0 : answered / this.asked;
		const figures = `${bold(count(calls.length, 4))} ${calls.length === 1 ? 'call ' : 'calls'}  ${count(answered, 6)} of ${count(this.asked)} identifiers`;
		const line = isTTY && columns >= WIDTH_NEEDED ? `${bar(share)}  ${figures}` : figures;
		this.screen.write(isTTY ? `\r\x1b[K  ${line}` : `  ${line}\n`);
	}
}

function bar(share: number): string {
	const full = Math.round(share * BAR);
	return '━'.repeat(full) + dim('─'.repeat(BAR - full));
}
