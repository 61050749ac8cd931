/** The example sheet is what its script makes, and names nobody. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { candidatesCsv, makeCandidates } from '../../../../scripts/demo/makeCandidates';

const FILE = path.resolve(__dirname, '../../../../examples/candidates.csv');
/** Reserved for fiction, though of the form of numbers in use. */
const FICTION = /^1\d{3}55501\d\d$/;

test('is what npx tsx scripts/demo/makeCandidates.ts makes', () => {
	expect(readFileSync(FILE, 'utf8') === candidatesCsv()).toBe(true);
});

test('holds 5,000 rows', () => {
	expect(makeCandidates()).toHaveLength(5_000);
});

test('holds no number that anybody can have', () => {
	const real = makeCandidates()
		.flatMap(({ 手机号 }) => 手机号.split(/[/、]/))
		.filter((text) => !/[a-z]/i.test(text))
		.map((text) => parsePhoneNumberFromString(text.normalize('NFKC').replace(/\.0$/, ''), 'CN'))
		.filter((phone) => phone?.isValid() && !FICTION.test(phone.number.slice(1)));
	expect(real).toEqual([]);
});

test('holds no email or document that anybody can have', () => {
	for (const { 邮箱, 证件号 } of makeCandidates()) {
		expect(邮箱).toMatch(/^ *([a-z.]+\d{4}@example\.com)? *$/i);
		expect(证件号).toMatch(/^(99\d{15}[\dx]|ZZ\d{7}|9\.9\d+E\+17|)$/i);
	}
});
