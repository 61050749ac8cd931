/**
 * Long work in slices, so that the rest of n8n has its turns of the event loop.
 *
 * When one execution after another worked in every turn, twenty sheets with expressions in queue mode
 * held the event loop up until n8n lost its database connection and the locks of its jobs, and failed
 * executions (measured). So executions work one at a time, and share the time.
 */
import { sleep } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { throwIfCancelled } from './report';

/** What tells of a cancelled execution. */
export type CancelContext = Pick<IExecuteFunctions, 'getExecutionCancelSignal' | 'getNode'>;

/** For so long executions work before the rest of n8n has its turn. */
const MAX_SLICE_MS = 25;

const oneAtATime = pLimit(1);
let sliceEnds = 0;

/**
 * Maps a list in slices.
 * @param map is called with each entry and its index, in order
 * @throws NodeOperationError when the execution was cancelled meanwhile
 */
export async function mapInSlices<T, R>(
	context: CancelContext,
	list: readonly T[],
	map: (entry: T, index: number) => R,
): Promise<R[]> {
	// Made at its length: to let a large array grow takes a twentieth of a run.
	const results = new Array<R>(list.length);
	let done = 0;

	async function workOneSlice(): Promise<void> {
		if (performance.now() >= sliceEnds) {
			await sleep(0);
			sliceEnds = performance.now() + MAX_SLICE_MS;
		}
		throwIfCancelled(context);
		do {
			results[done] = map(list[done] as T, done);
			done++;
		} while (done < list.length && performance.now() < sliceEnds);
	}

	while (done < list.length) await oneAtATime(workOneSlice);
	return results;
}
