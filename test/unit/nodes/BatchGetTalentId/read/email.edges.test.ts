/** What stands at the edges of addresses and between them, and addresses that look as if they had some of it. */
import { readEmails } from '../../../../../nodes/BatchGetTalentId/read/email';
import { shown } from '../../../../support/readings';

const read = (text: string) => shown(readEmails(text));

test.each([
	'zhang.wei@li和平.中国',
	'zhang.wei@平和li.中国',
	'zhang.wei@mail.例.中国',
	'zhang.wei@mail.例abc.中国',
	'zhang.wei@例子.网络',
	'zhang.wei@mail.example.中国',
	'zhang.wei=li@example.com',
	'zhang.hr/li@example.com',
	'a14212345678/b@example.com',
	"a'b'@example.com",
	'+zhang@example.com',
	'zhang..wei@example.com',
	'z@x-y.cn',
])('%s is read as it stands', (text) => expect(read(text)).toEqual([text]));

test.each([
	'--zhang.wei@example.com',
	'&zhang.wei@example.com',
	'E-mail::zhang.wei@example.com',
	'zhang.wei@example.com!!',
	'zhang.wei@example.com.常用',
	'zhang.wei@example.com.中国',
	'zhang.wei@.example.com',
	'zhang.wei@..example.com',
	'zhang.wei@example. com',
	'zhang.wei@example . com',
	'E-mail 1: zhang.wei@example.com',
	'E-mail zhang.wei@example.com',
	'zhang.wei at example dot com',
	'邮箱/Email：zhang.wei@example.com',
	'E-mail/邮箱：zhang.wei@example.com',
	'Email- zhang.wei@example.com',
	'Mail id- zhang.wei@example.com',
	'Email-\nzhang.wei@example.com',
	'Email—zhang.wei@example.com',
	'電子信箱：zhang.wei@example.com',
	'個人電郵：zhang.wei@example.com',
	'聯絡電郵：zhang.wei@example.com',
	'郵件：zhang.wei@example.com',
])('%j is one address', (text) => expect(read(text)).toEqual(['zhang.wei@example.com']));

test.each([
	['zhang.wei@163点com', 'zhang.wei@163.com'],
	['zhang.wei@mail.info.常用', 'zhang.wei@mail.info'],
	['zhang.wei @163.com', 'zhang.wei@163.com'],
	['zhang.wei[at]163[dot]com', 'zhang.wei@163.com'],
	['zhang.wei[at]mail[dot]163[dot]com', 'zhang.wei@mail.163.com'],
	['zhang.wei@mail . example . com', 'zhang.wei@mail.example.com'],
])('%j is %s', (text, address) => expect(read(text)).toEqual([address]));

test.each([
	'zhang.wei@example.com及li.na@example.com',
	'zhang.wei@example.com以及li.na@example.com',
	'zhang.wei@example.com,2. li.na@example.com',
	'邮箱1：zhang.wei@example.com，邮箱2：li.na@example.com',
	'zhang.wei@example.com.\nli.na@example.com',
])('%j is two addresses', (text) =>
	expect(read(text)).toEqual(['zhang.wei@example.com', 'li.na@example.com']),
);

test('addresses of digits alone are several, with or without their places in a list', () => {
	const two = ['123456@qq.com', '234567@qq.com'];
	expect(read('123456@qq.com,234567@qq.com')).toEqual(two);
	expect(read('1、123456@qq.com\n2、234567@qq.com')).toEqual(two);
	expect(read('123456，123456@qq.com')).toContain('123456@qq.com');
});

test.each([
	['zhang.wei@example.com:li.na@example.com', 'The cell holds more than one email, run together'],
	['zhang.wei及li.na@example.com', 'The cell holds more than one email, run together'],
	['zhang.wei@..com', 'This is no email address'],
	['张伟 zhang.wei[at]example[dot]com', 'This is no email address'],
	['zhang.wei at example.com soon', 'This is no email address'],
	['li/zhang.wei@example .com', 'The cell holds a word besides the value'],
	['-John Smith js@example.com', 'The cell holds a word besides the value'],
	['HR/Email：zhang.wei@example.com', 'A word in the cell may name another person'],
	['zhang.\nwei@example.com', 'The cell holds a word besides the value'],
	['zhang-\nwei@example.com', 'The cell holds a word besides the value'],
	['Zhang_  wei@example.com', 'The cell holds a word besides the value'],
	['zhang- wei@example.com', 'The cell holds a word besides the value'],
	['12345，678@qq.com', 'The cell holds a word besides the value'],
	['12345\n678@qq.com', 'The cell holds a word besides the value'],
])('%j: %s', (text, message) => expect(read(text)).toEqual([message]));
