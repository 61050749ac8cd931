/** From sheet to sheet: files with Chinese headers through n8n's own file nodes and ours. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

import { emailOf, isInHire, numberOf, peopleInHire, talentIdOf } from '../support/sheets';
import { outputOf } from './rest';
import type { WorkflowBody } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { chain, node, OUR_NODE, ourNode, webhook } from './workflow';
import { fromXlsx, toXlsx } from './xlsx';
import type { Row } from './xlsx';

const TRIGGER = 'Start';
const PEOPLE = 600;
const HEADERS = ['姓名', '手机号', '邮箱', '身份证号'];

/** A person's row, written in one of the ways that people write; a mobile number may be a number. */
function rowOf(person: number): Row {
	const mobile = numberOf(person);
	const row = { 姓名: `候选人${person}` };
	switch (person % 5) {
		case 0:
			return { ...row, 手机号: Number(mobile) };
		case 1:
			return { ...row, 手机号: `+86 ${mobile}` };
		case 2:
			return { ...row, 手机号: mobile.replace(/(...)(....)/, '$1-$2-') };
		case 3:
			return { ...row, 手机号: mobile, 邮箱: emailOf(person) };
		default:
			return { ...row, 邮箱: emailOf(person) };
	}
}

/** Every person, in no order of their numbers, the first of them twice; then rows without a use. */
const order = Array.from({ length: PEOPLE }, (_, place) => (place * 7) % PEOPLE);
const persons = [...order, order[0] ?? 0];
const ROWS: Row[] = [
	...persons.map(rowOf),
	{ 姓名: '没有联系方式' },
	// Excel keeps 15 digits of a number: what was typed is lost.
	{ 姓名: '证件号被改', 身份证号: Number('110101199003078515') },
];

/** What a spreadsheet program saves as CSV: a rounded number as it was shown. */
const toCsv = (rows: Row[]) =>
	stringify(
		rows.map(({ 身份证号, ...row }) => ({
			...row,
			...(身份证号 !== undefined && { 身份证号: Number(身份证号).toExponential(5).toUpperCase() }),
		})),
		{ header: true, bom: true, columns: HEADERS },
	);

const FORMATS = {
	xlsx: { write: toXlsx, read: fromXlsx },
	csv: {
		write: (rows: Row[]) => Buffer.from(toCsv(rows)),
		read: (file: Buffer) => parse<Row>(file, { columns: true, bom: true }),
	},
};

const PARAMETERS = {
	matchBy: 'any',
	mobileNumber: '={{ $json["手机号"] }}',
	email: '={{ $json["邮箱"] }}',
	identificationNumber: '={{ $json["身份证号"] }}',
	output: 'match',
	includeInputFields: true,
};

const file = (name: string, parameters: object) =>
	node(name, 'n8n-nodes-base.readWriteFile', { options: {}, ...parameters }, { typeVersion: 1.1 });
const extract = (parameters: object) =>
	node(
		'Sheet',
		'n8n-nodes-base.extractFromFile',
		{ options: {}, ...parameters },
		{ typeVersion: 1.1 },
	);
const convert = (operation: string) =>
	node('File', 'n8n-nodes-base.convertToFile', { operation, options: {} }, { typeVersion: 1.1 });

let folder: string;
let server: Server;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-sheets-'));
	server = await startServer(
		{ people: peopleInHire(PEOPLE) },
		{ N8N_RESTRICT_FILE_ACCESS_TO: folder },
	);
});

afterAll(async () => {
	await server?.stop();
	await rm(folder, { recursive: true, force: true });
});

/** Read, extract, look up, look back at the row through the pairing, convert, write. */
function fromDiskToDisk(format: string): WorkflowBody {
	const lookBack = node(
		'Look Back',
		'n8n-nodes-base.set',
		{
			assignments: {
				assignments: [
					{ id: '1', name: '原行', value: "={{ $('Sheet').item.json['姓名'] }}", type: 'string' },
				],
			},
			includeOtherFields: true,
			options: {},
		},
		{ typeVersion: 3.5 },
	);
	return chain(`Sheet to sheet, ${format}`, [
		node(TRIGGER, 'n8n-nodes-base.manualTrigger'),
		file('Read', { fileSelector: path.join(folder, `in.${format}`) }),
		// What Excel saves as CSV begins with a byte order mark.
		extract({ operation: format, options: { enableBOM: true } }),
		{ ...ourNode(server.credential, PARAMETERS), onError: 'continueErrorOutput' },
		lookBack,
		convert(format),
		file('Write', { operation: 'write', fileName: path.join(folder, `out.${format}`) }),
	]);
}

test.each(['xlsx', 'csv'] as const)(
	'adds the talent ID to each row of a sheet of %s',
	async (format) => {
		const { write, read } = FORMATS[format];
		await writeFile(path.join(folder, `in.${format}`), write(ROWS));
		const workflow = await server.rest.createWorkflow(fromDiskToDisk(format));
		const execution = await server.rest.run(workflow, TRIGGER);
		expect(execution.status).toBe('success');

		const sheet = read(await readFile(path.join(folder, `out.${format}`)));
		expect(sheet.map((row) => [row.姓名, row.原行, row.talent_id])).toEqual(
			persons
				.filter(isInHire)
				.map((person) => [`候选人${person}`, `候选人${person}`, talentIdOf(person)]),
		);
		const unmatched = outputOf(execution, OUR_NODE, 1);
		expect(unmatched.map(({ json }) => json.姓名)).toEqual([
			...persons.filter((person) => !isInHire(person)).map((person) => `候选人${person}`),
			'没有联系方式',
		]);
		const failed = outputOf(execution, OUR_NODE, 2);
		expect(failed.map(({ json }) => json)).toEqual([
			expect.objectContaining({ 姓名: '证件号被改', error: expect.stringContaining('rounded') }),
		]);
	},
);

test('reads a numeric cell of Excel as a number', async () => {
	// Otherwise the test above proves less than it says.
	expect(fromXlsx(toXlsx(ROWS))[0]?.手机号).toBe(13800000000);
});

test('answers an uploaded sheet with its talent IDs', async () => {
	const respond = node(
		'Respond',
		'n8n-nodes-base.respondToWebhook',
		{ respondWith: 'binary', options: {} },
		{ typeVersion: 1.5 },
	);
	const workflow = await server.rest.createWorkflow(
		chain('Upload of a sheet', [
			webhook('sheet', { responseMode: 'responseNode' }),
			extract({ operation: 'xlsx', binaryPropertyName: 'sheet' }),
			{ ...ourNode(server.credential, PARAMETERS), onError: 'continueErrorOutput' },
			convert('csv'),
			respond,
		]),
	);
	await server.rest.publish(workflow);
	const form = new FormData();
	form.set('sheet', new Blob([toXlsx([4, 3, 2, 1].map(rowOf))]), '候选人.xlsx');
	const response = await fetch(`${server.n8n.url}/webhook/sheet`, { method: 'POST', body: form });

	expect(response.status).toBe(200);
	const sheet = FORMATS.csv.read(Buffer.from(await response.arrayBuffer()));
	expect(sheet.map((row) => [row.姓名, row.talent_id])).toEqual(
		[4, 3, 1].map((person) => [`候选人${person}`, talentIdOf(person)]),
	);
});
