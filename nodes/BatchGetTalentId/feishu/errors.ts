/** From a reply of Feishu to its talents, or to an error for people. */
import type { IDataObject } from 'n8n-workflow';

import { CUT, meaningOf } from './errorCodes';
import type { Verdict } from './errorCodes';
import type { Failure, Talent } from '../types';

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

/** A full response of n8n's HTTP helper, as far as it is read. */
export interface HttpReply {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

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

/** Whether a reply began as JSON and broke off; whatever its status, it may be whole the next time. */
const isCut = ({ body }: HttpReply, parsed?: object) =>
	parsed === undefined && typeof body === 'string' && /^\s*\{/.test(body);

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
	const links = [
		...asList(error.helps).map((help) => isObject(help) && help.url),
		error.troubleshooter,
	];
	return links
		.map((link) => /https:\/\/[^\s"'<>]+/.exec(asString(link) ?? '')?.[0])
		.find((link) => link !== undefined);
}

/** The scopes that the reply names as missing. */
const findScopes = (error: Record<string, unknown>): string[] =>
	asList(error.permission_violations)
		.map((violation) => isObject(violation) && asString(violation.subject))
		.filter((subject) => typeof subject === 'string');

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
	const { verdict, message, help } = isCut(reply, body) ? CUT : meaningOf(code, status);
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
		description: description.map(sentence).join(' '),
		code,
		logId,
		status,
		retryAfter: verdict === 'rateLimited' ? readRetryAfter(headers) : undefined,
	});
}

/** With its id as text: a number would have lost digits already, for ids have 19, above 2^53. */
const isTalent = (entry: unknown): entry is Talent =>
	isObject(entry) && asString(entry.talent_id) !== undefined;

/**
 * Reads a reply of the endpoint.
 * @returns its talents, none when `data` or `talent_list` is missing; or what went wrong
 */
export function readReply(reply: HttpReply): Talent[] | FeishuError {
	const body = parseBody(reply.body);
	if (body?.code !== 0 || reply.statusCode >= 300) return toError(reply, body);
	const talents = asList(isObject(body.data) ? body.data.talent_list : undefined);
	if (talents.every(isTalent)) return talents;
	return new FeishuError('failed', {
		message: 'Feishu returned a talent without an ID, or with a number in the place of its text',
		description: 'The ID cannot be trusted. Please report this with the time of the call.',
		logId: asString(reply.headers['x-tt-logid']),
		status: reply.statusCode,
	});
}
