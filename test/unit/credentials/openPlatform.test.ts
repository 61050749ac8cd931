/** What both bundles read of any reply, and how they name what the network says. */
import {
	describeNetworkCode,
	isCertificateCode,
	isHtml,
	readCode,
} from '../../../credentials/openPlatform';

test.each<[object, number | undefined]>([
	[{ code: 0 }, 0],
	[{ code: 99991663, msg: 'x' }, 99991663],
	[{ Code: 10003 }, 10003],
	[{ code: 1, Code: 2 }, 1],
	[{ code: '0' }, undefined],
	[{}, undefined],
])('reads of %j the code %p', (body, code) => {
	expect(readCode({ ...body })).toBe(code);
});

test.each<[unknown, boolean]>([
	['<html><body>Bad Gateway</body></html>', true],
	['<!DOCTYPE html><p>', true],
	['\r\n  <head>', true],
	['<body class="x">', true],
	[`${' '.repeat(100)}<html>`, true],
	[`${' '.repeat(101)}<html>`, false],
	['text before <html>', false],
	['<header>', false],
	['<xml>', false],
	['', false],
	[undefined, false],
	[['<html>'], false],
])('takes %j for a page: %p', (body, expected) => {
	expect(isHtml(body)).toBe(expected);
});

test.each([
	['CERT_HAS_EXPIRED', true],
	['DEPTH_ZERO_SELF_SIGNED_CERT', true],
	['SELF_SIGNED', true],
	['UNABLE_TO_GET_ISSUER', true],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
	['UNABLE_TO_CONNECT', false],
	['ECONNRESET', false],
])('takes %s for a word on the certificate: %p', (code, expected) => {
	expect(isCertificateCode(code)).toBe(expected);
	expect(describeNetworkCode(code).includes('NODE_EXTRA_CA_CERTS')).toBe(expected);
});

test.each([
	['EAI_AGAIN', 'host name not resolved'],
	['ECONNABORTED', 'no reply in time'],
	['ECONNREFUSED', 'connection refused'],
	['ECONNRESET', 'connection closed'],
	['EHOSTUNREACH', 'host unreachable'],
	['ENOTFOUND', 'unknown host name'],
	['ETIMEDOUT', 'no reply in time'],
	['EPIPE', 'EPIPE'],
])('says of %s: %s', (code, reason) => {
	expect(describeNetworkCode(code)).toBe(reason);
});
