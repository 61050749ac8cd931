/** Sheets as CSV files: reading them, finding the columns that matter, writing the results. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { readFileSync, writeFileSync } from 'node:fs';

import { UsageError } from '../options';

/** A row by its headers, as n8n's sheet nodes give it. */
export type Row = Record<string, string>;

export interface Sheet {
	header: string[];
	rows: Row[];
	/** The number that a spreadsheet shows for each row. */
	rowNumbers: number[];
}

/** The parameters of the node that take a column. */
type Field = 'mobileNumber' | 'email' | 'identificationNumber' | 'identificationType';

/** The header of the column for each of them. */
export type Columns = Partial<Record<Field, string>>;

/** Usual headers, without case, punctuation and remarks in brackets. */
const USUAL_HEADERS: Record<Field, RegExp> = {
	mobileNumber:
		/^(手机(号码?)?|移动电话|联系(电话|方式)|电话(号码)?|(mobile|phone|cell)(number|phone)?|tel)$/,
	email: /^((电子)?邮箱(地址)?|(电子)?邮件|e?mail(address)?)$/,
	identificationNumber: /^(证件号码?|身份证(号码?)?|id(number|no|card)|identification(number)?)$/,
	identificationType: /^(证件(类型|类别|种类)|id(entification)?type)$/,
};

const simplify = (header: string) => header.toLowerCase().replace(/[\s_*:：-]|[(（].*/g, '');

/** UTF-8, or else what Excel writes on a Chinese Windows. */
function decode(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}

/**
 * Reads a CSV file; empty lines are left out.
 * @throws UsageError when it is no CSV file, or without rows
 */
export function readSheet(file: string): Sheet {
	const bytes = readFileSync(file);
	if (bytes.includes(0)) {
		throw new UsageError(`${file} is not a CSV file. Save the sheet as “CSV UTF-8” and try again.`);
	}
	let header: string[] = [];
	const nameColumns = (names: string[]) => {
		// Headers like to be broken into lines; here they are names.
		header = names.map((name, i) => name.replace(/\s+/g, ' ').trim() || `column ${i + 1}`);
		return header;
	};
	let records: Array<{ record: Row; info: { records: number; empty_lines: number } }>;
	try {
		records = parse(decode(bytes), {
			...{ bom: true, columns: nameColumns, info: true, skip_empty_lines: true },
			...{ relax_column_count: true, relax_quotes: true },
		}) as unknown as typeof records;
	} catch (error) {
		throw new UsageError(`${file} is not a well-formed CSV file: ${(error as Error).message}.`);
	}
	if (records.length === 0) throw new UsageError(`${file} has no rows below a header.`);
	return {
		header,
		rows: records.map(({ record }) => record),
		rowNumbers: records.map(({ info }) => info.records + info.empty_lines + 1),
	};
}

/**
 * Finds the columns: those named, and the usual ones for the rest.
 * @throws UsageError when a column is not there or not alone, or there is nothing to look up
 */
export function findColumns({ header }: Sheet, named: Columns): Columns {
	const columns: Columns = {};
	for (const [field, form] of Object.entries(USUAL_HEADERS)) {
		const usual = header.find((name) => form.test(simplify(name)));
		columns[field as Field] = named[field as Field] ?? usual;
	}
	const has = `It has: ${header.join(', ')}.`;
	for (const name of Object.values(columns)) {
		const { length } = header.filter((one) => one === name);
		if (name === undefined || length === 1) continue;
		throw new UsageError(
			length === 0
				? `The sheet has no column “${name}”. ${has}`
				: `The sheet has several columns “${name}”: rename all but one.`,
		);
	}
	if (columns.mobileNumber ?? columns.email ?? columns.identificationNumber) return columns;
	throw new UsageError(`Name the columns to look up with --mobile, --email or --id. ${has}`);
}

/** What a spreadsheet would run as a formula; a number with a + or - in front does no harm. */
const FORMULA = /^(?:[=@\t\r\n＝＠]|[+\-＋－](?![\d\s().+-]*$))/;

const disarm = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);

/** Writes a CSV file that Excel opens right: marked as UTF-8, and no cell of it is a formula. */
export function writeSheet(file: string, columns: string[], rows: object[]): void {
	writeFileSync(
		file,
		stringify(rows, { bom: true, header: true, columns, cast: { string: disarm } }),
	);
}
