/** Measures the node's own work: CPU time, turns of the event loop, and the memory of the process. */
import { answer } from './child';
import { loadOwnNode, runOwnNode, watchTurns } from './ownNode';
import type { LongestTurn } from './ownNode';
import { makeOwnSheet } from './ownSheets';
import type { OwnSheetName } from './ownSheets';

export interface OwnInput {
	sheet: OwnSheetName;
	size: number;
	runs: number;
}

export interface OwnOutput {
	/** Microseconds of CPU time a row in each run, of all threads, garbage collection included. */
	cpu: number[];
	/** The longest turn of each run. */
	turns: LongestTurn[];
	/** Megabytes of the whole process, at their highest. */
	peak: number;
}

answer(async ({ sheet, size, runs }: OwnInput): Promise<OwnOutput> => {
	const { BatchGetTalentId } = await loadOwnNode();
	const { items, continueOnFail, open } = await makeOwnSheet(sheet, size);
	const node = new BatchGetTalentId();
	const cpu: number[] = [];
	const turns: LongestTurn[] = [];
	for (let run = 0; run < runs; run++) {
		global.gc?.();
		const start = process.cpuUsage();
		const turn = await watchTurns(async () => {
			// With On Error = stop, the run ends with an error.
			await runOwnNode(node, { items, continueOnFail, reply: open() }).catch(() => undefined);
		});
		const { user, system } = process.cpuUsage(start);
		cpu.push((user + system) / items.length);
		turns.push(turn);
	}
	return { cpu, turns, peak: process.resourceUsage().maxRSS / 1_000 };
});
