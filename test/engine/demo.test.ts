/** The command as a person runs it: what it prints, writes and returns. */
import { parse } from 'csv-parse/sync';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { main } from '../../scripts/demo/demo';
import { runCommand } from '../support/command';
import type { Exit } from '../support/command';

const DEMO = path.resolve(__dirname, '../../scripts/demo/demo.ts');
const FILES = ['matched', 'unmatched', 'failed'] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
	const file = path.join(folder, name);
	writeFileSync(file, content);
	return file;
}

const run = async (...args: string[]) => await runCommand(main, args);

function readResults(out: string): Record<(typeof FILES)[number], string[][]> {
	const read = (name: string) =>
		parse(readFileSync(path.join(out, `${name}.csv`)), { bom: true }).slice(1);
	return { matched: read('matched'), unmatched: read('unmatched'), failed: read('failed') };
}

/** The figure behind a label at the start of a line. */
const figure = (screen: string, label: string) =>
	Number(new RegExp(`^ *${label} +([\\d,]+)`, 'm').exec(screen)?.[1]?.replaceAll(',', ''));

const HEADER = 'No,手机号（必填）,邮箱,备注';
const ROWS = [
	...Array.from({ length: 30 }, (_, row) => `${row},154000000${row + 10},a${row}@example.com,`),
	'30,1.54E+10,,',
	'31,l5400000011,,"two\nlines"',
	'32,无,,=1+1',
	'33,154-0000-0010,,again',
	'34,+852 4512 3456,,+86 154',
];

describe('a run', () => {
	const out = path.join(folder, 'out');
	let exit: Exit;

	beforeAll(async () => {
		const file = write('rows.csv', `\ufeff${[HEADER, ...ROWS].join('\n')}\n\n`);
		exit = await run('--csv', file, '--out', out);
	});

	test('ends well', () => {
		expect(exit.stderr).toBe('');
		expect(exit.code).toBe(0);
	});

	test('writes each row to one of the three files', () => {
		const written = Object.values(readResults(out)).flat();
		expect(written.map(([no]) => Number(no)).sort((a, b) => a - b)).toEqual(
			ROWS.map((_, row) => row),
		);
	});

	test('says the numbers of the files, and they add up', () => {
		const results = readResults(out);
		const lengths = FILES.map((name) => results[name].length);
		expect(exit.stdout).toMatch(new RegExp(`^ *${ROWS.length} rows +${lengths.join(' +')}$`, 'm'));
		for (const name of FILES) expect(exit.stdout).toContain(path.join(out, `${name}.csv`));
		expect(results.failed).toHaveLength(2);
		expect(exit.stdout).toMatch(/^ *a cell that cannot be read +0 +0 +2$/m);
		expect(exit.stdout).toMatch(/^ *nothing to look up +0 +1 +0$/m);
		expect(exit.stdout).toMatch(/^ +1 +The spreadsheet rounded this number: row 32$/m);
		expect(figure(exit.stdout, 'Calls')).toBeLessThanOrEqual(5);
	});

	test('writes no formula, and leaves numbers and line breaks as they are', () => {
		const remarks = new Map(
			Object.values(readResults(out))
				.flat()
				.map(([no, , , remark]) => [no, remark]),
		);
		expect(remarks.get('32')).toBe("'=1+1");
		expect(remarks.get('31')).toBe('two\nlines');
		expect(remarks.get('34')).toBe('+86 154');
	});

	test('does not say that one call per row takes no time', () => {
		expect(exit.stdout).toMatch(/^ *Time +\d+\.\d s$/m);
	});

	test('prints no escape sequences into a pipe', () => {
		expect(exit.stdout).not.toContain('\x1b');
	});
});

test('starts as a program', () => {
	const args = ['--import', 'tsx', DEMO, '--help'];
	expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain('--csv FILE');
});

test('finds the columns that are named, in a sheet of Chinese Excel', async () => {
	const [mobile, name] = [Buffer.from([0xca, 0xd6, 0xbb, 0xfa, 0x7d]), Buffer.from([0xd0, 0xd5])];
	const lines = Buffer.from('\n15400000010,a\n15400000011,b\n');
	const file = write('gbk.csv', Buffer.concat([mobile, Buffer.from(','), name, lines]));
	const out = path.join(folder, 'gbk');
	const { code, stdout } = await run('--csv', file, '--out', out, '--mobile', '手机}');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^ *Columns +手机}\n +no email: name its column with --email COL$/m);
	expect(figure(stdout, 'Calls')).toBe(1);
	expect(Object.values(readResults(out)).flat()).toHaveLength(2);
});
