/** For every rule a cell that must be read, and one near it that must not. */
import { readEmails } from '../../../../../nodes/BatchGetTalentId/read/email';
import { shown } from '../../../../support/readings';

const read = (text: string) => shown(readEmails(text));

test('an address goes as typed, then in lower case, and is compared without case', () => {
	expect(readEmails('Foo@Example.com')).toEqual([
		{
			kind: 'email',
			value: 'Foo@Example.com',
			key: 'foo@example.com',
			qualifier: '',
			suspect: false,
			otherSpellings: [expect.objectContaining({ value: 'foo@example.com' })],
		},
	]);
});

test('the text of the cell is kept where it differs', () => {
	expect(readEmails('邮箱：a@x.com')).toMatchObject([{ value: 'a@x.com', cell: '邮箱：a@x.com' }]);
});

test.each([
	'zhang.wei@example.com',
	"o'neil@example.com",
	'r&d@example.com',
	'a/b@example.com',
	'zhang.wei+tag@example.com',
	'a@x',
	'张伟@example.com',
	'_zhang_@example.com',
	'#zhang@example.com',
	'zhang.wei@exa_mple.com',
	'zhang.wei@例子.中国',
	'zhang.wei@example.中国',
	'zhang.wei@mail.例子.中国',
	'zhang.wei@example.公司',
	'zhang@例子',
])('%s is read as it stands', (text) => expect(read(text)).toEqual([text]));

test('an address beside words stays as it is, whatever words are in it', () => {
	expect(read('Zhang Wei <J.Smith@example.com>')).toEqual([
		'J.Smith@example.com {j.smith@example.com}',
	]);
	expect(read('Zhang Wei zhang163mail@example.com')).toEqual(['zhang163mail@example.com']);
});

test.each([
	...['无', '-', 'N/A', 'none', '无邮箱', '未提供邮箱', '', '?', '#N/A', '0', '000', 'False'],
	...[
		'邮箱：无',
		'E-mail: N/A',
		'Email:',
		'邮箱 -',
		'0.0',
		'"0"',
		'无 / 无',
		'邮箱：0',
		'[邮箱：无]',
		'没有电子邮箱',
		'no mail',
	],
])('%j is no identifier', (text) => expect(read(text)).toEqual([]));

test.each([
	'mailto:zhang.wei@example.com',
	'mailto:zhang.wei@example.com?subject=Hi',
	'张伟 <zhang.wei@example.com>',
	'"张伟" <zhang.wei@example.com>',
	'Zhang, Wei <zhang.wei@example.com>',
	'Zhang Wei zhang.wei@example.com',
	'张伟zhang.wei@example.com',
	'zhang.wei@example.com.',
	'zhang.wei@example.com。',
	'zhang.wei@example.com;',
	'zhang.wei@example.com>',
	'zhang.wei＠example．com',
	'zhang.wei@example。com',
	'邮箱：zhang.wei@example.com',
	'邮箱zhang.wei@example.com。张伟',
	'姓名：张伟 邮箱：zhang.wei@example.com（公司）',
	'邮箱zhang.wei@example.com',
	'E-mail: zhang.wei@example.com',
	'email:zhang.wei@example.com',
	'QQ邮箱：zhang.wei@example.com',
	'zhang.wei@example.com（常用）',
	'zhang.wei@example.com (work)',
	'="zhang.wei@example.com"',
	"'zhang.wei@example.com",
	'<zhang.wei@example.com>',
	'zhang.wei@example.com<zhang.wei@example.com>',
	'zhang.wei @example.com',
	'zhang.wei@example.com / 无',
	'1. zhang.wei@example.com',
	'(1)zhang.wei@example.com',
	'Email 1 : zhang.wei@example.com',
	'mail:zhang.wei@example.com',
	'Wei zhang.wei@example.com',
	'wei,zhang.wei@example.com',
	'<a href="mailto:zhang.wei@example.com">发邮件</a>',
	'SMTP:zhang.wei@example.com',
	'zhang.wei[at]example[dot]com',
	'zhang.wei at example.com',
	'zhang.wei﹫example.com',
	'zhang.wei%40example.com',
	'zhang.wei@example .com',
	'zhang.wei@example..com',
	'zhang.wei@example·com',
	'zhang.wei@example.com_x000D_',
	'zhang.wei@example.com\\n',
	'ï»¿zhang.wei@example.com',
	'zhang.wei@example.comÂ\u00a0',
	'zhang.wei@example.com\u0000',
	'?zhang.wei@example.com',
	'zhang.wei@example.com✅',
	'zhang.wei@example.com-',
	'**zhang.wei@example.com**',
	'张伟/zhang.wei@example.com',
	'null,zhang.wei@example.com',
	'zhang.wei@example.com / N/A',
	'- zhang.wei@example.com',
	'邮箱：zhang.wei @example.com（常用）',
	'"1. zhang.wei @example.com"',
	'(Zhang Wei zhang.wei@example.com)',
	'Email/zhang.wei@example.com',
	'“zhang.wei”@example.com',
	'邮箱：zhang.wei@example.com；备用：无',
	'𝐳𝐡𝐚𝐧𝐠.𝐰𝐞𝐢@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦',
	'-zhang.wei@example.com',
	'—zhang.wei@example.com',
	'·zhang.wei@example.com',
	'email=zhang.wei@example.com',
	'E:zhang.wei@example.com',
	'Gmail:zhang.wei@example.com',
	'Zhang:zhang.wei@example.com',
	'163邮箱：zhang.wei@example.com',
	'my email is zhang.wei@example.com',
	'联系邮箱：zhang.wei@example.com',
	'zhang.wei@example点com',
	'zhang.wei@example.com?subject=Hi',
	'J. Smith <zhang.wei@example.com>',
	'"O\'Neil, Pat" <zhang.wei@example.com>',
	'<a href="mailto:zhang.wei@example.com"><u>zhang.wei@example.com</u></a>',
])('%j is one address', (text) =>
	expect([...new Set(read(text))]).toEqual(['zhang.wei@example.com']),
);

