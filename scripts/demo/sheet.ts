/** Sheets as CSV files: reading them, finding the columns that matter, writing the results. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { readFileSync, writeFileSync } from 'node:fs';

import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import type { TalentQuery } from '../../nodes/BatchGetTalentId/types';
import { UsageError } from '../options';

export interface Sheet {
	header: string[];
	rows: string[][];
	/** The number that a spreadsheet shows for each row. */
	rowNumbers: number[];
}

/** What a column holds, as far as the lookup needs it. */
export type Field = 'mobile' | 'email' | 'id' | 'idType';

/** The index of each column that the sheet has. */
export type Columns = Partial<Record<Field, number>>;

/** The node's parameter for each of them. */
export const PARAMETERS = {
	mobile: 'mobileNumber',
	email: 'email',
	id: 'identificationNumber',
	idType: 'identificationType',
} as const satisfies Record<Field, string>;

/** Usual headers, best first; compared without case, punctuation and remarks in brackets. */
const USUAL_HEADERS: Record<Field, string[]> = {
	mobile: [
		...['手机号', '手机号码', '手机', '移动电话', '联系电话', '联系方式', '电话', '电话号码'],
		...['mobile', 'mobilenumber', 'mobilephone', 'phone', 'phonenumber', 'cellphone', 'tel'],
	],
	email: [
		...['邮箱', '电子邮箱', '邮箱地址', '电子邮件', '邮件'],
		...['email', 'emailaddress', 'mail'],
	],
	id: [
		...['证件号', '证件号码', '身份证号', '身份证号码', '身份证'],
		...['idnumber', 'identificationnumber', 'idno', 'identification', 'idcard'],
	],
	idType: ['证件类型', '证件类别', '证件种类', 'idtype', 'identificationtype'],
};

const simplify = (header: string) => header.toLowerCase().replace(/[\s_*:：-]|[(（].*/g, '');

/** Reads a file's text: UTF-8, or else what Excel writes on a Chinese Windows. */
function readText(file: string): string {
	let bytes: Buffer;
	try {
		bytes = readFileSync(file);
	} catch (error) {
		const code = codeOf(error);
		if (code === 'ENOENT') throw new UsageError(`There is no file ${file}.`);
		if (code === 'EISDIR') throw new UsageError(`${file} is a folder, not a CSV file.`);
		throw new UsageError(`${file} cannot be read (${code}).`);
	}
	if (bytes.includes(0)) {
		throw new UsageError(`${file} is not a CSV file. Save the sheet as “CSV UTF-8” and try again.`);
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}

/**
 * Reads a CSV file; short rows are filled up, empty lines left out.
 * @throws UsageError when it is missing, not a CSV file, or without rows
 */
export function readSheet(file: string): Sheet {
	const [header, ...numbered] = parseCsv(file, readText(file))
		.map((cells, index) => ({ cells, rowNumber: index + 1 }))
		.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
	if (!header) throw new UsageError(`${file} is empty.`);
	if (numbered.length === 0) throw new UsageError(`${file} has a header, but no rows.`);
	const width = [header, ...numbered].reduce((most, { cells }) => Math.max(most, cells.length), 0);
	const fill = (cells: string[]) => Array.from({ length: width }, (_, index) => cells[index] ?? '');
	return {
		// Headers like to be broken into lines; here they are names.
		header: fill(header.cells.map((cell) => cell.replace(/\s+/g, ' ').trim())),
		rows: numbered.map(({ cells }) => fill(cells)),
		rowNumbers: numbered.map(({ rowNumber }) => rowNumber),
	};
}

function parseCsv(file: string, text: string): string[][] {
	try {
		return parse(text, { bom: true, relax_column_count: true, relax_quotes: true });
	} catch (error) {
		const [reason] = (error as Error).message.split('\n');
		throw new UsageError(`${file} is not a well-formed CSV file: ${reason}.`);
	}
}

/**
 * Finds the columns: those named, and the usual ones for the rest.
 * @throws UsageError when a named column is not there, or there is nothing to look up
 */
export function findColumns({ header }: Sheet, named: Partial<Record<Field, string>>): Columns {
	const has = `It has: ${header.filter((name) => name !== '').join(', ')}.`;
	const simple = header.map(simplify);
	const find = (field: Field): number => {
		const name = named[field]?.trim();
		if (name === undefined) {
			const usual = USUAL_HEADERS[field].find((one) => simple.includes(one));
			return usual === undefined ? -1 : simple.indexOf(usual);
		}
		const index = name === '' ? -1 : header.indexOf(name);
		if (index === -1) throw new UsageError(`The sheet has no column “${name}”. ${has}`);
		return index;
	};
	const fields = Object.keys(USUAL_HEADERS) as Field[];
	const columns: Columns = Object.fromEntries(
		fields.map((field) => [field, find(field)] as const).filter(([, index]) => index >= 0),
	);
	if (columns.mobile === undefined && columns.email === undefined && columns.id === undefined) {
		throw new UsageError(`Name the columns to look up with --mobile, --email or --id. ${has}`);
	}
	for (const index of Object.values(columns)) {
		if (header.filter((name) => name === header[index]).length === 1) continue;
		throw new UsageError(`The sheet has several columns “${header[index]}”: rename all but one.`);
	}
	return columns;
}

/** What the node reads in a row, every kind by itself. */
export function readRow(cells: string[], columns: Columns): TalentQuery {
	const values: Record<string, unknown> = { mobileCode: '86', identificationType: 1 };
	for (const [field, index] of Object.entries(columns)) {
		values[PARAMETERS[field as Field]] = cells[index];
	}
	return readQuery(0, (name) => values[name] ?? '', 'any');
}

/** What a spreadsheet would run as a formula; a number with a + or - in front does no harm. */
const FORMULA = /^(?:[=@\t\r\n＝＠]|[+\-＋－](?![\d\s().+-]*$))/;

const disarm = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);

/**
 * Writes a CSV file that Excel opens right: marked as UTF-8, and no cell of it is a formula.
 * @throws UsageError when that is not possible, say because the file is open in Excel
 */
export function writeSheet(file: string, header: string[], rows: string[][]): void {
	const lines = [header, ...rows].map((cells) => cells.map(disarm));
	try {
		writeFileSync(file, stringify(lines, { bom: true }));
	} catch (error) {
		throw new UsageError(`${file} cannot be written (${codeOf(error)}).`);
	}
}

/** The system's name of an error, such as EACCES. */
export const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
