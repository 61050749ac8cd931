/** What the token exchange and every call have in common: Feishu's general codes, and the network in words. */

/** Too many calls; a token endpoint says so too. See docs/feishu-platform.md. */
export const RATE_LIMIT_CODE = 99991400;

/** Internal errors of Feishu: another attempt may succeed. See docs/feishu-platform.md. */
export const INTERNAL_ERROR_CODES: readonly number[] = [
	1500, 1503, 1663, 1665, 1668, 2200, 5000, 10101, 10500, 1001999, 1020001,
];

/** Feishu's code in a JSON body; some services spell the field with a capital. */
export function readCode(body: Record<string, unknown>): number | undefined {
	const code = body.code ?? body.Code;
	return typeof code === 'number' ? code : undefined;
}

/** A page in the place of JSON: something before Feishu answered. */
export const isHtml = (body: unknown): boolean =>
	typeof body === 'string' && /^\s{0,100}<(!doctype|html|head|body)\b/i.test(body);

/** Network codes in words: n8n replaces a message that holds a code by one of its own. */
const NETWORK_REASONS: Record<string, string> = {
	EAI_AGAIN: 'host name not resolved',
	ECONNABORTED: 'no reply in time',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection closed',
	EHOSTUNREACH: 'host unreachable',
	ENOTFOUND: 'unknown host name',
	ETIMEDOUT: 'no reply in time',
};

/** Whether a network code says that the host's certificate is not trusted. */
export const isCertificateCode = (code: string): boolean =>
	/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code);

/** Says why a request did not get through, given the network's code, e.g. `ECONNRESET`. */
export const describeNetworkCode = (code: string): string =>
	isCertificateCode(code)
		? 'its certificate is not trusted; for a private certificate authority start n8n with NODE_EXTRA_CA_CERTS'
		: (NETWORK_REASONS[code] ?? code);
