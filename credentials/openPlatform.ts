/** What the token exchange and every call have in common: Feishu's general codes, and the network in words. */

/** Too many calls; a token endpoint says so too. See docs/feishu-platform.md. */
export const RATE_LIMIT_CODE = 99991400;

/** Internal errors of Feishu: another attempt may succeed. See docs/feishu-platform.md. */
export const INTERNAL_ERROR_CODES: readonly number[] = [2200, 5000, 1500, 1663, 1668, 10101];

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
