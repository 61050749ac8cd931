/** What of links, tags, escapes and formulas is the text of a cell, and what near them stays as it is. */
import { readLinkFields, unwrapLinks } from '../../../../../nodes/BatchGetTalentId/read/links';

test.each([
	[`<a href='tel:13800138000'>call</a>`, 'call 13800138000'],
	['<A class="x" HREF = "mailto:a@x.com" target="_blank">mail</A >', 'mail a@x.com'],
	['<a href=tel:13800138000>me</a>', 'me 13800138000'],
	['<a href="https://example.com">a@x.com</a>', 'a@x.com'],
	['<a href="https://example.com">home</a>', 'home'],
	['<https://example.com/a|a@x.com>', 'a@x.com'],
	['<sms:13800138000|text>', 'text 13800138000'],
	['<http://example.com|a@x.com>', 'a@x.com'],
	['[a@x.com](http://example.com)', 'a@x.com'],
	['[home](http://example.com)', 'home'],
	['=HYPERLINK ("tel:13800138000","call")', 'call 13800138000'],
	['[call]( tel:13800138000 )', 'call 13800138000'],
	['[ a@x.com ](mailto:b@x.com)', 'a@x.com'],
	['=HYPERLINK("mailto:a@x.com"; "a@x.com")', 'a@x.com'],
	["= hyperlink( 'tel:13800138000' , 'call' )", 'call 13800138000'],
	['=HYPERLINK("","a@x.com")', 'a@x.com'],
])('the link %j shows, or leads to, %j', (text, value) => expect(unwrapLinks(text)).toBe(value));

test.each([
	// Of two forms of one number the longer.
	['[138 0013 8000](tel:+8613800138000)', '+8613800138000'],
	['[07400 123456](tel:+447400123456)', '+447400123456'],
	['[+8613800138000](tel:13800138000)', '+8613800138000'],
	['[13800138000](tel:+8613900139000)', '13800138000'],
	['[007400123456](tel:+447400123456)', '+447400123456'],
	['[13800138000 张](tel:+8613800138000)', '13800138000 张'],
	['[张三 13800138000](tel:+8613800138000)', '张三 13800138000'],
	['[ab12](tel:13800138000)', 'ab12 13800138000'],
])('of the number %j, %j is read', (text, value) => expect(unwrapLinks(text)).toBe(value));

test.each([
	['1<br>2<BR/>3', '1\n2\n3'],
	['<p class="x">1</p><div>2</div>', '\n1\n\n2\n'],
	['<tr><td>1</td></tr><li>2</li>', '\n\n1\n\n\n2\n'],
	['<b>1</b><span style="x">2</span>', ' 1  2 '],
	['<html><body><strong>1</strong></body></html>', '   1   '],
	['<a name="x">1</a>', ' 1 '],
	['<a name="x">1', ' 1'],
])('tags part values or words: %j', (text, value) => expect(unwrapLinks(text)).toBe(value));

test.each([
	['&lt;a@x.com&gt;', '<a@x.com>'],
	['&quot;1&apos;&nbsp;2&AMP;3', '"1\' 2&3'],
	['&#43;86&#x2B;1', '+86+1'],
	['1_x000D_2_x0041_', '1\n2A'],
	['1\\n2\\t3\\r', '1\n2\n3\n'],
	['%2B86%20a%40x.com', '+86 a@x.com'],
	['•  12', '12'],
	['* 12', '12'],
	['**12**', '12'],
	['="1"', '"1"'],
	["='1'", "'1'"],
	['=+86', '+86'],
	['= 86', '86'],
	['= "12"&""', '"12"'],
])('what %j stands for is %j', (text, value) => expect(unwrapLinks(text)).toBe(value));

test.each([
	['https://wa.me/85291234567', '+85291234567'],
	['http://wa.me/+85291234567?text=hi', '+85291234567'],
	['https://api.whatsapp.com/send?phone=85291234567&text=hi', '+85291234567'],
	['https://web.whatsapp.com/send/?phone=%2B85291234567', '+85291234567'],
	['whatsapp://send?phone=85291234567', '85291234567'],
	['tel:138', '138'],
	['tel://138', '138'],
	['TEL:138', '138'],
	['sms:138?body=hi', '138'],
	['smsto:138?body=hi', '138'],
	['mailto:a@x.com?subject=hi', 'a@x.com'],
	['smtp:a@x.com', 'a@x.com'],
	['callto:138', '138'],
	['手机tel:138', '手机138'],
])('%j leads to %j', (text, value) => expect(unwrapLinks(text)).toBe(value));

test.each([
	'13800138000',
	'a@x.com',
	'<brand@x.com>',
	'<p@x.com>',
	'<i@x.com>',
	'<a@x.com>',
	'<body@x.com>',
	'Name <a@x.com>',
	'&copy;',
	'&#1234567;',
	'[a](b)',
	'C:\\name',
	'%41',
	'=A1',
	'x="1"&""',
	'1 =HYPERLINK("1","2")',
	'=HYPERLINK("1","2") 3',
	'* 1 * 2',
	'**1**2**',
	'hotel:138',
	'1tel:138',
	'https://wa.me/1234',
	'https://wa.me/1234567890123456',
	'https://example.com?x=1',
	`tel:${'1'.repeat(1_000)}`,
])('%j stays as it is', (text) => expect(unwrapLinks(text)).toBe(text));

test.each([
	['call', 'tel:138', 'call 138'],
	['call', undefined, 'call'],
	['13800138000', 'tel:+8613800138000', '13800138000'],
	['a@x.com', 'mailto:b@x.com', 'a@x.com'],
])('of the fields %j and %j, %j is read', (text, target, value) =>
	expect(readLinkFields(text, target)).toBe(value),
);
