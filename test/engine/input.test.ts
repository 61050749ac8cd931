/** Input that does not fit: it fails its own row, by name, and no row beside it. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import {
	ROWS,
	answered,
	answers,
	cases,
	idsOf,
	people,
	runSheetInVirtualTime,
} from '../support/knownSheet';
import { runSheet } from '../support/engine/sheetRun';
import { FEISHU_KINDS } from '../support/feishu/settings';
import { isFailed, itemOf } from '../support/oracle';
import { numberOf } from '../support/sheets';
import { Simulator } from '../support/feishu/simulator';

const number = numberOf(0);

let simulator: Simulator;
beforeEach(async () => {
	simulator = await Simulator.start({ people });
});
afterEach(async () => await simulator.stop());

/** What becomes of odd rows behind the sheet, whose own rows must all be answered right. */
async function outcomesOf(odd: IDataObject[], parameters: object = {}) {
	const result = await runSheet(simulator, {
		rows: [...cases, ...odd.map((json) => ({ item: { json }, values: [] }))],
		onError: 'continueRegularOutput',
		parameters: { ...parameters },
	});
	expect(answered(result)).toEqual(answers());
	return odd.map((_, index) => {
		const at = (one: INodeExecutionData) => itemOf(one) === ROWS + index;
		const [one] = result.matched.filter(at);
		return one ? (one.json.error ?? 'matched') : result.unmatched.some(at) && 'unmatched';
	});
}

test('objects, nested lists and booleans fail their item by name', async () => {
	expect(await outcomesOf([{ m: { a: 1 } }, { m: [['1']] }, { e: true }])).toEqual([
		'Mobile Number is of type object, not text',
		'Mobile Number is a list within a list, not text',
		'Email is of type boolean, not text',
	]);
});

test('floats are read while exact, and marks are overlooked', async () => {
	const exact = Number(number);
	expect(
		await outcomesOf([
			{ m: exact },
			{ m: `${exact}.0` },
			{ m: '1.38E+10' },
			{ m: 2 ** 60 },
			{ m: `\u202e${exact}\u202c` },
			{ m: '📱' },
		]),
	).toEqual([
		'matched',
		'matched',
		'The spreadsheet rounded this number',
		'The spreadsheet rounded this number',
		'matched',
		'unmatched',
	]);
});

test.each(FEISHU_KINDS)('a string of 1 MB and prototype names hurt nobody: %s', async (_, kind) => {
	const odd = [
		{ m: '9'.repeat(1_000_000) },
		{ e: '__proto__' },
		{ e: 'constructor' },
		{ m: '1234' },
	].map((json) => ({ item: { json }, values: [] }));
	const result = await runSheetInVirtualTime(kind, { rows: [...cases, ...odd] });
	expect(answered(result)).toEqual(answers(cases, kind));
	const isOdd = (one: INodeExecutionData) => itemOf(one) >= ROWS;
	const unreadable = [ROWS, ROWS + 1, ROWS + 2];
	// The short number is asked.
	const rejects = kind.oddValues === 'reject';
	const failed = result.matched.filter(isOdd);
	expect(failed.every(isFailed)).toBe(true);
	expect(failed.map(itemOf)).toEqual(rejects ? [...unreadable, ROWS + 3] : unreadable);
	expect(result.unmatched.filter(isOdd).map(itemOf)).toEqual(rejects ? [] : [ROWS + 3]);
});

test('an expression that fails for one item fails that item', async () => {
	const email = "={{ $json.boom ? $('Nowhere').item.json.e : $json.e }}";
	expect(await outcomesOf([{ m: number, boom: true }, { m: number }], { email })).toEqual([
		'The expression of Email failed',
		'matched',
	]);
});

test('prototype names among the fields of an item stay fields', async () => {
	const pollute = (json: object) =>
		JSON.parse(`{"__proto__":{"polluted":true},${JSON.stringify(json).slice(1)}`) as never;
	const rows = cases.map(({ item, values }) => ({ item: { json: pollute(item.json) }, values }));
	const result = await runSheet(simulator, { rows, parameters: { includeInputFields: true } });
	expect(idsOf(answered(result))).toEqual(idsOf(answers()));
	expect(result.matched.some(({ json }) => 'polluted' in json)).toBe(false);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('an identification number without a valid type fails its item', async () => {
	expect(
		await outcomesOf([
			{ i: 'E1', type: 'a card' },
			{ i: 'E1', type: 'passport' },
			{ m: number, type: 'x' },
		]),
	).toEqual(['Identification Type is not a positive whole number', 'unmatched', 'matched']);
});
