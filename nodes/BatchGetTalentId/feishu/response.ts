/** From a response of the open platform to its data, or to an error for people. */
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { TRUNCATED_RESPONSE, classifyError } from './errorCodes';
import type { ErrorTable } from './errorCodes';
import { FeishuError } from './errors';

export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const asString = (value: unknown) =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** The response's JSON object; nothing when it is another kind of text, or cut short. */
function parseBody(body: unknown): JsonObject | undefined {
	if (typeof body !== 'string') return isJsonObject(body) ? body : undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a response began as JSON and broke off; whatever its status, it may be whole the next time. */
const isTruncated = ({ body }: IN8nHttpFullResponse, parsed?: object) =>
	parsed === undefined && typeof body === 'string' && /^\s*\{/.test(body);

/** The wait that a response asks for; seconds on the wire, possibly fractional. */
function readRetryAfterMs(headers: IDataObject): number | undefined {
	for (const name of ['x-ogw-ratelimit-reset', 'retry-after']) {
		const seconds = Number.parseFloat(String(headers[name] ?? ''));
		if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
	}
	return undefined;
}

/** The log ID by which Feishu's support finds the call. */
const findLogId = ({ headers }: IN8nHttpFullResponse, error: JsonObject = {}) =>
	asString(error.log_id) ?? asString(headers['x-tt-logid']) ?? asString(headers['x-request-id']);

/** The page that Feishu recommends: where to add the missing scope, or its troubleshooter. */
function findLink(error: JsonObject): string | undefined {
	const links = [
		...asList(error.helps).map((help) => isJsonObject(help) && help.url),
		error.troubleshooter,
	];
	return links
		.map((link) => /https:\/\/[^\s"'<>]+/.exec(asString(link) ?? '')?.[0])
		.find((link) => link !== undefined);
}

/** The scopes that Feishu names as missing. */
const findScopes = (error: JsonObject): string[] =>
	asList(error.permission_violations)
		.map((violation) => isJsonObject(violation) && asString(violation.subject))
		.filter((subject) => typeof subject === 'string');

const sentence = (part: string) => (/[.。!?]$/.test(part) ? part : `${part}.`);

/**
 * Turns a response that is no success into an error for people: what happened, what to do, Feishu's
 * code and log ID. Feishu's own `msg` and `field_violations` stay out: they can echo identifiers.
 */
function toError(
	response: IN8nHttpFullResponse,
	body: JsonObject | undefined,
	endpointErrors: ErrorTable,
): FeishuError {
	const { statusCode: status, headers } = response;
	const code = typeof body?.code === 'number' ? body.code : undefined;
	const error = isJsonObject(body?.error) ? body.error : {};
	const logId = findLogId(response, error);
	const { retry, failure, message, help } = isTruncated(response, body)
		? TRUNCATED_RESPONSE
		: classifyError(code, status, endpointErrors);
	const scopes = findScopes(error);
	const link = findLink(error);
	const description = [
		help,
		scopes.length > 0 && `Feishu names: ${scopes.join(', ')}`,
		link && `See ${link}`,
		logId && `Log ID: ${logId}`,
	].filter((part) => typeof part === 'string');
	return new FeishuError({
		retry,
		failure,
		message: code === undefined ? message : `${message} (code ${code})`,
		description: description.map(sentence).join(' '),
		code,
		logId,
		status,
		retryAfterMs: retry === 'rateLimit' ? readRetryAfterMs(headers) : undefined,
	});
}

/** A success whose data is not what the endpoint promises. */
export const unexpectedData = (response: IN8nHttpFullResponse, message: string, help: string) =>
	new FeishuError({
		retry: 'never',
		failure: 'call',
		message,
		description: help,
		logId: findLogId(response),
		status: response.statusCode,
	});

/**
 * Reads a response of the open platform.
 * @param endpointErrors the codes of the endpoint itself
 * @returns the JSON object of a success, or what went wrong
 */
export function readResponse(
	response: IN8nHttpFullResponse,
	endpointErrors: ErrorTable,
): JsonObject | FeishuError {
	const body = parseBody(response.body);
	return body?.code === 0 && response.statusCode < 300
		? body
		: toError(response, body, endpointErrors);
}
