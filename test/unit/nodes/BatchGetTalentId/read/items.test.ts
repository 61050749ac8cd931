/** Reading what n8n need not evaluate; test/engine/expressions.test.ts compares with n8n's engines. */
import type { GenericValue, IDataObject } from 'n8n-workflow';

import { defined } from '../../../../support/defined';
import { executeContext } from '../../../../support/inProcessRun';
import { parseReference } from '../../../../../nodes/BatchGetTalentId/read/fieldReference';
import { openQueryReader } from '../../../../../nodes/BatchGetTalentId/read/items';
import { mapInSlices } from '../../../../../nodes/BatchGetTalentId/slices';

test.each([
	['={{ $json.mobile }}', ['mobile']],
	['={{$json["手机号"]}}', ['手机号']],
	["={{ $json['it s'].a?.b[10] }}", ['it s', 'a', 'b', '10']],
	['={{ $json.手机 }}', ['手机']],
	['={{ $json }}', undefined],
	['={{ $json.a || $json.b }}', undefined],
	['={{ $json.a.trim() }}', undefined],
	['={{ $json[a] }}', undefined],
	['={{ $json["a\\n"] }}', undefined],
	['={{ $json.a.toString }}', undefined],
	['={{ $json["__proto__"].a }}', undefined],
	['={{ $json.a }} {{ $json.b }}', undefined],
	['= {{ $json.a }}', undefined],
	['{{ $json.a }}', undefined],
])('%s names %j', (expression, fields) => {
	expect(parseReference(expression)).toEqual(fields);
});

type Evaluate = (row: IDataObject) => unknown;

/** A mobile number as the parameter holds it, and what n8n makes of it if it is an expression. */
function open(mobileNumber: unknown, rows: IDataObject[], evaluate: Evaluate) {
	const evaluated: number[] = [];
	const cancel = new AbortController();
	const items = rows.map((json) => ({ json }));
	const { context } = executeContext({
		items,
		parameters: { mobileNumber },
		evaluate: (_, item) => {
			evaluated.push(item);
			return evaluate(defined(rows[item], 'row'));
		},
		signal: cancel.signal,
	});
	const read = async () => {
		const readItem = openQueryReader(context, items, 'any');
		const queries = await mapInSlices(context, items, (_, index) => readItem(index));
		return queries.map(({ identifiers, problem }) => problem?.message ?? identifiers[0]?.value);
	};
	return { read, evaluated, cancel };
}

const REFERENCE = '={{ $json.m }}';
const m: Evaluate = (row) => row.m;
const rowsOf = (...values: GenericValue[]): IDataObject[] => values.map((m) => ({ m }));

test('a reference is evaluated for the first item, and then followed', async () => {
	const { read, evaluated } = open(REFERENCE, rowsOf('11111', '22222', 33333), m);
	expect(await read()).toEqual(['11111', '22222', '33333']);
	expect(evaluated).toEqual([0]);
});

test.each([[null], [undefined]])(
	'a first item with %s says the same as one with nothing',
	async (value) => {
		const { read, evaluated } = open(REFERENCE, rowsOf(value, '22222'), () =>
			value === null ? undefined : null,
		);
		expect(await read()).toEqual([undefined, '22222']);
		expect(evaluated).toEqual([0]);
	},
);

test.each([
	['the same', '11111', [0]],
	['another', '33333', [0, 1]],
])('a reference to rich text is followed if n8n copies %s text', async (_, first, expected) => {
	const richText = (text: string) => [{ text, type: 'text' }];
	const rows = rowsOf(richText('11111'), richText('22222'));
	const { read, evaluated } = open(REFERENCE, rows, (row) =>
		row === rows[0] ? richText(first) : structuredClone(row.m),
	);
	expect(await read()).toEqual([first, '22222']);
	expect(evaluated).toEqual(expected);
});

test('a reference that n8n sees otherwise is evaluated for all', async () => {
	const { read, evaluated } = open(REFERENCE, rowsOf('11111', '22222', '33333'), () => '22222');
	expect(await read()).toEqual(['22222', '22222', '22222']);
	expect(evaluated).toEqual([0, 1, 2]);
});

test('a reference that n8n refuses is evaluated for all, and fails each item', async () => {
	const { read } = open(REFERENCE, rowsOf('11111', '22222'), () => {
		throw new Error('not allowed');
	});
	expect(await read()).toEqual(Array(2).fill('The expression of Mobile Number failed'));
});

