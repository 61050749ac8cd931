/** What the item says, read without evaluating an expression for each item. */
import type { INodeExecutionData } from 'n8n-workflow';

import { openContext } from '../../test/support/engine/context';
import { makeSheet } from '../../test/support/sheets';
import { count } from '../style';
import { useVmEngine } from './engines';
import { loadOwnNode } from './ownNode';
import { atLeast, claim, figure } from './report';
import type { Line, Mode } from './report';
import { REFERENCES, toItems } from './sheet';

const ROWS = 100_000;
const MIN_RATIO = 1_000;

/** Seconds that some work over a sheet takes, with n8n's context of a node; the best of several times. */
async function time(
	items: INodeExecutionData[],
	work: (context: Awaited<ReturnType<typeof openContext>>) => unknown,
	times = 1,
): Promise<number> {
	const context = await openContext(REFERENCES, items);
	const seconds: number[] = [];
	for (let done = 0; done < times; done++) {
		const start = performance.now();
		await work(context);
		seconds.push((performance.now() - start) / 1_000);
	}
	return Math.min(...seconds);
}

/** Compares reading with n8n's evaluation of the same three parameters, which a sample is enough for. */
export async function measureReading({ quick }: Mode): Promise<Line> {
	const sample = quick ? 500 : 2_000;
	await useVmEngine();
	const { openQueryReader } = await loadOwnNode();
	const items = toItems(makeSheet(ROWS, { hasDocuments: true }).cases);
	const blanks = items.map(() => ({ json: { m: '', e: '', i: '' } }));
	const evaluated = await time(items.slice(0, sample), (context) => {
		for (let item = 0; item < sample; item++) {
			for (const name of Object.keys(REFERENCES)) context.getNodeParameter(name, item, '');
		}
	});
	const evaluation = evaluated * (ROWS / sample);
	const values = await time(
		blanks,
		(context) => {
			const read = openQueryReader(context, blanks, 'all');
			for (const index of blanks.keys()) read(index);
		},
		5,
	);
	return {
		title: `Reading ${count(ROWS)} items with three plain references`,
		claims: [
			claim(figure('evaluation : reading, values alone', evaluation / values), atLeast(MIN_RATIO), [
				figure(`evaluation, scaled from ${sample} items`, evaluation, 's'),
				figure('an expression', (evaluated * 1e6) / sample / 3, 'µs'),
				figure('values', values, 's'),
			]),
		],
	};
}
