/**
 * What the gateway's error codes mean, and what is done about them: one table, read by code whatever
 * the HTTP status. See docs/feishu-platform.md for the sources.
 */
import { INTERNAL_ERROR_CODES, RATE_LIMIT_CODE } from '../../../credentials/openPlatform';
import type { FailureExtent, RetryPolicy } from './errors';

/** What an error means, for the code and for people. */
export interface ErrorInfo {
	retry: RetryPolicy;
	failure: FailureExtent;
	message: string;
	/** What the person in front of the editor can do. */
	help: string;
}

export type ErrorTable = ReadonlyMap<number, ErrorInfo>;

/** Where the settings of an app are. */
export const CONSOLE =
	'In the developer console (https://open.feishu.cn/app, for Lark https://open.larksuite.com/app)';

const RATE_LIMITED: ErrorInfo = {
	retry: 'rateLimit',
	failure: 'run',
	message: 'Feishu limits the number of calls',
	help: 'Another program may be using up the rate limit of this Feishu app. Run the workflow again later, or lower Requests per Second and Requests per Minute.',
};

const TOKEN_REJECTED: ErrorInfo = {
	retry: 'token',
	failure: 'run',
	message: 'Feishu does not accept the access token',
	help: 'Test the credential; if it is right, ask the Feishu administrator whether the app is still installed.',
};

export const INTERNAL_ERROR: ErrorInfo = {
	retry: 'backoff',
	failure: 'call',
	message: 'Feishu had an internal error',
	help: 'Run the workflow again later. If it keeps happening, give the log ID to Feishu support.',
};

/** A reply that is no JSON, or not to its end. */
export const TRUNCATED_RESPONSE: ErrorInfo = {
	...INTERNAL_ERROR,
	message: 'The reply of Feishu was cut short or unreadable',
};

const sameFor = (codes: readonly number[], info: ErrorInfo): Array<[number, ErrorInfo]> =>
	codes.map((code) => [code, info]);

const endsRun = (message: string, help: string): ErrorInfo => ({
	retry: 'never',
	failure: 'run',
	message,
	help,
});

/** The address of n8n is not on the app's allow-list. */
export const IP_DENIED_CODE = 99991401;

/** The app, or the token, has no scope for the call. */
export const SCOPE_CODES = [99991672, 99991676, 99991679];

const NO_ENDPOINT = endsRun(
	"There is no Feishu Hire API at the credential's address",
	'Check Host and Base URL in the credential, and any proxy between n8n and Feishu.',
);

/** Too many requests at once; with other texts the code means a request that cannot be read. */
const OVERLOADED_CODE = 9499;
const OVERLOADED: ErrorInfo = {
	retry: 'backoff',
	failure: 'call',
	message: 'Feishu could not take the call: too many requests',
	help: 'Run the workflow again later, or lower Requests per Second.',
};

/** The codes of the gateway, which every endpoint may answer with. */
export const GATEWAY_ERRORS: ErrorTable = new Map([
	[RATE_LIMIT_CODE, RATE_LIMITED],
	...sameFor(
		[99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677],
		TOKEN_REJECTED,
	),
	...sameFor(INTERNAL_ERROR_CODES, INTERNAL_ERROR),
	...sameFor(
		SCOPE_CODES,
		endsRun(
			'The Feishu app is not allowed to make this call: a scope is missing',
			`${CONSOLE} open the app, add the scope under Permissions & Scopes (权限管理), release a new version, and have the administrator approve it.`,
		),
	),
	...sameFor([404, 99991201, 99991301], NO_ENDPOINT),
	[
		IP_DENIED_CODE,
		endsRun(
			"The IP address of this n8n is not on the Feishu app's allow-list",
			`${CONSOLE} open the app and add the address under Security Settings (安全设置), IP allow-list.`,
		),
	],
	[
		99991403,
		endsRun(
			"The Feishu tenant's monthly quota of API calls is used up",
			'Ask the Feishu administrator for a larger quota, or wait for the next month.',
		),
	],
	[
		99991662,
		endsRun(
			'The Feishu app is disabled',
			`${CONSOLE} enable the app, or ask the Feishu administrator to.`,
		),
	],
	[
		99991673,
		endsRun(
			'The Feishu app is not installed in this tenant',
			`${CONSOLE} release the app, and have the administrator of the tenant install it. For a store app check the Tenant Key of the credential.`,
		),
	],
	[
		OVERLOADED_CODE,
		{
			retry: 'never',
			failure: 'call',
			message: 'Feishu could not read the request',
			help: 'This is a defect of the node: please report it with the log ID.',
		},
	],
]);

/** What an HTTP status means that tells to try again, where no code says more. */
function classifyTransientStatus(status: number): ErrorInfo | undefined {
	if (status === 429) return RATE_LIMITED;
	if (status >= 500 || status === 408 || status === 425) return INTERNAL_ERROR;
	return undefined;
}

/** What an HTTP status means in a reply without Feishu's code, from a proxy or a gateway on the way. */
function classifyStatus(status: number): ErrorInfo {
	const transient = classifyTransientStatus(status);
	if (transient) return transient;
	if (status === 403 || status === 413) {
		// A firewall that dislikes one value, or a call that is too long.
		return {
			retry: 'never',
			failure: 'value',
			message: `Something between n8n and Feishu rejected the call (HTTP ${status})`,
			help: 'Ask the administrator of the network which proxy or firewall stands between n8n and Feishu.',
		};
	}
	if (status >= 300) {
		// Ends the run only while Feishu has answered none of its calls: see batchResolver.ts.
		return endsRun(`The reply did not come from Feishu (HTTP ${status})`, NO_ENDPOINT.help);
	}
	return TRUNCATED_RESPONSE;
}

/** What is read of a reply that is no success. */
export interface ErrorReply {
	status: number;
	/** Feishu's code, if it is a reply of Feishu's. */
	code?: number;
	/** Feishu's text. It can echo identifiers: it is looked at, and never shown. */
	msg?: string;
	/** A page in the place of JSON. */
	isHtml?: boolean;
}

/**
 * What a reply means that is no success: by its code if it is known, else by its HTTP status.
 * @param endpointErrors the codes of the endpoint itself; they win over the gateway's
 */
export function classifyError(
	{ status, code, msg = '', isHtml = false }: ErrorReply,
	endpointErrors: ErrorTable,
): ErrorInfo {
	if (code === undefined) {
		const info = classifyStatus(status);
		if (!isHtml) return info;
		return {
			...info,
			message: `A proxy, firewall or login page answered in the place of Feishu (HTTP ${status})`,
			help: 'Ask the administrator of the network what stands between n8n and Feishu, and check Host and Base URL in the credential.',
		};
	}
	if (code === OVERLOADED_CODE && /too many request/i.test(msg)) return OVERLOADED;
	const known =
		endpointErrors.get(code) ?? GATEWAY_ERRORS.get(code) ?? classifyTransientStatus(status);
	if (known) return known;
	return {
		retry: 'never',
		failure: 'call',
		message: 'Feishu rejected the call',
		help: "Look the code up in Feishu's documentation, or give the log ID to Feishu support.",
	};
}
