/**
 * One person's value, spelled in random ways by a generator with tables of its own: the person is found by
 * some spelling, and no spelling is another subscriber's.
 */
import fc from 'fast-check';

import { readQuery } from '../../../../support/readings';
import type { Identifier } from '../../../../../nodes/BatchGetTalentId/types';
import { withCheckDigit } from '../../../../support/sheets';

interface Number {
	code: string;
	national: string;
	/** Dialled before it within its country. */
	trunk: string;
	groups: number[];
}

const digits = (length: number) =>
	fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));

const plan = (code: string, start: string, rest: number, trunk: string, groups: number[]) =>
	digits(rest).map((end): Number => ({ code, national: start + end, trunk, groups }));

/** Ranges that have been mobile for decades. */
const number: fc.Arbitrary<Number> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc
			.constantFrom('13', '14', '15', '16', '17', '18', '19')
			.chain((start) => plan('86', start, 9, '0', [3, 4, 4])),
	},
	plan('852', '5123', 4, '', [4, 4]),
	plan('44', '7400', 6, '0', [4, 6]),
	plan('886', '900', 6, '0', [3, 3, 3]),
	plan('61', '491', 6, '0', [3, 3, 3]),
	plan('49', '1512', 7, '0', [4, 7]),
	plan('39', '320', 7, '', [3, 3, 4]),
	plan('65', '9123', 4, '', [4, 4]),
	plan('1', '20255501', 2, '', [3, 3, 4]),
	// Canada and Kazakhstan, which share their codes with others.
	plan('1', '506234', 4, '', [3, 3, 4]),
	plan('7', '701', 7, '8', [3, 3, 4]),
	plan('52', '222123', 4, '', [3, 3, 4]),
	plan('55', '119612', 5, '0', [2, 5, 4]),
);

function group(text: string, sizes: number[], separator: string): string {
	let at = 0;
	return sizes.map((size) => text.slice(at, (at += size))).join(separator);
}

const fullWidth = (text: string) =>
	text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const arabic = (text: string) =>
	text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));

const LABELS = [
	'',
	'手机：',
	'手机号 ',
	'联系电话:',
	'Tel: ',
	'Mobile No. ',
	'电话（微信同号）：',
	'M: ',
	'Phone/WeChat: ',
	'手机号一：',
	'📱 ',
];
const REMARKS = [
	'',
	'（微信同号）',
	' (本人)',
	' 常用',
	'。',
	'；',
	' 张三',
	' (mobile)',
	'（移动）',
	' ✅',
];
const WRAPPERS: Array<(text: string) => string> = [
	(text) => text,
	(text) => ` ${text}\u200b`,
	(text) => `'${text}`,
	(text) => `"${text}"`,
	(text) => `="${text}"`,
	(text) => `\u202a${text}\u202c`,
	(text) => `${text}_x000D_\n`,
	(text) => `${text}\\t`,
	(text) => `**${text}**`,
	(text) => `• ${text}`,
	(text) => `â€ª${text}Â\u00a0`,
	(text) => `${text}\u0000`,
	(text) => `<p>${text}</p>`,
];
const WIDTHS = [(text: string) => text, fullWidth, arabic];
const SEPARATORS = ['', ' ', '-', '\u00a0', '–', '.', '·', '－'];

/** Stands for a country code behind the number. */
const BEHIND = 'behind';

interface Spelled {
	number: Number;
	text: string;
	defaultCode: string;
}

