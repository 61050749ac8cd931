/** Measures the CPU time of the node's own steps, garbage collection included. */
import { answer } from './child';
import { compileSteps } from './compileSteps';
import { prepare } from './prepared';

export interface CpuInput {
	rows: number;
	times: number;
}

export interface CpuOutput {
	/** Microseconds of CPU time for each item, in the best of the runs. */
	best: number;
	/** In the first, before V8 has compiled what is hot. */
	first: number;
	calls: number;
}

answer(async ({ rows, times }: CpuInput): Promise<CpuOutput> => {
	const steps = compileSteps();
	const { context, items, replies } = await prepare(steps, rows);
	const costs: number[] = [];
	for (let time = 0; time < times; time++) {
		global.gc?.();
		const start = process.cpuUsage();
		await steps.runSteps(context, items, replies);
		const { user, system } = process.cpuUsage(start);
		costs.push((user + system) / rows);
	}
	return { best: Math.min(...costs), first: costs[0] ?? NaN, calls: replies.length };
});
