/** The replies of a Feishu, or of something in its place, that has a bad day; and what may be told of them. */
import type { Fault } from '../support/feishu/faults';
import { hash } from '../support/random';

/** Each echoes what Feishu's own texts can echo: the values of the whole call. */
export const REPLIES = {
	gateway: (echo: string): Fault => ({
		kind: 'reply',
		status: 502,
		body: `<html>Bad Gateway ${echo}</html>`,
	}),
	internal: (echo: string): Fault => ({
		kind: 'reply',
		body: { code: 1002001, msg: `system error: ${echo}`, error: { field_violations: [echo] } },
	}),
	internalOfOldService: (echo: string): Fault => ({
		kind: 'reply',
		body: { Code: 2200, Msg: echo, error: { log_id: echo, helps: [{ url: echo }] } },
	}),
	overloaded: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 9499, msg: `too many request: ${echo}` },
	}),
	requestTimeout: (echo: string): Fault => ({ kind: 'reply', status: 408, body: echo }),
	tooEarly: (): Fault => ({ kind: 'reply', status: 425, body: '' }),
	nothing: (): Fault => ({ kind: 'reply', status: 204, body: '' }),
	/** A proxy that lets short calls through. */
	tooLong: (echo: string): Fault => ({
		kind: 'reply',
		status: hash(echo) % 2 ? 403 : 413,
		body: hash(echo) % 3 ? '' : `<!DOCTYPE html><p>${echo}`,
	}),
	redirect: (echo: string): Fault => ({
		kind: 'reply',
		status: 302,
		headers: { location: 'https://login.example.com/', 'x-tt-logid': 'Bearer t-echo' },
		body: echo,
	}),
	login: (echo: string): Fault => ({ kind: 'reply', status: 401, body: `<html>${echo}</html>` }),
	denied: (echo: string): Fault => ({ kind: 'reply', status: 451, body: { message: echo } }),
	dataIsList: (): Fault => ({ kind: 'reply', body: { code: 0, data: [] } }),
	dataIsText: (): Fault => ({ kind: 'reply', body: { code: 0, data: 'none' } }),
	talentsAreObject: (): Fault => ({
		kind: 'reply',
		body: { code: 0, data: { talent_list: { talent_id: '7' } } },
	}),
	talentsAreText: (): Fault => ({ kind: 'reply', body: { code: 0, data: { talent_list: '[]' } } }),
	limited: (echo: string): Fault => ({
		kind: 'reply',
		status: 429,
		body: { code: 99991400, msg: echo },
		headers: { 'x-ogw-ratelimit-reset': '0.02' },
	}),
	limitedWithoutReset: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 99991400, msg: echo },
	}),
	unknownCode: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 1009999, msg: echo },
	}),
	notFound: (echo: string): Fault => ({ kind: 'reply', status: 404, body: `404 ${echo}` }),
	disabled: (echo: string): Fault => ({
		kind: 'reply',
		status: 400,
		body: { code: 99991662, msg: echo },
	}),
	reset: (): Fault => ({ kind: 'reset' }),
	silence: (): Fault => ({ kind: 'silence' }),
	truncate: (): Fault => ({ kind: 'truncate' }),
	trickle: (): Fault => ({ kind: 'trickle', pause: 5 }),
};

export type FaultName = keyof typeof REPLIES | 'revoked' | 'expired';
export const FAULT_NAMES = [...Object.keys(REPLIES), 'revoked', 'expired'] as FaultName[];

const FOREIGN = /^There is no Feishu Hire API|^The reply did not come from Feishu|^A proxy, /;
const UNREACHED = /^Feishu could not be reached: /;
const INTERNAL = /^Feishu had an internal error/;
const UNREADABLE = /^The reply of Feishu was cut short or unreadable/;
const UNKNOWN_FORM = /^The reply of Feishu has an unknown form/;
const TOKEN_REJECTED = /^Feishu does not accept the access token/;
const RATE_LIMITED = /^Feishu has rejected every call for 10 minutes/;

/** What may be told of a row, or of a run, that a fault made fail. */
export const REASONS: Record<FaultName, RegExp> = {
	gateway: FOREIGN,
	internal: INTERNAL,
	internalOfOldService: INTERNAL,
	overloaded: /^Feishu could not take the call: too many requests \(code 9499\)/,
	requestTimeout: INTERNAL,
	tooEarly: INTERNAL,
	nothing: UNREADABLE,
	tooLong: /^Something between n8n and Feishu rejected the call|^A proxy, /,
	redirect: FOREIGN,
	login: FOREIGN,
	denied: FOREIGN,
	dataIsList: UNKNOWN_FORM,
	dataIsText: UNKNOWN_FORM,
	talentsAreObject: UNKNOWN_FORM,
	talentsAreText: UNKNOWN_FORM,
	limited: RATE_LIMITED,
	limitedWithoutReset: RATE_LIMITED,
	unknownCode: /^Feishu rejected the call \(code 1009999\)/,
	notFound: FOREIGN,
	disabled: /^The Feishu app is disabled \(code 99991662\)/,
	reset: UNREACHED,
	silence: UNREACHED,
	truncate: UNREADABLE,
	trickle: UNREACHED,
	revoked: TOKEN_REJECTED,
	expired: TOKEN_REJECTED,
};

/** No node gets over these: they fail their call at once, or end the run. */
export const FATAL = new Set<FaultName>([
	'unknownCode',
	'notFound',
	'disabled',
	'redirect',
	'login',
	'denied',
	'dataIsList',
	'dataIsText',
	'talentsAreObject',
	'talentsAreText',
]);
/** After these a run may end as a whole: the last four while Feishu has answered no call of it. */
export const ENDS_RUN = new Set<FaultName>([
	'disabled',
	'limited',
	'limitedWithoutReset',
	'notFound',
	'redirect',
	'login',
	'denied',
]);
/** How a token exchange fails; another attempt may succeed. */
export const EXCHANGE_FAULTS = {
	gateway: { kind: 'reply', status: 502, body: '<html>Bad Gateway</html>' },
	text: { kind: 'reply', status: 503, body: 'Service Unavailable' },
	limited: { kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } },
	internal: { kind: 'reply', body: { code: 10101, msg: 'internal error' } },
	reset: { kind: 'reset' },
	silence: { kind: 'silence' },
	truncate: { kind: 'truncate' },
	/** For longer than 30 s. */
	trickle: { kind: 'trickle', pause: 20_000 },
} satisfies Record<string, Fault>;

export type ExchangeFaultName = keyof typeof EXCHANGE_FAULTS;
export const EXCHANGE_FAULT_NAMES = Object.keys(EXCHANGE_FAULTS) as ExchangeFaultName[];

/** What may be told of a run without a token. */
export const NO_TOKEN_REASON =
	/^Feishu's token service could not be reached|^There is no Feishu token service|^Feishu did not give out a token|^A proxy, firewall or login page answered in the place of Feishu's token service/;
