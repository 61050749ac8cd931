/** From a response of the open platform to its data, or to an error for people. */
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { isHtml, readCode } from '../../../credentials/openPlatform';
import { IP_DENIED_CODE, TRUNCATED_RESPONSE, classifyError } from './errorCodes';
import type { ErrorTable } from './errorCodes';
import { FeishuError } from './errors';

export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

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

/** `2026…` and more digits and letters, or a UUID. A careless proxy may echo a token in its place. */
const LOG_ID = /^(20[0-9A-Za-z]{18,62}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** E.g. `hire:talent:readonly`. */
const SCOPE = /^[a-z][a-z_]{0,40}(:[a-z][a-z_.]{0,40}){1,4}$/;
/** Pages of Feishu and Lark. */
const LINK =
	/^https:\/\/([a-z0-9-]{1,40}\.){1,3}(feishu\.cn|larksuite\.com|larkoffice\.com)(\/[\w\-./?=&:%,]{0,300})?$/;
const IP_ADDRESS = /\b\d{1,3}(\.\d{1,3}){3}\b|\b([0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/i;

/** A text that has a certain form; anything else that a reply says is not passed on. */
const ofForm = (value: unknown, form: RegExp): string | undefined =>
	typeof value === 'string' && form.test(value) ? value : undefined;

/** The log ID by which Feishu's support finds the call. */
const findLogId = ({ headers }: IN8nHttpFullResponse, error: JsonObject = {}) =>
	[error.log_id, headers['x-tt-logid'], headers['x-request-id']]
		.map((id) => ofForm(id, LOG_ID))
		.find((id) => id !== undefined);

/** The page that Feishu recommends: where to add the missing scope, or its troubleshooter. */
const findLink = (error: JsonObject): string | undefined =>
	[
		...asList(error.helps).map((help) => isJsonObject(help) && help.url),
		...asWords(error.troubleshooter),
	]
		.map((link) => ofForm(link, LINK))
		.find((link) => link !== undefined);

/** The troubleshooter is a sentence with a link in it. */
const asWords = (value: unknown) =>
	typeof value === 'string' ? value.slice(0, 1_000).split(/[\s"'<>]/) : [];

/** The scopes that Feishu names as missing. */
const findScopes = (error: JsonObject): string[] =>
	asList(error.permission_violations)
		.map((violation) => isJsonObject(violation) && ofForm(violation.subject, SCOPE))
		.filter((subject) => typeof subject === 'string');

/** The address that Feishu saw n8n call from, where it is not on the app's allow-list. */
const findDeniedAddress = (code: number | undefined, msg: string): string | undefined =>
	code === IP_DENIED_CODE ? IP_ADDRESS.exec(msg.slice(0, 1_000))?.[0] : undefined;

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
	const code = body && readCode(body);
	const msg = typeof body?.msg === 'string' ? body.msg : '';
	const error = isJsonObject(body?.error) ? body.error : {};
	const logId = findLogId(response, error);
	const { retry, failure, message, help } = isTruncated(response, body)
		? TRUNCATED_RESPONSE
		: classifyError({ status, code, msg, isHtml: isHtml(response.body) }, endpointErrors);
	const scopes = findScopes(error);
	const link = findLink(error);
	const address = findDeniedAddress(code, msg);
	const description = [
		help,
		address && `Feishu saw the address ${address}`,
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