const spelled: fc.Arbitrary<Spelled> = number.chain((one) =>
	fc
		.record({
			separator: fc.constantFrom(...SEPARATORS),
			label: fc.constantFrom(...LABELS),
			remark: fc.constantFrom(...REMARKS),
			wrap: fc.constantFrom(...WRAPPERS),
			width: fc.constantFrom(...WIDTHS),
			hasTrunk: fc.boolean(),
			code: fc.constantFrom(
				'',
				`+${one.code} `,
				`00${one.code}-`,
				`(+${one.code})`,
				`+${one.code} (0)`,
				`+${one.code}+${one.code}`,
				`+${one.code}（本人）`,
				`+${one.code}, `,
				BEHIND,
			),
			otherCode: fc.constantFrom('86', '852', '44', '1'),
		})
		.map(({ separator, label, remark, wrap, width, hasTrunk, code, otherCode }) => {
			const isBracketed = code.endsWith('(0)');
			const prefix = isBracketed && one.trunk !== '0' ? `+${one.code}` : code;
			const trunk = hasTrunk && !prefix.endsWith('(0)') ? one.trunk : '';
			const digits = `${trunk}${group(one.national, one.groups, separator)}`;
			const body = prefix === BEHIND ? `${digits} (+${one.code})` : `${prefix}${digits}`;
			return {
				number: one,
				text: wrap(`${label}${width(body)}${remark}`),
				defaultCode: prefix === '' ? one.code : otherCode,
			};
		}),
);

const readMobile = (cell: unknown, code: string) =>
	readQuery(
		0,
		(name) => (name === 'mobileNumber' ? cell : name === 'mobileCode' ? code : ''),
		'all',
	);

const withSpellings = (identifier: Identifier) => [
	identifier,
	...(identifier.otherSpellings ?? []),
];

/** Takes off what can stand before a subscriber's number, by the number that is known. */
function denotes({ code, national, trunk }: Number, { qualifier, value }: Identifier): boolean {
	const ways = [national, `${trunk}${national}`, `0${national}`].flatMap((way) => [
		way,
		`${code}${way}`,
	]);
	return qualifier === code && ways.includes(value);
}

const show = (query: unknown) => JSON.stringify(query);

test('a number is found by one of its spellings, and each is of the same subscriber', () => {
	fc.assert(
		fc.property(spelled, ({ number: one, text, defaultCode }) => {
			const query = readMobile(text, defaultCode);
			const all = query.identifiers.flatMap(withSpellings);
			if (query.identifiers.length !== 1) throw new Error(`One number: ${show(query)}`);
			if (!all.some(({ value, qualifier }) => value === one.national && qualifier === one.code)) {
				throw new Error(`Not found: ${show(query)}`);
			}
			if (!all.every((spelling) => denotes(one, spelling))) {
				throw new Error(`Another subscriber: ${show(query)}`);
			}
			const [first] = query.identifiers;
			expect(first?.otherSpellings ?? []).not.toContainEqual(
				expect.objectContaining({ value: first?.value, qualifier: first?.qualifier }),
			);
		}),
		{ numRuns: 3_000 },
	);
});

test('two numbers in a cell are both read', () => {
	const separator = fc.constantFrom(
		',',
		'_x000D_\n',
		'；',
		'、',
		'\n',
		'/',
		' / ',
		' & ',
		'|',
		'或',
		'  ',
		'\t',
		' or ',
	);
	fc.assert(
		fc.property(number, number, separator, (one, other, between) => {
			const texts = [one, other].map(({ code, national }) => `+${code} ${national}`);
			const read = readMobile(texts.join(between), '86').identifiers;
			const wanted = [one, other].map(({ code, national }) => `${code} ${national}`);
			expect(read.map(({ qualifier, value }) => `${qualifier} ${value}`)).toEqual([
				...new Set(wanted),
			]);
		}),
	);
});

test('1 to 15 digits, not all zeros, are never rejected', () => {
	fc.assert(
		fc.property(
			fc.stringMatching(/^\d{1,15}$/).filter((text) => !/^0*$/.test(text)),
			fc.constantFrom('86', '852', '44', '1', '39', '9999'),
			(text, code) => {
				const { problem, identifiers } = readMobile(text, code);
				if (/^00/.test(text)) return;
				expect(problem).toBeUndefined();
				expect(identifiers).toHaveLength(text === code ? 0 : 1);
			},
		),
		{ numRuns: 2_000 },
	);
});

test('what was read is read again as it is', () => {
	fc.assert(
		fc.property(spelled, ({ text, defaultCode }) => {
			const [first] = readMobile(text, defaultCode).identifiers;
			const [again] = readMobile(first?.value, first?.qualifier ?? '').identifiers;
			expect([again?.value, again?.qualifier]).toEqual([first?.value, first?.qualifier]);
		}),
		{ numRuns: 1_000 },
	);
});

