/** Reading what n8n need not evaluate; test/engine/expressions.test.ts compares with n8n's engines. */
import { sleep } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, IGetNodeParameterOptions } from 'n8n-workflow';

import { parseReference, readQueries } from '../../../nodes/BatchGetTalentId/parameters';

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
	const context = {
		getNodeParameter(
			name: string,
			item: number,
			fallback: unknown,
			options?: IGetNodeParameterOptions,
		) {
			if (name !== 'mobileNumber') return fallback;
			if (options?.rawExpressions) return mobileNumber;
			evaluated.push(item);
			return evaluate(rows[item]!);
		},
		getExecutionCancelSignal: () => cancel.signal,
		getNode: () => ({}),
	} as unknown as IExecuteFunctions;
	const read = async () => {
		const queries = await readQueries(
			context,
			rows.map((json) => ({ json })),
		);
		return queries.map(({ identifiers, problem }) => problem?.message ?? identifiers[0]?.value);
	};
	return { read, evaluated, cancel };
}

const REFERENCE = '={{ $json.m }}';
const m: Evaluate = (row) => row.m;
const rowsOf = (...values: unknown[]) => values.map((value) => ({ m: value }) as IDataObject);

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

describe('over many expressions', () => {
	const many = rowsOf(...Array.from({ length: 350 }, () => '11111'));

	test('the other executions get their turn after every hundred', async () => {
		const { read, evaluated } = open('={{ $json.m + "" }}', many, m);
		const turns: number[] = [];
		const reading = { done: false };
		const other = (async () => {
			while (!reading.done) {
				await sleep(0);
				turns.push(evaluated.length);
			}
		})();
		await read();
		reading.done = true;
		await other;
		expect(turns.slice(0, 3)).toEqual([100, 200, 300]);
		expect(evaluated).toHaveLength(350);
	});

	test('a cancelled execution ends at its next turn', async () => {
		const { read, evaluated, cancel } = open('={{ $json.m + "" }}', many, m);
		const reading = read();
		cancel.abort();
		await expect(reading).rejects.toThrow('The execution was canceled');
		expect(evaluated).toHaveLength(100);
	});
});
