/** The replies of a Feishu, or of something in its place, that has a bad day; and what may be told of them. */
import { reply } from '../support/feishu/replies';
import type { Fault } from '../support/feishu/replies';
import { hash } from '../support/random';

interface FaultKind {
	/**
	 * What comes in the place of the reply; nothing where the token is lost instead.
	 * @param echo the values of the whole call, which Feishu's own texts can echo
	 */
	fault?: (echo: string) => Fault;
	/** What may be told of a row, or of a run, that it made fail. */
	reason: RegExp;
	/** No node gets over it: it fails its call at once, or ends the run. */
	isFatal?: boolean;
	/** The run may end as a whole. */
	endsRun?: boolean;
}

const FOREIGN = /^There is no Feishu Hire API|^The reply did not come from Feishu|^A proxy, /;
const UNREACHED = /^Feishu could not be reached: /;
const INTERNAL = /^Feishu had an internal error/;
const UNREADABLE = /^The reply of Feishu was cut short or unreadable/;

const RATE_LIMITED = {
	reason: /^Feishu has rejected every call for 10 minutes/,
	endsRun: true,
};
/** Ends the run while Feishu has answered no call of it. */
const ELSEWHERE = { reason: FOREIGN, isFatal: true, endsRun: true };

const KINDS = {
	gateway: { fault: (echo) => reply(502, `<html>Bad Gateway ${echo}</html>`), reason: FOREIGN },
	internal: {
		fault: (echo) =>
			reply(200, { code: 1002001, msg: `error: ${echo}`, error: { field_violations: [echo] } }),
		reason: INTERNAL,
	},
	internalOfOldService: {
		fault: (echo) =>
			reply(200, { Code: 2200, Msg: echo, error: { log_id: echo, helps: [{ url: echo }] } }),
		reason: INTERNAL,
	},
	overloaded: {
		fault: (echo) => reply(400, { code: 9499, msg: `too many request: ${echo}` }),
		reason: /^Feishu could not take the call: too many requests \(code 9499\)/,
	},
	requestTimeout: { fault: (echo) => reply(408, echo), reason: INTERNAL },
	tooEarly: { fault: () => reply(425, ''), reason: INTERNAL },
	nothing: { fault: () => reply(204, ''), reason: UNREADABLE },
	/** Of a proxy that lets short calls through. */
	tooLong: {
		fault: (echo) =>
			reply(hash(echo) % 2 ? 403 : 413, hash(echo) % 3 ? '' : `<!DOCTYPE html><p>${echo}`),
		reason: /^Something between n8n and Feishu rejected the call|^A proxy, /,
	},
	redirect: {
		fault: (echo) =>
			reply(302, echo, {
				location: 'https://login.example.com/',
				'x-tt-logid': 'Bearer t-echo',
			}),
		...ELSEWHERE,
	},
	login: { fault: (echo) => reply(401, `<html>${echo}</html>`), ...ELSEWHERE },
	denied: { fault: (echo) => reply(451, { message: echo }), ...ELSEWHERE },
	notFound: { fault: (echo) => reply(404, `404 ${echo}`), ...ELSEWHERE },
	unknownForm: {
		fault: () => reply(200, { code: 0, data: { talent_list: { talent_id: '7' } } }),
		reason: /^The reply of Feishu has an unknown form/,
		isFatal: true,
	},
	limited: {
		fault: (echo) => reply(429, { code: 99991400, msg: echo }, { 'x-ogw-ratelimit-reset': '0.02' }),
		...RATE_LIMITED,
	},
	limitedWithoutReset: {
		fault: (echo) => reply(400, { code: 99991400, msg: echo }),
		...RATE_LIMITED,
	},
	unknownCode: {
		fault: (echo) => reply(400, { code: 1009999, msg: echo }),
		reason: /^Feishu rejected the call \(code 1009999\)/,
		isFatal: true,
	},
	disabled: {
		fault: (echo) => reply(400, { code: 99991662, msg: echo }),
		reason: /^The Feishu app is disabled \(code 99991662\)/,
		isFatal: true,
		endsRun: true,
	},
	reset: { fault: () => ({ kind: 'reset' }), reason: UNREACHED },
	silence: { fault: () => ({ kind: 'silence' }), reason: UNREACHED },
	truncate: { fault: () => ({ kind: 'truncate' }), reason: UNREADABLE },
	trickle: { fault: () => ({ kind: 'trickle', pause: 5 }), reason: UNREACHED },
	revoked: { reason: /^Feishu does not accept the access token/, endsRun: true },
} satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof KINDS;
export const FAULTS: Record<FaultName, FaultKind> = KINDS;
export const FAULT_NAMES = Object.keys(KINDS) as FaultName[];

/** How a token exchange fails; another attempt may succeed. */
export const EXCHANGE_FAULTS: Fault[] = [
	reply(502, '<html>Bad Gateway</html>'),
	reply(503, 'Service Unavailable'),
	reply(400, { code: 99991400, msg: 'too frequent' }),
	reply(200, { code: 10101, msg: 'internal error' }),
	{ kind: 'reset' },
	{ kind: 'silence' },
	{ kind: 'truncate' },
	// For longer than 30 s.
	{ kind: 'trickle', pause: 20_000 },
];

/** What may be told of a run without a token. */
export const NO_TOKEN_REASON =
	/^Feishu's token service could not be reached|^There is no Feishu token service|^Feishu did not give out a token|^A proxy, firewall or login page answered in the place of Feishu's token service/;
