/** Excel files for the tests, by SheetJS as n8n carries it: no package of our own is needed. */
import { createRequire } from 'node:module';
import path from 'node:path';

import { RUNTIME } from './n8n';

/** A row by its headers; a column that is absent stays an empty cell. */
export type Row = Record<string, string | number | boolean>;

/** As much of SheetJS as is used here. */
interface SheetJs {
	read(file: Buffer): { SheetNames: string[]; Sheets: Record<string, object> };
	write(book: object, options: { bookType: 'xlsx'; type: 'buffer' }): Buffer;
	utils: {
		json_to_sheet(rows: Row[]): object;
		sheet_to_json(sheet: object | undefined): Row[];
	};
}

const sheetJs = () => createRequire(path.join(RUNTIME, 'package.json'))('@e965/xlsx') as SheetJs;

/** An Excel file with one sheet; numbers are stored as numbers, text as text. */
export function toXlsx(rows: Row[]): Buffer {
	const { utils, write } = sheetJs();
	const book = { SheetNames: ['Sheet1'], Sheets: { Sheet1: utils.json_to_sheet(rows) } };
	return write(book, { bookType: 'xlsx', type: 'buffer' });
}

/** The rows of the first sheet of an Excel file; empty cells are left out. */
export function fromXlsx(file: Buffer): Row[] {
	const { read, utils } = sheetJs();
	const { SheetNames, Sheets } = read(file);
	return utils.sheet_to_json(Sheets[SheetNames[0] ?? '']);
}
