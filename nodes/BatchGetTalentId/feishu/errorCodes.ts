/**
 * What Feishu's replies mean and what to do about them: one table, read by code whatever the HTTP
 * status. Where each code is documented: docs/feishu-platform.md, "Codes".
 */

/**
 * - `rateLimited`: wait, then again, as often as needed
 * - `token`: exchange the token, then again
 * - `transient`: back off, then again, up to the tries allowed
 * - `noToken`: the same, but when no try is left no other call can succeed either
 * - `badNumber`, `badParameter`: one value of the call may be at fault
 * - `hopeless`: no call of this run can succeed
 * - `failed`: this call cannot succeed
 */
export type Verdict =
	| 'rateLimited'
	| 'token'
	| 'transient'
	| 'noToken'
	| 'badNumber'
	| 'badParameter'
	| 'hopeless'
	| 'failed';

/** What a reply means, for the client and for people. */
export interface Meaning {
	verdict: Verdict;
	message: string;
	/** What the person in front of the editor can do. */
	help: string;
}

const CONSOLE = 'In the Feishu developer console (https://open.feishu.cn/app)';

const RATE_LIMITED: Meaning = {
	verdict: 'rateLimited',
	message: 'Feishu limits the number of calls',
	help: 'Another program may be using up the rate limit of this Feishu app. Run the workflow again later, or lower Requests per Second and Requests per Minute.',
};

const TOKEN: Meaning = {
	verdict: 'token',
	message: 'Feishu does not accept the access token',
	help: 'Test the credential; if it is right, ask the Feishu administrator whether the app is still installed.',
};

const INTERNAL: Meaning = {
	verdict: 'transient',
	message: 'Feishu had an internal error',
	help: 'Run the workflow again later. If it stays, give the log ID to Feishu support.',
};

/** A reply that is no JSON, or not to its end. */
export const CUT: Meaning = {
	...INTERNAL,
	message: 'The reply of Feishu was cut short or unreadable',
};

const BAD_PARAMETER: Meaning = {
	verdict: 'badParameter',
	message: 'Feishu does not accept a value',
	help: 'Check the email or the identification number of this item and its Identification Type.',
};

/** By Feishu's code. */
export const MEANINGS: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
	[99991400, RATE_LIMITED],
	...[99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677].map(
		(code): [number, Meaning] => [code, TOKEN],
	),
	...[2200, 5000, 1500, 1663, 1668, 10101, 1002001].map((code): [number, Meaning] => [
		code,
		INTERNAL,
	]),
	[99992402, BAD_PARAMETER],
	[1002002, BAD_PARAMETER],
	[
		1002009,
		{
			verdict: 'badNumber',
			message: 'Feishu does not accept the mobile number',
			help: 'Check the number and its country code. Numbers of other countries start with + and the code, e.g. +85291234567.',
		},
	],
	[
		99991672,
		{
			verdict: 'hopeless',
			message: 'The Feishu app may not read talents: the scope hire:talent:readonly is missing',
			help: `${CONSOLE} open the app, add the scope hire:talent:readonly (获取人才信息) under Permissions & Scopes (权限管理), release a new version, and have the administrator approve it.`,
		},
	],
	[
		99991401,
		{
			verdict: 'hopeless',
			message: "The IP address of this n8n is not on the Feishu app's allow-list",
			help: `${CONSOLE} open the app and add the address under Security Settings (安全设置), IP allow-list.`,
		},
	],
	[
		99991403,
		{
			verdict: 'hopeless',
			message: "The Feishu tenant's monthly quota of API calls is used up",
			help: 'Ask the Feishu administrator for a larger quota, or wait for the next month.',
		},
	],
	[
		99991662,
		{
			verdict: 'hopeless',
			message: 'The Feishu app is disabled',
			help: `${CONSOLE} enable the app, or ask the Feishu administrator to.`,
		},
	],
	[
		99991673,
		{
			verdict: 'hopeless',
			message: 'The Feishu app is not installed in this tenant',
			help: `${CONSOLE} release the app, and have the administrator of the tenant install it. For a store app check the Tenant Key of the credential.`,
		},
	],
	[
		9499,
		{
			verdict: 'failed',
			message: 'Feishu could not read the request',
			help: 'This is a defect of the node: please report it with the log ID.',
		},
	],
]);

/** The meaning of a reply that is no success, by its code if it is known, else by its HTTP status. */
export function meaningOf(code: number | undefined, status: number): Meaning {
	const known = code === undefined ? undefined : MEANINGS.get(code);
	if (known) return known;
	if (status === 429) return RATE_LIMITED;
	if (status >= 500) return INTERNAL;
	if (code !== undefined) {
		return {
			verdict: 'failed',
			message: 'Feishu refused the call',
			help: "Look the code up in Feishu's documentation, or give the log ID to Feishu support.",
		};
	}
	if (status >= 300) {
		return {
			verdict: 'hopeless',
			message: `There is no Feishu Hire API at the credential's address (HTTP ${status})`,
			help: 'Check Host and Base URL in the credential.',
		};
	}
	return CUT;
}
