/** The oracle's own rules, which the properties of the node rest on. */
import { Hire } from '../../support/feishu/hire';
import { withDefaults } from '../../support/feishu/settings';
import { expectedOf } from '../../support/oracle';
import type { Value } from '../../support/oracle';

const mobile = (...spellings: string[]): Value => ({
	kind: 'mobile_number',
	qualifier: '86',
	spellings,
});
const email = (text: string): Value => ({ kind: 'email', spellings: [text] });

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

test('asks no other spelling when the likeliest finds a talent', () => {
	expect(ask([mobile('13800000001', '13800000002')])).toEqual({ outcome: ['1'], calls: 1 });
});

test('asks the other spellings when the likeliest finds nobody', () => {
	expect(ask([mobile('23800000001', '13800000001')])).toEqual({ outcome: ['1'], calls: 2 });
});

test('asks no value in another spelling when another value finds a talent', () => {
	const values = [mobile('13800000001'), mobile('23800000002', '13800000002')];
	expect(ask(values)).toEqual({ outcome: ['1'], calls: 2 });
});

test('combines each spelling with the values of the other kinds, with Match By = all', () => {
	const values = [mobile('23800000001', '13800000001'), email('a@example.com')];
	expect(ask(values)).toEqual({ outcome: ['1'], calls: 2 });
});

test('leaves the item unmatched when a value is rejected in one spelling and answered in another', () => {
	const values = [mobile('23800000009', '13800000009')];
	expect(ask(values, ['23800000009']).outcome).toBe('unmatched');
});

test('fails the item when a value is rejected in every spelling', () => {
	const values = [mobile('23800000009', '13800000009')];
	expect(ask(values, ['23800000009', '13800000009']).outcome).toEqual(['failed']);
});

test('does not fail the item when one value is rejected and another finds a talent', () => {
	const values = [mobile('23800000009'), mobile('13800000002')];
	expect(ask(values, ['23800000009']).outcome).toEqual(['2']);
});
