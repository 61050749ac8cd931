/** Which texts are a country code or an identification type, and which near them are none. */
import { properties } from '../../../../../nodes/BatchGetTalentId/description';
import {
	parseIdentificationType,
	parseMobileCode,
} from '../../../../../nodes/BatchGetTalentId/read/qualifiers';

describe('identification types', () => {
	test.each([
		['1', '1'],
		['1.0', '1'],
		[' 9 ', '9'],
		['42', '42'],
		['护照', '2'],
		['passport', '2'],
		['身份证', '1'],
		['台胞证', '4'],
		['回乡证', '6'],
		['香港身份证', '3'],
		['HKID', '3'],
		['护照号', '2'],
		['护照 / Passport', '2'],
		['中国居民身份证', '1'],
		['身份证（大陆）', '1'],
		['韩国护照', '2'],
		['身份证号码', '1'],
		['1.00', '1'],
		['123456789', '123456789'],
		['居民身份證', '1'],
		['第二代居民身份证', '1'],
		['居民身份证（中国大陆）', '1'],
		['香港永久性居民身份證', '3'],
		['Hong Kong Permanent Identity Card', '3'],
	])('%j is %s', (text, type) => expect(parseIdentificationType(text)).toBe(type));

	test.each([
		'0',
		'-1',
		'1.5',
		'',
		'证',
		'card of somebody',
		'Passport (身份证)',
		'护照 / 身份证',
		'台湾身份证',
		'01',
		'1234567890',
		'1 2',
	])('%j is none', (text) => expect(parseIdentificationType(text)).toBeUndefined());

	test('are read by the names of the panel, in both languages and in each', () => {
		const { options = [] } = properties.find(({ name }) => name === 'identificationType') ?? {};
		expect(options).toHaveLength(8);
		for (const option of options) {
			if (!('value' in option)) throw new Error('The panel offers types only.');
			const type = String(option.value);
			expect(parseIdentificationType(option.name)).toBe(type);
			for (const name of option.name.replace(')', '').split(' (')) {
				expect([name, parseIdentificationType(name)]).toEqual([name, type]);
			}
		}
	});
});

describe('country codes', () => {
	test.each([
		['86', '86'],
		['+86', '86'],
		['0086', '86'],
		[' ８６ ', '86'],
		['00852', '852'],
		['852.0', '852'],
		['', '86'],
		['无', '86'],
		['NA', '86'],
		['HK', '852'],
		['hk', '852'],
		['香港 (HK)', '852'],
		['香港特别行政区', '852'],
		['Hong Kong SAR', '852'],
		['Hong Kong, China', '852'],
		['中华人民共和国', '86'],
		['China Mainland', '86'],
		['Taiwan, Province of China', '886'],
		['CN_1', '86'],
		['BR', '55'],
		['BR_12', '55'],
		['UK', '44'],
		['🇭🇰', '852'],
		['🇭🇰 Hong Kong', '852'],
		['"86"', '86'],
		['China/86', '86'],
		['+ 86', '86'],
		['中国', '86'],
		['Hong Kong', '852'],
		['China (+86)', '86'],
		['+852 香港', '852'],
		['区号 852', '852'],
		['(852)', '852'],
		["'852", '852'],
		['086', '86'],
		['+086', '86'],
		['1234', '1234'],
		['0086.0', '86'],
		['`86`', '86'],
		['=86', '86'],
		['86;', '86'],
		['CN 86', '86'],
		['加拿大 (1)', '1'],
		// A code that begins with that of the country: the Bahamas' area.
		['Bahamas +1242', '1242'],
		[`${'x'.repeat(60)}86`, '86'],
		[`86${'x'.repeat(60)}`, '86'],
	])('“%s” is %s', (text, code) => expect(parseMobileCode(text)).toBe(code));

	test.each([
		'香港 (CN)',
		'abc',
		'12345',
		'8-6',
		'+-86',
		'86.',
		'86%',
		'5 区号 852',
		'区号 852 5',
		'CN +86 / HK +852',
		'86/852',
		'香港 +86',
		'🇭🇰 China',
		'0',
		'XX',
		'CN_1a',
		'1CN_1',
		'CNX',
		'区号#86',
		'Hong Kong 86',
		'区号 0',
		'86 86',
		`${'x'.repeat(61)}86`,
		`86${'x'.repeat(61)}`,
	])('“%s” is none', (text) => expect(parseMobileCode(text)).toBeUndefined());
});
