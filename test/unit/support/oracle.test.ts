/** The oracle's own rules, which the properties of the node rest on. */
import { Hire } from '../../support/feishu/hire';
import { withDefaults } from '../../support/feishu/settings';
import { expectedOf } from '../../support/oracle';
import type { Value } from '../../support/oracle';

const mobile = (number: string, ...others: string[]): Value => ({
	kind: 'mobile_number',
	code: '86',
	number,
	otherSpellings: others.map((other) => ({ kind: 'mobile_number', code: '86', number: other })),
});
const email = (text: string): Value => ({ kind: 'email', email: text });

const PEOPLE = [
	{ talentId: '1', mobile: { code: '86', number: '13800000001' }, email: 'a@example.com' },
	{ talentId: '2', mobile: { code: '86', number: '13800000002' } },
];

/** What becomes of one item, and how many calls it takes. */
function ask(values: Value[], badNumbers: string[] = []) {
	const hire = new Hire(PEOPLE, withDefaults({ badNumbers: new Set(badNumbers) }));
	const find = jest.spyOn(hire, 'find');
	const { matched, unmatched } = expectedOf([{ item: { json: {} }, values }], {
		hire,
		matchBy: 'all',
		output: 'match',
	});
	const outcome = matched.map((one) => ('failed' in one ? 'failed' : one.json.talent_id));
	return { outcome: unmatched.length > 0 ? 'unmatched' : outcome, calls: find.mock.calls.length };
}

test('a talent found in the likeliest spelling ends the asking', () => {
	expect(ask([mobile('13800000001', '13800000002')])).toEqual({ outcome: ['1'], calls: 1 });
});

test('a value that finds nobody is asked in its other spellings', () => {
	expect(ask([mobile('23800000001', '13800000001')])).toEqual({ outcome: ['1'], calls: 2 });
});

test('a talent of one value keeps the other values from being asked again', () => {
	const values = [mobile('13800000001'), mobile('23800000002', '13800000002')];
	expect(ask(values)).toEqual({ outcome: ['1'], calls: 2 });
});

test('with all, each spelling is combined with the values of the other kinds', () => {
	const values = [mobile('23800000001', '13800000001'), email('a@example.com')];
	expect(ask(values)).toEqual({ outcome: ['1'], calls: 2 });
});

test('a value rejected in one spelling and answered in another is unmatched', () => {
	const values = [mobile('23800000009', '13800000009')];
	expect(ask(values, ['23800000009']).outcome).toBe('unmatched');
});

test('a value rejected in every spelling fails its item', () => {
	const values = [mobile('23800000009', '13800000009')];
	expect(ask(values, ['23800000009', '13800000009']).outcome).toEqual(['failed']);
});

test('a rejected value fails no item that another value finds a talent for', () => {
	const values = [mobile('23800000009'), mobile('13800000002')];
	expect(ask(values, ['23800000009']).outcome).toEqual(['2']);
});
