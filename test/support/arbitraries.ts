/** Random people and sheets for fast-check: small pools, so that duplicates and cross matches abound. */
import fc from 'fast-check';

import type { Case, Value } from './oracle';
import type { FeishuKind } from './feishu/settings';
import type { Person } from './feishu/store';

const digits = (value: number, length: number) => String(value).padStart(length, '0');

/** Mobile numbers by country code. */
const MOBILES = [
	...Array.from({ length: 8 }, (_, i) => ({ code: '86', number: `138${digits(i, 8)}` })),
	{ code: '86', number: '13900000666' },
	{ code: '86', number: '182900291190' },
	...Array.from({ length: 3 }, (_, i) => ({ code: '852', number: `9123456${i}` })),
	{ code: '1', number: '2125550100' },
];
/** Numbers that a Feishu which rejects odd values does not accept. */
const BAD_NUMBERS = new Set(['13900000666']);
export const badNumbersOf = ({ oddValues }: Pick<FeishuKind, 'oddValues'>): Set<string> =>
	oddValues === 'reject' ? BAD_NUMBERS : new Set();
const SUSPECT = '1234';
const EMAILS = Array.from({ length: 8 }, (_, i) => `person.${i}@example.com`);
const CARDS = [
	...Array.from({ length: 5 }, (_, i) => ({
		type: 1,
		number: `99010019900101110${i % 2 ? 'X' : i}`.replace(/0(.)$/, `${i}$1`),
	})),
	...Array.from({ length: 3 }, (_, i) => ({ type: 2, number: `E0000000${i}` })),
	{ type: 3, number: 'A123456(3)' },
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** People of the pools; several may share an identifier. */
export const people: fc.Arbitrary<Person[]> = fc
	.array(
		fc.record({
			mobile: maybe(fc.constantFrom(...MOBILES)),
			email: maybe(fc.constantFrom(...EMAILS)),
			identification: maybe(fc.constantFrom(...CARDS)),
			isOnboarded: fc.boolean(),
		}),
		{ maxLength: 30 },
	)
	.map((list) => list.map((one, i) => ({ talentId: `70000000000000${digits(i, 5)}`, ...one })));

const fullWidth = (text: string) =>
	text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

/** A text in a cell, with the value that it spells, if any. */
interface Spelled {
	value?: Value;
	text: string;
}

function spellMobile(code: string, number: string, defaultCode: string): fc.Arbitrary<string> {
	const international = [
		`+${code}${number}`,
		`00${code} ${number}`,
		`(+${code}) ${number}`,
		`\u200e+${code}-${number}`,
	];
	if (code !== defaultCode) return fc.constantFrom(...international);
	const local = [
		number,
		` ${number} `,
		number.replace(/(...)(....)/, '$1-$2-'),
		number.replace(/(...)(....)/, '$1 $2\u00a0'),
		fullWidth(number),
		`${number}.0`,
		...(code === '86' && /^1[3-9]\d{9}$/.test(number) ? [`86${number}`, `86-${number}`] : []),
	];
	return fc.constantFrom(...local, ...international);
}

const UNUSABLE: Value = { kind: 'mobile_number', spellings: [] };

const mobile = (defaultCode: string): fc.Arbitrary<Spelled> => {
	const kind = 'mobile_number';
	const usual = fc.constantFrom(...MOBILES).chain((one) => {
		const value: Value = { kind, qualifier: one.code, spellings: [one.number] };
		return spellMobile(one.code, one.number, defaultCode).map((text) => ({ value, text }));
	});
	const suspect: Value = { kind, qualifier: defaultCode, spellings: [SUSPECT] };
	return fc.oneof(
		{ weight: 12, arbitrary: usual },
		fc.constant({ value: suspect, text: SUSPECT }),
		fc.constantFrom({ text: '无' }, { text: 'N.A.' }),
		fc.constantFrom('1.38E+10', '+99912345678').map((text) => ({ value: UNUSABLE, text })),
	);
};

const asIs = (text: string) => text;

const email: fc.Arbitrary<Spelled> = fc
	.tuple(
		fc.constantFrom(...EMAILS),
		fc.constantFrom(
			asIs,
			(text) => text.toUpperCase(),
			(text) => text.replace('p', 'P'),
		),
		fc.constantFrom(asIs, (text) => ` ${text}\u200b`, fullWidth),
	)
	.map(([stored, type, wrap]) => {
		const typed = type(stored);
		const spellings = [...new Set([typed, stored])];
		return { value: { kind: 'email', spellings }, text: wrap(typed) };
	});

/** Resident cards are asked in upper case, other documents as typed and then in upper case. */
const card = (type: number): fc.Arbitrary<Spelled> =>
	fc
		.tuple(fc.constantFrom(...CARDS.map(({ number }) => number)), fc.boolean(), fc.boolean())
		.map(([upper, isLower, hasBlank]) => {
			const typed = isLower ? upper.toLowerCase() : upper;
			const isHongKongCard = type === 3 && upper.endsWith(')');
			const ofOthers = isHongKongCard ? [upper, upper.replace(/[()]/g, ''), typed] : [typed, upper];
			const spellings = type === 1 ? [upper] : [...new Set(ofOthers)];
			return {
				value: { kind: 'identification_number', qualifier: String(type), spellings },
				text: hasBlank ? ` ${typed}` : typed,
			};
		});

/** Short groups of digits alone may be torn off one number: such a cell cannot be read. */
function areTorn(spelled: Spelled[]): boolean {
	const said = spelled.filter(({ value }) => value);
	return said.length > 1 && said.every(({ text }) => text === SUSPECT);
}

/** A cell of no, one or several values, as text with separators or as a list. */
const cell = (one: fc.Arbitrary<Spelled>, separators: string[]) =>
	fc.constantFrom(0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 3, 4).chain((count) =>
		fc
			.tuple(
				fc.array(one, { minLength: count, maxLength: count }),
				fc.constantFrom(...separators),
				fc.boolean(),
				fc.constantFrom('', ' ', null, undefined),
			)
			.map(([spelled, separator, asList, blank]) => {
				const texts = spelled.map(({ text }) => text);
				const filled = asList ? texts : texts.join(separator);
				const read = spelled.flatMap(({ value }) => value ?? []);
				const values = !asList && areTorn(spelled) ? [UNUSABLE] : read;
				return { cell: count === 0 ? blank : filled, values };
			}),
	);

/** Without a slash: that parts numbers only where each is valid by itself. */
const MOBILE_SEPARATORS = [',', '; ', '\n', '、', '，', '；', '\r\n'];
const SEPARATORS = [',', '; ', '\n', '、', '，', '；'];

/** An item, with what the parameters read from it: `m`, `code`, `e`, `i`, `type`. */
export const candidate: fc.Arbitrary<Case> = fc
	.tuple(fc.constantFrom('86', '86', '86', '852'), fc.constantFrom(1, 1, 1, 2, 3))
	.chain(([code, type]) =>
		fc
			.tuple(
				cell(mobile(code), MOBILE_SEPARATORS),
				cell(email, SEPARATORS),
				cell(card(type), SEPARATORS),
			)
			.map(([m, e, i]) => ({
				item: {
					json: { m: m.cell, code: code === '86' ? '' : `+${code}`, e: e.cell, i: i.cell, type },
				},
				values: distinct([...m.values, ...e.values, ...i.values]),
			})),
	);

/** What differs in letter case or brackets only is one identifier, of which all forms are spellings. */
function distinct(values: Value[]): Value[] {
	const byKey = new Map<string, Value>();
	for (const value of values) {
		const { kind, qualifier, spellings } = value;
		const key = [kind, qualifier, spellings[0]].join(' ').toLowerCase().replace(/[()]/g, '');
		const known = byKey.get(key)?.spellings ?? [];
		byKey.set(key, { ...value, spellings: [...new Set([...known, ...spellings])] });
	}
	return [...byKey.values()];
}
