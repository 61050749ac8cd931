/**
 * The example sheet names nobody. Chinese mobiles begin with 142, 143 or 154, Hong Kong ones with 45, which
 * no operator has; American and British ones are the numbers reserved for fiction; resident cards name
 * region 99, which does not exist; all other documents begin with a made-up ZZ.
 */
import { parse } from 'csv-parse/sync';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(__dirname, '../../../../examples/candidates.csv');
/** Reserved for fiction, though of the form of numbers in use. */
const FICTION = /^\+1\d{3}55501\d\d$/;

type Row = Record<'手机号' | '邮箱' | '证件号', string>;
const rows: Row[] = parse(readFileSync(FILE), { bom: true, columns: true });
const finds = (texts: string[], pattern: RegExp) =>
	texts.flatMap((text) => text.match(pattern) ?? []);

test('holds 5,000 rows', () => {
	expect(rows).toHaveLength(5_000);
});

test('holds no number that anybody can have', () => {
	const cells = rows.map(({ 手机号 }) => 手机号.normalize('NFKC').replace(/\.0$/, ''));
	const numbers = finds(cells, /(?<![a-z\d])\+?\d[\d\s().-]{6,16}\d/gi);
	expect(numbers.length).toBeGreaterThan(4_000);
	const real = numbers
		.map((text) => parsePhoneNumberFromString(text, 'CN'))
		.filter((phone) => phone?.isValid() && !FICTION.test(phone.number));
	expect(real).toEqual([]);
});

test('holds no email or document that anybody can have', () => {
	const emails = finds(
		rows.map(({ 邮箱 }) => 邮箱),
		/@[\w.-]+/g,
	);
	expect(new Set(emails.map((domain) => domain.toLowerCase()))).toEqual(new Set(['@example.com']));
	const documents = finds(
		rows.map(({ 证件号 }) => 证件号.replaceAll(' ', '')),
		/[a-z\d.+]{2,}/gi,
	);
	expect(documents.filter((one) => !/^(99\d{15}[\dx]|ZZ\d{7}|9\.9\d+E\+17)$/i.test(one))).toEqual(
		[],
	);
});

test('gives resident cards their check digit, but for those that a spreadsheet rounded', () => {
	const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
	const isRight = (card: string) =>
		'10X98765432'[
			weights.reduce((sum, weight, index) => sum + weight * Number(card[index]), 0) % 11
		] === card[17]?.toUpperCase();
	const cards = finds(
		rows.map(({ 证件号 }) => 证件号.replaceAll(' ', '')),
		/99\d{15}[\dx]/gi,
	);
	const wrong = cards.filter((card) => !isRight(card));
	expect(wrong.length).toBeLessThan(cards.length / 50);
	expect(wrong.filter((card) => !card.endsWith('000'))).toEqual([]);
});
