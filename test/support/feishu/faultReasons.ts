/** Faults of every kind, and what the node says of those that count as an attempt. */
import type { Fault } from './faults';

export const LIMITED: Fault = {
	kind: 'reply',
	status: 429,
	body: { code: 99991400, msg: 'too frequent' },
	headers: { 'x-ogw-ratelimit-reset': '0.05' },
};

/** Faults that count as an attempt, each with what a row that it makes fail is told. */
export const FAULT_REASONS = new Map<Fault, string>([
	[{ kind: 'reset' }, 'Feishu could not be reached: connection closed'],
	[{ kind: 'silence' }, 'Feishu could not be reached: no reply in time'],
	[
		{ kind: 'reply', status: 502, body: '<html><body>Bad Gateway</body></html>' },
		'A proxy, firewall or login page answered in the place of Feishu (HTTP 502)',
	],
	[
		{ kind: 'reply', status: 200, body: { code: 1002001, msg: 'system error' } },
		'Feishu had an internal error (code 1002001)',
	],
	[{ kind: 'truncate' }, 'The reply of Feishu was cut short or unreadable'],
]);

export const FAULTS: Fault[] = [
	...FAULT_REASONS.keys(),
	LIMITED,
	{ kind: 'reply', status: 400, body: { code: 99991400, msg: 'too frequent' } },
	{ kind: 'trickle', pause: 5 },
];