test.each([
	['zhangwei at example dot com', 'zhangwei@example.com'],
	['zhang.wei ( at ) mail { dot } example [dot] com', 'zhang.wei@mail.example.com'],
	['John Smith js@example.com', 'js@example.com'],
	['Smith, js@example.com', 'js@example.com'],
	['<14212345678@example.com>', '14212345678@example.com'],
])('%j is %s', (text, address) => expect(read(text)).toEqual([address]));

test.each([
	'zhang.wei@example.com li.na@example.com',
	'zhang.wei@example.com|li.na@example.com',
	'zhang.wei@example.com/li.na@example.com',
	'zhang.wei@example.com//li.na@example.com',
	'zhang.wei@example.com&li.na@example.com',
	'zhang.wei@example.com或li.na@example.com',
	'zhang.wei@example.com与li.na@example.com',
	'zhang.wei@ example.com;li.na@ example.com',
	'zhang.wei@example.com or li.na@example.com',
	'zhang.wei@example.com、li.na@example.com',
	'zhang.wei@example.com；li.na@example.com',
	'zhang.wei@example.com\nli.na@example.com',
	'1. zhang.wei@example.com 2. li.na@example.com',
	'邮箱1：zhang.wei@example.com 邮箱2：li.na@example.com',
])('%j is two addresses', (text) =>
	expect(read(text)).toEqual(['zhang.wei@example.com', 'li.na@example.com']),
);

test.each([
	['zhang.wei#example.com', 'This is no email address'],
	['zhang.wei', 'This is no email address'],
	['邮箱：待查', 'This is no email address'],
	['推荐人：无', 'This is no email address'],
	['@example.com', 'This is no email address'],
	['zhang.wei@', 'This is no email address'],
	['zhang wei @example.com', 'The cell holds a word besides the value'],
	['10', 'This is no email address'],
	['01', 'This is no email address'],
	['zh***', 'The value is masked'],
	['Smith js@example.com', 'The cell holds a word besides the value'],
	['Example zw@example.com', 'The cell holds a word besides the value'],
	['zhang wei@example.com', 'The cell holds a word besides the value'],
	['zhang.wei@example,com', 'The cell holds a word besides the value'],
	['zhang,wei@example.com', 'The cell holds a word besides the value'],
	['zhang, wei@example.com', 'The cell holds a word besides the value'],
	['zhang. wei@example.com', 'The cell holds a word besides the value'],
	['meet at example.com', 'This is no email address'],
	['zhang.wei@example.c', 'This is no email address'],
	['zhang.wei@example.c om', 'This is no email address'],
	['zhang.wei@.com', 'This is no email address'],
	['张伟 @example.com', 'This is no email address'],
	['HR/zhang.wei@example.com', 'A word in the cell may name another person'],
	['HR:zhang.wei@example.com', 'A word in the cell may name another person'],
	['微信号:zhang.wei@example.com', 'The cell holds a number or name of another medium'],
	['zhang.wei或li.na@example.com', 'The cell holds more than one email, run together'],
	['zhang.wei@example.com或example.org', 'The cell holds more than one email, run together'],
	['z∗∗∗@example.com', 'The value is masked'],
	['z■■■@example.com', 'The value is masked'],
	['zhang.wei@exa...', 'The value is masked'],
	['zhang.wei@example.com/li', 'The cell holds a word besides the value'],
	['14212345678/zhang.wei@example.com', 'The cell holds digits besides the number'],
	['1', 'This is no email address'],
	['zhang.wei@exam ple.com', 'The cell holds a word besides the value'],
	['zhang.wei@example.comli.na@example.com', 'The cell holds more than one email, run together'],
	['zh***@example.com', 'The value is masked'],
	['zhang.wei@example.com（HR）', 'A word in the cell may name another person'],
	['推荐人：zhang.wei@example.com', 'A word in the cell may name another person'],
	['zhang.wei@example.com推荐人', 'A word in the cell may name another person'],
	['张三 a@x.com 李四', 'The cell names more than one person'],
	['zhang.wei@example.com 14212345678', 'The cell holds digits besides the number'],
	['Wei <a@x.com>; Na <b@x.com>', 'The cell names more than one person'],
	['########', 'This is no email address'],
	['[object Object]', 'The cell holds an object that was turned into text'],
])('%j: %s', (text, message) => expect(read(text)).toEqual([message]));

test('an unreadable value leaves the others of its cell', () => {
	expect(read('a@x.com, zh***@example.com')).toEqual(['a@x.com', 'The value is masked']);
	expect(read('a@x.com, 142')).toEqual(['a@x.com', 'This is no email address']);
});

test.each([
	' ',
	',',
	'@',
	'<',
	'a@b ',
	',1.x',
	'张',
	'.',
	'a1',
	'a,',
	'a.',
	'\ufffdx',
	'_x000D_',
	'\\t',
	'零',
])('a cell of 100,000 characters of %j comes to an end', (unit) => {
	const text = unit.repeat(Math.ceil(100_000 / unit.length));
	expect(Array.isArray(readEmails(text))).toBe(true);
});
