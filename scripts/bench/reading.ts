/** What the item says, read without evaluating an expression for each item. */
import type { INodeExecutionData } from 'n8n-workflow';

import { openContext } from '../../test/support/engine/context';
import { atLeast, atMost, claim, figure } from './claims';
import type { Claim } from './claims';
import { useEngine } from './engines';
import type { EngineName } from './engines';
import type { Mode } from './options';
import { loadOwnNode } from './ownNode';
import type { Line } from './report';
import { REFERENCES, makeSheet, toItems } from './sheet';
import type { Row } from './sheet';

const ROWS = 100_000;
const TIMES = 5;
const LEAST_RATIO = 1_000;
const MOST_SECONDS = 0.3;
const MILLISECONDS = 1_000;

const secondsSince = (start: number) => (performance.now() - start) / MILLISECONDS;

/** Seconds for n8n to evaluate the parameters of some items. */
async function evaluate(items: INodeExecutionData[]): Promise<number> {
	const context = await openContext(REFERENCES, items);
	const start = performance.now();
	for (const itemIndex of items.keys()) {
		for (const name of Object.keys(REFERENCES)) context.getNodeParameter(name, itemIndex, '');
	}
	return secondsSince(start);
}

/** Seconds for the node's whole step, from the parameters to the queries; the best of several. */
async function read(items: INodeExecutionData[]): Promise<number> {
	const { readQueries } = await loadOwnNode();
	const context = await openContext(REFERENCES, items);
	const seconds: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		const start = performance.now();
		await readQueries(context, items, 'all');
		seconds.push(secondsSince(start));
	}
	return Math.min(...seconds);
}

async function compare(engine: EngineName, rows: Row[], sample: number): Promise<Claim[]> {
	await useEngine(engine);
	const items = toItems({ rows });
	const blanks = toItems({ rows: rows.map(() => ({ mobile: '', email: '', id: '' })) });
	const evaluated = await evaluate(items.slice(0, sample));
	const evaluation = evaluated * (rows.length / sample);
	const values = await read(blanks);
	const step = await read(items);
	const each = (evaluated * 1e6) / sample / Object.keys(REFERENCES).length;
	const raw = [
		figure(`evaluation, scaled from ${sample} items`, evaluation, 's'),
		figure('an expression', each, 'µs'),
		figure('values', values, 's'),
	];
	const bound = engine === 'vm' ? atLeast(LEAST_RATIO) : undefined;
	return [
		claim(
			figure(`${engine} engine, evaluation : reading, values alone`, evaluation / values),
			bound,
			raw,
		),
		claim(
			figure(`${engine} engine, evaluation : reading, the whole step`, evaluation / step),
			undefined,
		),
		claim(figure(`${engine} engine, the whole step`, step, 's'), atMost(MOST_SECONDS)),
	];
}

/** Compares reading with n8n's evaluation of the same three parameters, which a sample is enough for. */
export async function measureReading({ quick }: Mode): Promise<Line> {
	const { rows } = makeSheet(ROWS);
	const sample = quick ? 500 : 2_000;
	return {
		title: `Reading ${ROWS.toLocaleString('en')} items with three plain references`,
		notes: [
			'Evaluation: getNodeParameter in n8n-core, three times an item, on a sample; in proportion to its items.',
			'Values alone: the node’s step over rows with blank cells, of which nothing is left to check.',
			`The whole step: with the checking of every value, over the sheet; best of ${TIMES}.`,
			'vm is n8n’s default engine, to which the bound of the ratio belongs.',
		],
		claims: [...(await compare('legacy', rows, sample)), ...(await compare('vm', rows, sample))],
	};
}
