/** The demo's command line: what it prints and returns without a run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { main } from '../../../../scripts/demo/demo';
import { runCommand } from '../../../support/command';

const folder = mkdtempSync(path.join(tmpdir(), 'demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
	const file = path.join(folder, name);
	writeFileSync(file, content);
	return file;
}

const run = async (...args: string[]) => await runCommand(main, args);

test('explains itself', async () => {
	const { code, stdout, stderr } = await run('--help');
	expect([code, stderr]).toEqual([0, '']);
	for (const flag of ['csv', 'out', 'mobile', 'email', 'id', 'id-type']) {
		expect(stdout).toContain(`--${flag} `);
	}
});

const good = write('good.csv', 'mobile,name\n15400000010,a\n');
const unmatched = write('unmatched.csv', 'mobile\n15400000010\n');
const aFolder = path.join(folder, 'folder.csv');
mkdirSync(aFolder);

test.each<[why: string, args: string[], says: string]>([
	['an unknown flag', ['--colour'], '--colour'],
	['a flag without its value', ['--csv'], '--csv'],
	['a stray word', ['candidates.csv'], 'a value without an option'],
	['a missing file', ['--csv', path.join(folder, 'missing.csv')], 'no such file'],
	['a folder for a file', ['--csv', aFolder], 'EISDIR'],
	['a workbook', ['--csv', write('book.xlsx', Buffer.from('PK\u0003\u0004\0\0'))], 'CSV UTF-8'],
	['an empty file', ['--csv', write('empty.csv', '')], 'no rows'],
	['a header only', ['--csv', write('header.csv', 'mobile\n')], 'no rows'],
	['an open quote', ['--csv', write('quote.csv', 'mobile\n"1\n2\n')], 'not a well-formed'],
	['a column that is not there', ['--csv', good, '--mobile', '手机'], 'It has: mobile, name.'],
	['nothing to look up', ['--csv', write('names.csv', 'name\nb\n')], '--mobile, --email or --id'],
	['two columns of a name', ['--csv', write('twice.csv', 'tel,tel\n1,2\n')], 'several columns'],
	['a file for a folder', ['--csv', good, '--out', good], 'EEXIST'],
	['results in place of the sheet', ['--csv', unmatched, '--out', folder], 'could replace'],
])('rejects %s in one line', async (_, args, says) => {
	const { code, stdout, stderr } = await run(...args);
	expect(code).toBe(2);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/^[^\n]+\n$/);
	expect(stderr).toContain(says);
});
