/**
 * A workflow that was saved with version 0.1.0 loads and runs with the package as it is now.
 *
 * `fixtures/workflow-0.1.0.json` is what n8n 2.41.1 stored: every parameter, option and choice, fixed
 * and as expressions, and all outputs. It must NEVER be edited, nor its checksum: people have such
 * workflows, and they do not change with us. When it fails, the code is wrong.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { itemOf } from '../support/oracle';
import type { Person } from '../support/feishu/store';
import { outputOf } from './rest';
import type { Execution, WorkflowBody } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { OUR_NODE, OUR_TYPE } from './workflow';

const FIXTURE = readFileSync(path.join(__dirname, 'fixtures', 'workflow-0.1.0.json'));
const SHA256 = '00327d51aaf17c8d4b172d8c95d827f1434fc067ddf9488b8a3df47f1af7c3ec';
const saved = JSON.parse(FIXTURE.toString()) as WorkflowBody;

const TYPES = [1, 2, 3, 4, 5, 6, 8, 9];
const PEOPLE: Person[] = [
	{ talentId: 'ann', mobile: { code: '86', number: '13800138000' }, email: 'ann@example.com' },
	{ talentId: 'ben', mobile: { code: '852', number: '61234567' }, email: 'ben@example.com' },
	{ talentId: 'cai', identification: { type: 2, number: 'E12345678' } },
	...TYPES.map((type) => ({
		talentId: `type-${type}`,
		identification: { type, number: 'A123456' },
	})),
];

/** The rows of the sheet that is pinned in the workflow. */
const [ANN, BEN, CAI, NOBODY, MIXED, ROUNDED, ANN_AGAIN] = [0, 1, 2, 3, 4, 5, 6];
const ROWS = [ANN, BEN, CAI, NOBODY, MIXED, ROUNDED, ANN_AGAIN];

let server: Server;
let execution: Execution;

beforeAll(async () => {
	server = await startServer({ people: PEOPLE });
	// Made on another n8n, the workflow names a credential by an id unknown here: n8n finds it by its name.
	execution = await server.rest.run(await server.rest.createWorkflow(saved), 'Start');
});

afterAll(async () => {
	await server?.stop();
});

/** The row and the talent of each item that a node gave on Matched. */
const matchesOf = (node: string) =>
	outputOf(execution, node).map((item) => [itemOf(item), item.json.talent_id]);

const rowsOf = (node: string, output: number) => outputOf(execution, node, output).map(itemOf);

test('the workflow is the one that was saved', () => {
	expect(createHash('sha256').update(FIXTURE).digest('hex')).toBe(SHA256);
});

test('n8n runs it with every parameter that was saved', () => {
	expect(execution.status).toBe('success');
	const ours = saved.nodes.filter(({ type }) => type === OUR_TYPE);
	expect(ours).toHaveLength(12);
	for (const { name, parameters } of ours) {
		const ran = execution.workflowData.nodes.find((node) => node.name === name);
		expect(ran?.parameters).toMatchObject(parameters);
	}
});

test('all identifiers, one item per talent, three outputs', () => {
	const node = 'All, per Talent';
	expect(matchesOf(node)).toEqual([
		[ANN, 'ann'],
		[BEN, 'ben'],
		[CAI, 'cai'],
	]);
	expect(outputOf(execution, node)[0]?.json).toEqual({
		talent_id: 'ann',
		mobile_code: '86',
		mobile_number: '13800138000',
		email: 'ann@example.com',
		is_onboarded: false,
	});
	expect(rowsOf(node, 1)).toEqual([NOBODY, MIXED]);
	expect(outputOf(execution, node, 2)).toMatchObject([
		{ json: { row: 'Rounded', error: expect.stringContaining('rounded') } },
	]);
});

test('the next nodes find the rows of all three outputs', () => {
	const found = (node: string) => outputOf(execution, node).map(({ json }) => json);
	expect(found('Whose Talent')).toEqual([
		{ row: 'Ann', what: 'ann' },
		{ row: 'Ben', what: 'ben' },
		{ row: 'Cai', what: 'cai' },
	]);
	expect(found('Not There')).toMatchObject([
		{ row: 'Nobody' },
		{ row: "Ann's number, Ben's email" },
	]);
	expect(found('Failed')).toMatchObject([{ row: 'Rounded' }]);
});

test('any identifier, one item per match, with the input fields', () => {
	const node = 'Any, per Match';
	const matched = outputOf(execution, node);
	expect(matched.map((item) => [itemOf(item), item.json.talent_id, item.json.matched_by])).toEqual([
		[ANN, 'ann', ['mobile_number', 'email']],
		[BEN, 'ben', ['mobile_number']],
		[CAI, 'cai', ['identification_number']],
		[MIXED, 'ann', ['mobile_number']],
		[MIXED, 'ben', ['email']],
		[ROUNDED, undefined, undefined],
		[ANN_AGAIN, 'ann', ['mobile_number']],
	]);
	expect(matched[1]?.json).toMatchObject({ row: 'Ben', mobile: '6123 4567', card: '' });
	expect(rowsOf(node, 1)).toEqual([NOBODY]);
});

test('fixed values, one item per match', () => {
	const node = 'Fixed Values, per Match';
	expect(matchesOf(node)).toEqual(ROWS.map((row) => [row, 'ben']));
	expect(outputOf(execution, node)[0]?.json).not.toHaveProperty('row');
});

test('a number only, all else at its default', () => {
	expect(matchesOf(OUR_NODE)).toEqual([[ANN, 'ann']]);
});

test.each(TYPES)('identification type %d', (type) => {
	expect(matchesOf(`Type ${type}`)).toEqual([[ANN, `type-${type}`]]);
});
