/** The node's own work, measured in fresh processes. */
import { inChild } from './child';
import { claim, figure } from './claims';
import type { Bound, Claim } from './claims';
import type { OwnInput, OwnOutput } from './ownProcess';

export const measureOwn = async (input: OwnInput): Promise<OwnOutput> =>
	await inChild<OwnOutput>('ownProcess.ts', input, ['--expose-gc']);

/**
 * The longest turn of the event loop, in the run in which it was shortest: in the others something else
 * used the machine.
 */
export const turnClaim = (what: string, { turns }: Pick<OwnOutput, 'turns'>, bound: Bound): Claim =>
	claim(figure(`longest turn, ${what}`, Math.min(...turns.map(({ ms }) => ms)), 'ms'), bound, [
		figure('of CPU', Math.min(...turns.map(({ cpuMs }) => cpuMs)), 'ms'),
		figure('in the slowest run', Math.max(...turns.map(({ ms }) => ms)), 'ms'),
		figure('runs', turns.length),
	]);
