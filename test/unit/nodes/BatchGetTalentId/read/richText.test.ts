/** Which objects stand for text; which cells they come from is in query.test.ts. */
import vm from 'node:vm';

import { likelyField, readRichText } from '../../../../../nodes/BatchGetTalentId/read/richText';

const run = { text: '138' };

test.each([
	[{ text: '138', type: 'text' }, '138'],
	[[run, { text: '0013' }], '1380013'],
	[[], ''],
	[{ text: '138', font: {}, tooltip: '', location: '', style: {}, segmentStyle: {} }, '138'],
	[{ text: 'call', type: 'url', link: 'tel:138' }, 'call 138'],
	[{ text: 'call', hyperlink: 'tel:138' }, 'call 138'],
	[{ text: 'call', link: {}, hyperlink: 'tel:138' }, 'call 138'],
	[{ text: 'call', link: 5 }, 'call'],
	[{ richText: [run, { text: '0013', font: {} }] }, '1380013'],
	[{ text: { richText: [run] }, hyperlink: 'x' }, '138'],
	[{ type: 1, value: [run, run] }, '138138'],
	[{ type: 2, value: [138, '0013'] }, '138\n0013'],
])('%j is the text %j', (value, text) => expect(readRichText(value)).toBe(text));

test.each([
	[null],
	['138'],
	[138],
	[[null]],
	[[run, '0013']],
	[{ type: 'text' }],
	[{ text: 138 }],
	[{ text: { text: '138' } }],
	[{ text: '138', note: '' }],
	[{ richText: '138' }],
	[{ richText: [run], note: '' }],
	[{ richText: [run, {}] }],
	[{ value: [run] }],
	[{ type: 1, value: [run], note: '' }],
	[{ type: 2, value: '138' }],
	[{ type: 2, value: [1.5] }],
	[{ type: 2, value: ['138', true] }],
	[Object.create(run)],
	[
		new (class Cell {
			text = '138';
		})(),
	],
])('%j is no rich text', (value) => expect(readRichText(value)).toBeUndefined());

test('an object without a prototype is one like others, and so is one of another realm', () => {
	expect(readRichText(Object.assign(Object.create(null), run))).toBe('138');
	expect(readRichText(vm.runInNewContext('({ text: "138" })'))).toBe('138');
});

test.each([
	[{ value: '138', unit: '' }, '.value'],
	[{ id: 1, mobile: 138 }, '.mobile'],
	[{ fullPhoneNumber: '138', countryCode: '86' }, '.fullPhoneNumber'],
	[{ formatted: '138' }, '.formatted'],
	[{ content: '138' }, '.content'],
	[{ text: {}, phone: '138' }, '.phone'],
	[{ text: null }, undefined],
	[{ id: 1 }, undefined],
	[null, undefined],
	['138', undefined],
])('of %j, %s most likely holds the value', (value, field) =>
	expect(likelyField(value)).toBe(field),
);
