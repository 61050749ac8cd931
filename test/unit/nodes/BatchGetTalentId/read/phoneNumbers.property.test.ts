/** Numbers are valid as libphonenumber says, in each of the countries that share a code. */
import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { PhoneNumber } from 'libphonenumber-js/core';
import type { CountryCode, MetadataJson } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.mobile.json';

import { isValidMobile } from '../../../../../nodes/BatchGetTalentId/read/phoneNumbers';

const COUNTRIES: Partial<Record<string, string[]>> = metadata.country_calling_codes;
const CODES = [...Object.keys(COUNTRIES), ...Object.keys(metadata.nonGeographic)];
const EXAMPLES: Partial<Record<string, string>> = examples;

/** Its own constructor takes a country and digits; its published types leave that out. */
const KnownNumber = PhoneNumber as unknown as new (
	countryOrCode: string,
	digits: string,
	metadata: MetadataJson,
) => PhoneNumber;

const isValidByLibrary = (code: string, digits: string) =>
	(COUNTRIES[code] ?? [code]).some((country) =>
		new KnownNumber(country as CountryCode, digits, metadata).isValid(),
	);

/** An example with a digit changed, or any digits. */
const digitsOf = (code: string) => {
	const known = (COUNTRIES[code] ?? []).flatMap((country) => EXAMPLES[country] ?? []);
	const any = fc.stringMatching(/^\d{1,13}$/);
	if (known.length === 0) return any;
	const near = fc
		.tuple(fc.constantFrom(...known), fc.nat(14), fc.nat(9))
		.map(([example, at, digit]) => {
			const place = at % example.length;
			return `${example.slice(0, place)}${digit}${example.slice(place + 1)}`;
		});
	return fc.oneof(near, any);
};

test('as the library finds them', () => {
	const number = fc
		.constantFrom(...CODES)
		.chain((code) => digitsOf(code).map((digits) => ({ code, digits })));
	fc.assert(
		fc.property(number, ({ code, digits }) => {
			expect(isValidMobile(code, digits)).toBe(isValidByLibrary(code, digits));
		}),
		{ numRuns: 3_000 },
	);
});

test('every example of every country is valid, and under a code that is not in use nothing is', () => {
	const invalid = Object.entries(COUNTRIES).flatMap(([code, countries = []]) =>
		countries.filter((country) => {
			const example = EXAMPLES[country];
			return example !== undefined && !isValidMobile(code, example);
		}),
	);
	expect(invalid).toEqual([]);
	expect(isValidMobile('999', '13800138000')).toBe(false);
});
