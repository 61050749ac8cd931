/** Long work in slices: what it comes to, and whose turn it is. */
import type { INode } from 'n8n-workflow';

import { mapInSlices } from '../../../../nodes/BatchGetTalentId/slices';

/** An execution, and its cancel. */
function setUp() {
	const controller = new AbortController();
	const context = {
		getExecutionCancelSignal: () => controller.signal,
		getNode: () => ({ name: 'Node' }) as INode,
	};
	return { context, cancel: () => controller.abort() };
}

const LIST = Array.from({ length: 10 }, (_, i) => i);

describe('in an event loop', () => {
	/** Work on an entry takes 20 ms. */
	const WORK_MS = 10;
	/** Later than the true time. */
	let now = 1e9;
	beforeEach(() => {
		now += 1_000;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	/** What was worked on in each turn. */
	async function turnsOf(...names: string[]): Promise<string[]> {
		const turns: string[] = [];
		let turn: string[] = [];
		function endTurn() {
			if (turn.length > 0) turns.push(turn.join(' '));
			turn = [];
		}
		let immediate = setImmediate(function next() {
			endTurn();
			immediate = setImmediate(next);
		});
		const works = names.map(async (name) => {
			const list = LIST.slice(0, 4);
			return await mapInSlices(setUp().context, list, (entry) => {
				now += WORK_MS;
				turn.push(`${name}${entry}`);
			});
		});
		await Promise.all(works);
		clearImmediate(immediate);
		endTurn();
		return turns;
	}

	test('ends a turn after 25 ms', async () => {
		expect(await turnsOf('a')).toEqual(['a0 a1 a2', 'a3']);
	});

	test('works on one list at a time, in turn', async () => {
		expect(await turnsOf('a', 'b')).toEqual(['a0 a1 a2', 'b0 b1 b2', 'a3 b3']);
	});
});

test('maps each entry with its index, in order', async () => {
	const map = (entry: number, index: number) => [entry, index];
	expect(await mapInSlices(setUp().context, [7, 8, 9], map)).toEqual([
		[7, 0],
		[8, 1],
		[9, 2],
	]);
});

test('maps nothing of an empty list', async () => {
	const map = jest.fn();
	expect(await mapInSlices(setUp().context, [], map)).toEqual([]);
	expect(map).not.toHaveBeenCalled();
});

test('ends with the error of a map, and works on the next list all the same', async () => {
	const { context } = setUp();
	const failure = new Error('no');
	const failing = mapInSlices(context, LIST, () => {
		throw failure;
	});
	await expect(failing).rejects.toBe(failure);
	expect(await mapInSlices(context, LIST, (entry) => entry)).toEqual(LIST);
});

test('maps nothing once the execution was cancelled', async () => {
	const { context, cancel } = setUp();
	cancel();
	const map = jest.fn();
	await expect(mapInSlices(context, LIST, map)).rejects.toThrow('The execution was canceled');
	expect(map).not.toHaveBeenCalled();
});
