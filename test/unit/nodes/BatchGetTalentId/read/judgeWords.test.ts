/** Words beside a value: those that leave it the candidate's own, and those near them that do not. */
import { readEmails } from '../../../../../nodes/BatchGetTalentId/read/email';
import { readMobileNumbers } from '../../../../../nodes/BatchGetTalentId/read/mobileNumber';
import { problem } from '../../../../../nodes/BatchGetTalentId/read/problems';
import type { ProblemName } from '../../../../../nodes/BatchGetTalentId/read/problems';
import { shown } from '../../../../support/readings';

const readMobile = (text: string, code = '86') => shown(readMobileNumbers(text, () => code));
const readEmail = (text: string) => shown(readEmails(text));

const ONE = '86:14212345678';
const TWO = [ONE, '86:14387654321'];

test.each([
	'14212345678 (vx 同号)',
	'vx同 14212345678',
	'wx 同步：14212345678',
	'手机 / 微信：14212345678',
	'手机（微信）：14212345678',
	'微信/手机：14212345678',
	'微信 / 手机：14212345678',
	'微信号（手机号）：14212345678',
	'微信手机号：14212345678',
	'Phone / WeChat / WhatsApp: 14212345678',
	'Tel/WeChat/WhatsApp: 14212345678',
	'WeChat/Phone: 14212345678',
	'WeChat / WhatsApp / Phone: 14212345678',
	'WeChat/WhatsApp/Phone: 14212345678',
	'WeChat/Tel: 14212345678',
	'WeChat & Tel: 14212345678',
	'微信/Tel: 14212345678',
	'微信号/TEL：14212345678',
	'TEL/微信：14212345678',
	'H / P: 14212345678',
])('%j: another medium joined with a phone is a label of the number', (text) =>
	expect(readMobile(text)).toEqual([ONE]),
);

test.each([
	'163 邮箱：zhang.wei@example.com',
	'QQ mail: zhang.wei@example.com',
	'我的QQ邮箱：zhang.wei@example.com',
])('%j: a provider before a mailbox is a label of the address', (text) =>
	expect(readEmail(text)).toEqual(['zhang.wei@example.com']),
);

describe('names', () => {
	test.each([
		'(J. Smith) 14212345678',
		'"J. Smith" 14212345678',
		'J.Smith 14212345678',
		'14212345678 J. Smith',
		'14212345678 "J. Smith"',
		"14212345678 Pat O'Brien",
		'Anna Maria von Berg 14212345678',
		'J. Anna Maria von Berg 14212345678',
		'张三的手机号码是14212345678',
		// A title of one character ends no given name of two.
		'张子工 14212345678',
	])('%j is a number with a name', (text) => expect(readMobile(text)).toEqual([ONE]));

	test.each([
		['J. 14212345678'],
		['J. smith 14212345678'],
		['J 14212345678'],
		['Anna Maria von Berg Li 14212345678'],
		['Donaudampfschifffahrtsgesellschaft 14212345678'],
		['Иван 14212345678'],
		['张建国庆 14212345678'],
		['未知人 14212345678'],
		['王店员 14212345678'],
	])('%j has words that are no name', (text) =>
		expect(readMobileNumbers(text, () => '86')).toEqual([problem('unknownWord', text)]),
	);

	test.each([
		["(O'Brien@example.com)", "O'Brien@example.com {o'brien@example.com}"],
		['(J.Smith@example.com)', 'J.Smith@example.com {j.smith@example.com}'],
		['Anna Maria von Berg <anna@example.com>', 'anna@example.com'],
	])('%j is an address, with what its own name has in it', (text, address) =>
		expect(readEmail(text)).toEqual([address]),
	);

	test.each([
		'张三14212345678或14387654321',
		'手机14212345678，Zhang 14387654321',
		'Zhang 14212345678, Zhang 14387654321',
		'Zhang 14212345678; Zhang or 14387654321',
	])('%j is two numbers of one person', (text) => expect(readMobile(text)).toEqual(TWO));
});

test.each<[ProblemName, string]>([
	['masked', '142-xxxx-5678'],
	['unknownWord', '银行14212345678'],
	['otherMedium', '我的微信号14212345678'],
	['otherPerson', '我妻子14212345678'],
	['otherPerson', 'Fiancé 14212345678'],
	['otherPerson', 'Residence 14212345678'],
	['otherPerson', '李财务14212345678'],
	['severalPeople', 'Zhang 14212345678, Wang 14387654321'],
	['severalPeople', 'Zhang Wei 14212345678, Zhang Na 14387654321'],
])('says %s of %s', (name, text) => {
	expect(readMobileNumbers(text, () => '86')).toEqual([problem(name, text)]);
});

test('more than 24 Han characters in a row, or 1,000 characters with words, are no value', () => {
	const tooMuch = ['The cell holds more text than a value'];
	expect(readMobile(`${'手机'.repeat(12)}14212345678`)).toEqual([ONE]);
	expect(readMobile(`${'手机'.repeat(12)}号14212345678`)).toEqual(tooMuch);
	expect(readMobile('手机 14212345678,'.repeat(80))).toEqual(tooMuch);
	expect(readEmail('邮箱 a@x.com,'.repeat(110))).toEqual(tooMuch);
});

test('many values without words are read', () => {
	const places = Array.from({ length: 150 }, (_, index) => 14_212_345_000 + index);
	expect(readMobile(places.join(', '))).toHaveLength(150);
	expect(readEmail(places.map((place) => `${place}@example.com`).join(', '))).toHaveLength(150);
});

test('the name of a carrier is no country', () => {
	expect(readMobile('香港 中国移动 51234567')).toEqual(['852:51234567']);
	expect(readMobile('香港 中国 51234567')).toEqual(['The cell names more than one country']);
});
