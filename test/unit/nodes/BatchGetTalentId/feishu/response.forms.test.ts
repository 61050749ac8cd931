/** Invariant 6: nothing that a reply says is passed on unless it has the form of what it should be. */
import { FeishuError } from '../../../../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../../../../nodes/BatchGetTalentId/feishu/response';

/** What the description says behind its help. */
function addedBy(body: object): string | undefined {
	const response = { statusCode: 400, headers: {}, body: JSON.stringify({ code: 4711, ...body }) };
	const reply = readResponse(response, new Map());
	if (!(reply instanceof FeishuError)) throw new Error('The response was read as a success.');
	return reply.description?.replace(/^.*?(support|allow-list)\.( |$)/, '');
}

const UUID = '0a1b2c3d-4e5f-6789-abcd-ef0123456789';

test.each<[string, boolean]>([
	[`20${'0A'.repeat(9)}`, true],
	[`20${'z'.repeat(62)}`, true],
	[UUID, true],
	[`20${'0'.repeat(17)}`, false],
	[`20${'0'.repeat(63)}`, false],
	[`x20${'0'.repeat(18)}`, false],
	[`20${'0'.repeat(18)}!`, false],
	[`20${'0'.repeat(18)}-`, false],
	[`21${'0'.repeat(18)}`, false],
	[`0${UUID}`, false],
	[`${UUID}0`, false],
	[UUID.toUpperCase(), false],
	[UUID.replaceAll('-', ''), false],
	[UUID.replace('-abcd', ''), false],
	[UUID.replace('4e5f', '4e5g'), false],
	[UUID.replace('0a1b', 'ga1b'), false],
	[UUID.replace('6789', 'x789'), false],
	['t-0123456789abcdef0123456789abcdef01234567', false],
])('takes %s for a log ID: %p', (log_id, isOne) => {
	expect(addedBy({ error: { log_id } })).toBe(isOne ? `Log ID: ${log_id}.` : '');
});

test.each<[string, boolean]>([
	['hire:talent', true],
	['hire:talent:read_only.all', true],
	['a:b:c:d:e', true],
	[`a${'_'.repeat(40)}:b${'_'.repeat(40)}`, true],
	[`a${'_'.repeat(41)}:b`, false],
	[`a:b${'_'.repeat(41)}`, false],
	['hire', false],
	['a:b:c:d:e:f', false],
	['hire::talent', false],
	['Hire:talent', false],
	['hire:Talent', false],
	['hire.x:talent', false],
	['hire:talent ', false],
	[' hire:talent', false],
	['hire:13800138000', false],
])('takes %j for a scope: %p', (subject, isOne) => {
	const description = addedBy({ error: { permission_violations: [{ subject }] } });
	expect(description).toBe(isOne ? `Feishu names: ${subject}.` : '');
});

test.each<[string, boolean]>([
	['https://open.feishu.cn', true],
	['https://open.feishu.cn/', true],
	['https://open.feishu.cn/app/cli_1/auth?q=hire:talent,a%20b&x=1.2-3', true],
	['https://a.b-1.c.larksuite.com/x', true],
	['https://x.larkoffice.com/x', true],
	[`https://${'a'.repeat(40)}.feishu.cn`, true],
	[`https://${'a'.repeat(41)}.feishu.cn`, false],
	[`https://open.feishu.cn/${'a'.repeat(300)}`, true],
	[`https://open.feishu.cn/${'a'.repeat(301)}`, false],
	['http://open.feishu.cn', false],
	['https://feishu.cn', false],
	['https://a.b.c.d.feishu.cn', false],
	['https://openfeishu.cn', false],
	['https://open.feishuxcn', false],
	['https://open.feishu.cn.example.com', false],
	['https://open.feishu.cn@example.com', false],
	['https://open.larksuitexcom', false],
	['https://open.larkofficexcom', false],
	['https://example.com/open.feishu.cn', false],
	['https://open.example.com', false],
	['https://open.feishu.cn/a!b', false],
	['xhttps://open.feishu.cn', false],
])('takes %s for a link: %p', (url, isOne) => {
	expect(addedBy({ error: { helps: [{ url }] } })).toBe(isOne ? `See ${url}.` : '');
});

test.each(['"', "'", '<', '>', ' ', '\n'])('ends a link in a sentence at %j', (mark) => {
	const troubleshooter = `See${mark}https://open.feishu.cn/x${mark}for more`;
	expect(addedBy({ error: { troubleshooter } })).toBe('See https://open.feishu.cn/x.');
});

test('looks for a link in the first 1,000 characters of a sentence only', () => {
	const link = 'https://open.feishu.cn/x';
	const at = (start: number) =>
		addedBy({ error: { troubleshooter: `${'x'.repeat(start - 1)} ${link}` } });
	expect(at(1_000 - link.length)).toBe(`See ${link}.`);
	expect(at(1_000)).toBe('');
});

test.each<[string, string]>([
	['203.0.113.7', '203.0.113.7'],
	['[203.0.113.7]', '203.0.113.7'],
	['2001:DB8:0:1:2:3:4:5', '2001:DB8:0:1:2:3:4:5'],
	['1:2:3:4', '1:2:3:4'],
	['1:2:3', ''],
	['1.2.3', ''],
	['1234.1.1.1', ''],
	['1.1.1.1234', ''],
	['1.2.3x4', ''],
	['12345:1:1:1', ''],
	['g:1:1:1', ''],
	[`${'x'.repeat(990)} 203.0.113.7`, ''],
])('takes of %j the address %j', (msg, address) => {
	expect(addedBy({ code: 99991401, msg: `denied ${msg}` })).toBe(
		address && `Feishu saw the address ${address}.`,
	);
});

test('names no address of another failure', () => {
	expect(addedBy({ msg: 'denied 203.0.113.7' })).toBe('');
});