test('what n8n may hand over in another form is evaluated, and only that', async () => {
	const rows = rowsOf('11111', ['22222'], { a: 1 }, () => '44444', '55555');
	const { read, evaluated } = open(REFERENCE, rows, (row) =>
		typeof row.m === 'function' ? '44444' : row.m,
	);
	expect(await read()).toEqual([
		'11111',
		'22222',
		'Mobile Number is of type object, not text',
		'44444',
		'55555',
	]);
	expect(evaluated).toEqual([0, 1, 2, 3]);
});

test('a way that breaks off leads to nothing; one into a text is left to n8n', async () => {
	const rows = rowsOf({ n: '11111' }, {}, null, undefined, 'text', { n: '55555' });
	const { read, evaluated } = open(
		'={{ $json.m.n }}',
		rows,
		(row) => (row.m as IDataObject | null)?.n ?? '44444',
	);
	expect(await read()).toEqual(['11111', undefined, undefined, undefined, '44444', '55555']);
	expect(evaluated).toEqual([0, 4]);
});

test.each(['11111', 11111])('the constant %j is evaluated for none', async (constant) => {
	const { read, evaluated } = open(constant, rowsOf('x', 'y'), m);
	expect(await read()).toEqual(['11111', '11111']);
	expect(evaluated).toEqual([]);
});

test.each([['={{ $json.m.trim() }}'], [['={{ $json.m }}']]])(
	'%j is evaluated for all',
	async (source) => {
		const { read, evaluated } = open(source, rowsOf('11111', '22222'), m);
		expect(await read()).toEqual(['11111', '22222']);
		expect(evaluated).toEqual([0, 1]);
	},
);

describe('among other executions', () => {
	const ITEMS_A_TURN = 5;
	const NUMBERS = Array.from({ length: 3 * ITEMS_A_TURN }, (_, i) => String(13800000000 + i));

	/** Looked at once for each item, and twice before the first of a turn. Later than the true one. */
	let now = 1e9;
	beforeEach(() => {
		now += 1_000;
		jest.spyOn(performance, 'now').mockImplementation(() => (now += 25 / ITEMS_A_TURN));
	});
	afterEach(() => jest.restoreAllMocks());

	/** Which rows of which execution are read in each turn of the event loop. */
	async function turnsOf(source: string, numbers: string[]): Promise<string[]> {
		const turns: string[] = [];
		let rowsRead = new Set<string>();
		function endTurn() {
			if (rowsRead.size > 0) turns.push([...rowsRead].join(' '));
			rowsRead = new Set();
		}
		let immediate = setImmediate(function next() {
			endTurn();
			immediate = setImmediate(next);
		});
		const watched = (reader: string): IDataObject[] =>
			numbers.map((number, row) => ({
				get m() {
					rowsRead.add(`${reader}${row}`);
					return number;
				},
			}));
		const readers = ['a', 'b', 'c'];
		const reads = readers.map(async (reader) => await open(source, watched(reader), m).read());
		expect(await Promise.all(reads)).toEqual([numbers, numbers, numbers]);
		clearImmediate(immediate);
		endTurn();
		return turns;
	}

	test.each([
		['expressions', '={{ $json.m + "" }}'],
		['fields', REFERENCE],
	])('one of them reads %s at a time, and not for long', async (_, source) => {
		expect(await turnsOf(source, NUMBERS)).toEqual([
			'a0 a1 a2 a3 a4',
			'b0 b1 b2 b3 b4',
			'c0 c1 c2 c3 c4',
			'a5 a6 a7 a8 a9',
			'b5 b6 b7 b8 b9',
			'c5 c6 c7 c8 c9',
			'a10 a11 a12 a13 a14',
			'b10 b11 b12 b13 b14',
			'c10 c11 c12 c13 c14',
		]);
	});

	test('small ones share a turn', async () => {
		expect(await turnsOf(REFERENCE, NUMBERS.slice(0, 1))).toEqual(['a0 b0 c0']);
	});

	test('one that was cancelled reads no further', async () => {
		const { read, evaluated, cancel } = open('={{ $json.m + "" }}', rowsOf(...NUMBERS), (row) => {
			if (row.m === NUMBERS[2]) cancel.abort();
			return row.m;
		});
		await expect(read()).rejects.toThrow('The execution was canceled');
		expect(evaluated).toHaveLength(ITEMS_A_TURN);
	});
});