/** Plain cells, with what they are by their own form alone. */
const plainMobile = fc.oneof(
	plan('86', '13', 9, '', []).map(({ national }) => ({ cell: national, want: `86 ${national}` })),
	number.map(({ code, national }) => ({
		cell: `+${code}${national}`,
		want: `${code} ${national}`,
	})),
	digits(6).map((end) => ({ cell: `2${end}`, want: `86 2${end}` })),
);
const plainEmail = fc
	.stringMatching(/^[a-z]{1,8}(\.[a-z0-9]{1,5})?@[a-z]{2,8}\.(com|cn|co\.uk)$/)
	.map((cell) => ({ cell, want: ` ${cell}` }));
const plainDocument = fc.oneof(
	fc
		.stringMatching(/^9901011990010[1-9]\d{2}[1-9][\dX]$/)
		.map((cell) => ({ cell, want: `1 ${cell}` })),
	fc.stringMatching(/^[EGD]\d{8}$/).map((cell) => ({ cell, want: `1 ${cell}` })),
);

test('plain cells are read as they stand, without other spellings', () => {
	const cells = fc.record({ m: plainMobile, e: plainEmail, i: plainDocument });
	fc.assert(
		fc.property(cells, ({ m, e, i }) => {
			const row: Record<string, unknown> = {
				mobileNumber: m.cell,
				mobileCode: '86',
				email: e.cell,
				identificationNumber: i.cell,
				identificationType: 1,
			};
			const query = readQuery(0, (name) => row[name], 'all');
			expect(query.problem).toBeUndefined();
			expect(query.identifiers.map(({ qualifier, value }) => `${qualifier} ${value}`)).toEqual([
				m.want,
				e.want,
				i.want,
			]);
			expect(query.identifiers.filter((one) => one.otherSpellings)).toEqual([]);
		}),
		{ numRuns: 1_000 },
	);
});

const EMAIL_WRAPPERS: Array<(text: string) => string> = [
	(text) => text,
	(text) => `mailto:${text}`,
	(text) => `<${text}>`,
	(text) => `张三 <${text}>`,
	(text) => `邮箱：${text}`,
	(text) => `${text}（常用）`,
	(text) => `${text}。`,
	(text) => `'${text}`,
	(text) => `="${text}"`,
	(text) => `[${text}](mailto:${text})`,
	(text) => fullWidth(text),
	(text) => text.toUpperCase(),
];

test('an email is found in whatever stands around it', () => {
	fc.assert(
		fc.property(plainEmail, fc.constantFrom(...EMAIL_WRAPPERS), ({ cell }, wrap) => {
			const { identifiers, problem } = readQuery(
				0,
				(name) => (name === 'email' ? wrap(cell) : ''),
				'all',
			);
			expect(problem).toBeUndefined();
			expect(identifiers).toHaveLength(1);
			expect(identifiers.flatMap(withSpellings).map(({ value }) => value)).toContain(cell);
		}),
		{ numRuns: 1_000 },
	);
});

test('a resident card is found in whatever stands around it, in 18 places and in 15', () => {
	const wrap = fc.constantFrom<(text: string) => string>(
		(text) => text,
		(text) => text.toLowerCase(),
		(text) => `'${text}`,
		(text) => `身份证：${text}`,
		(text) => fullWidth(text),
		(text) => `${text.slice(0, 6)} ${text.slice(6)}`,
		(text) => (/^\d{6}19/.test(text) ? text.slice(0, 6) + text.slice(8, 17) : text),
	);
	fc.assert(
		fc.property(
			fc.stringMatching(/^990101(19[4-9]\d|200\d)0[1-9]1\d{4}$/),
			wrap,
			(first17, change) => {
				const card = withCheckDigit(first17);
				const { identifiers, problem } = readQuery(
					0,
					(name) =>
						name === 'identificationNumber' ? change(card) : name === 'identificationType' ? 1 : '',
					'all',
				);
				expect(problem).toBeUndefined();
				expect(identifiers.flatMap(withSpellings).map(({ value }) => value)).toContain(card);
			},
		),
		{ numRuns: 1_000 },
	);
});
