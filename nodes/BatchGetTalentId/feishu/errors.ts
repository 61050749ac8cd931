/**
 * What Feishu's replies mean and what to do about them: one table, read by code whatever the HTTP
 * status ("Errors of the gateway"; the endpoint's page for 100xxxx).
 */
import type { IDataObject } from 'n8n-workflow';

import type { Failure, Talent } from '../types';

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

/** A call that brought no talents, in our own words: it never carries the request. */
export class FeishuError extends Error implements Failure {
	override readonly name = 'FeishuError';
	readonly verdict: Verdict;
	readonly description?: string;
	readonly code?: number;
	readonly logId?: string;
	readonly status?: number;
	/** How long Feishu asks to wait, in milliseconds. */
	readonly retryAfter?: number;

	constructor(verdict: Verdict, { message, ...facts }: Failure & { retryAfter?: number }) {
		super(message);
		this.verdict = verdict;
		this.description = facts.description;
		this.code = facts.code;
		this.logId = facts.logId;
		this.status = facts.status;
		this.retryAfter = facts.retryAfter;
	}
}

interface Meaning {
	verdict: Verdict;
	message: string;
	/** What the person in front of the editor can do. */
	help?: string;
}

const CONSOLE = 'In the Feishu developer console (https://open.feishu.cn/app)';

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

const BAD_PARAMETER: Meaning = {
	verdict: 'badParameter',
	message: 'Feishu does not accept a value',
	help: 'Check the email or the identification number of this item and its Identification Type.',
};

const MEANINGS = new Map<number, Meaning>([
	[99991400, { verdict: 'rateLimited', message: 'Feishu limits the number of calls' }],
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

/** A full response of n8n's HTTP helper, as far as it is read. */
export interface HttpReply {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const asString = (value: unknown) =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** The reply's JSON object; nothing when it is another kind of text, or cut short. */
function parseBody(body: unknown): Record<string, unknown> | undefined {
	if (typeof body !== 'string') return isObject(body) ? body : undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** The wait a reply asks for, in milliseconds; seconds on the wire, possibly fractional. */
function readRetryAfter(headers: IDataObject): number | undefined {
	for (const name of ['x-ogw-ratelimit-reset', 'retry-after']) {
		const seconds = Number.parseFloat(String(headers[name] ?? ''));
		if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
	}
	return undefined;
}

/** The page that the reply recommends: Feishu's link to the missing scope or to its troubleshooter. */
function findLink(error: Record<string, unknown>): string | undefined {
	const helps = Array.isArray(error.helps) ? (error.helps as unknown[]) : [];
	const links = [...helps.map((help) => isObject(help) && help.url), error.troubleshooter];
	return links
		.map((link) => /https:\/\/[^\s"'<>]+/.exec(asString(link) ?? '')?.[0])
		.find((link) => link !== undefined);
}

/** The scopes that the reply names as missing. */
const findScopes = (error: Record<string, unknown>): string[] =>
	(Array.isArray(error.permission_violations) ? (error.permission_violations as unknown[]) : [])
		.map((violation) => isObject(violation) && asString(violation.subject))
		.filter((subject) => typeof subject === 'string');

function meaningOf(code: number | undefined, status: number): Meaning {
	const known = code === undefined ? undefined : MEANINGS.get(code);
	if (known) return known;
	if (status === 429)
		return { verdict: 'rateLimited', message: 'Feishu limits the number of calls' };
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
	return { ...INTERNAL, message: 'The reply of Feishu was cut short or unreadable' };
}

const sentence = (part: string) => (/[.。!?]$/.test(part) ? part : `${part}.`);

/**
 * Turns a reply that is no success into an error for people: what happened, what to do, Feishu's
 * code and log id. Feishu's own `msg` and `field_violations` stay out: they can echo identifiers.
 */
function toError(reply: HttpReply, body: Record<string, unknown> | undefined): FeishuError {
	const { statusCode: status, headers } = reply;
	const code = typeof body?.code === 'number' ? body.code : undefined;
	const error = isObject(body?.error) ? body.error : {};
	const logId =
		asString(error.log_id) ?? asString(headers['x-tt-logid']) ?? asString(headers['x-request-id']);
	const { verdict, message, help } = meaningOf(code, status);
	const scopes = findScopes(error);
	const link = findLink(error);
	const description = [
		help,
		scopes.length > 0 && `Feishu names: ${scopes.join(', ')}`,
		link && `See ${link}`,
		logId && `Log ID: ${logId}`,
	].filter((part) => typeof part === 'string');
	return new FeishuError(verdict, {
		message: code === undefined ? message : `${message} (code ${code})`,
		description: description.map(sentence).join(' ') || undefined,
		code,
		logId,
		status,
		retryAfter: verdict === 'rateLimited' ? readRetryAfter(headers) : undefined,
	});
}

function readTalents(body: Record<string, unknown>): Talent[] {
	const list = isObject(body.data) ? body.data.talent_list : undefined;
	return Array.isArray(list) ? (list as Talent[]) : [];
}

/** A number would have lost digits already: ids have 19, above 2^53. */
const hasTextId = (talent: unknown) => isObject(talent) && asString(talent.talent_id) !== undefined;

/**
 * Reads a reply of the endpoint.
 * @returns its talents, none when `data` or `talent_list` is missing; or what went wrong
 */
export function readReply(reply: HttpReply): Talent[] | FeishuError {
	const body = parseBody(reply.body);
	if (body?.code !== 0 || reply.statusCode >= 300) return toError(reply, body);
	const talents = readTalents(body);
	if (talents.every(hasTextId)) return talents;
	return new FeishuError('failed', {
		message: 'Feishu returned a talent without an ID, or with a number in the place of its text',
		description: 'The ID cannot be trusted. Please report this with the time of the call.',
		logId: asString(reply.headers['x-tt-logid']),
		status: reply.statusCode,
	});
}
