/** The tables of what may come back from Feishu, and of what the node does about it. */
import { INTERNAL_ERROR_CODES, RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import { CREDENTIAL_ERRORS } from '../../credentials/tokenExchange';
import { GATEWAY_ERRORS, classifyError } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { ErrorReply } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { FailureExtent, RetryPolicy } from '../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../nodes/BatchGetTalentId/feishu/response';
import { toFeishuError } from '../../nodes/BatchGetTalentId/feishu/transport';
import { BATCH_GET_ID, ENDPOINT_ERRORS } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { groupBy } from '../groupBy';
import { escape, namedOnce, sentence, table } from './markdown';

/** What is done, by the two fields that a failed call has, and whether the response came from Feishu. */
interface Action {
	retry: RetryPolicy;
	failure: FailureExtent;
	/** A response without a code of Feishu's. */
	isForeign: boolean;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function consequenceOf({ failure, isForeign }: Action): string {
	switch (failure) {
		case 'value':
			return 'only the rows with the value fail';
		case 'call':
			return 'the rows of this call fail';
		case 'run':
			return isForeign
				? 'the run ends if Feishu has not answered any call of it yet, else the rows of this call fail'
				: 'the run ends';
	}
}

/** What the node does about a reply, in a sentence. */
function reactionTo(action: Action): string {
	const consequence = consequenceOf(action);
	switch (action.retry) {
		case 'rateLimit':
			return `Waits as long as Feishu asks, and retries; after 10 minutes without one success ${consequence}.`;
		case 'token':
			return `Exchanges the token and retries; after three new tokens that never worked ${consequence}.`;
		case 'backoff':
			return `Retries with backoff, up to Max Tries; then ${consequence}.`;
		case 'never':
			return action.failure === 'value'
				? `Bisects the call until the value is found; ${consequence}.`
				: `${capitalised(consequence)}.`;
	}
}

const CODES = [...new Set([...GATEWAY_ERRORS.keys(), ...ENDPOINT_ERRORS.keys()])];

/** Replies that carry no known code of Feishu's. */
const OTHERS: Array<[label: string, reply: ErrorReply]> = [
	['HTTP 429', { status: 429 }],
	['HTTP 5xx, 408, 425', { status: 500 }],
	['9499 “too many request”', { status: 400, code: 9499, msg: 'too many request' }],
	['no JSON, or cut short', { status: 200 }],
	['any other code', { status: 400, code: -1 }],
	['no code, HTTP 403 or 413', { status: 403 }],
	['no code, any other HTTP 3xx or 4xx', { status: 404 }],
	['a web page, HTTP 3xx or 4xx', { status: 302, isHtml: true }],
];

/** What the token exchange says of wrong credentials; so does the test of the credential. */
function credentialRows(): string[][] {
	const own = [...CREDENTIAL_ERRORS].filter(([code]) => !GATEWAY_ERRORS.has(code));
	return [...groupBy(own, ([, message]) => message)].map(([message, errors]) => {
		const [meaning = '', ...help] = message.split(': ');
		const codes = errors.map(([code]) => code).join(', ');
		return [codes, meaning, 'The run ends.', capitalised(sentence(help.join(': ')))];
	});
}

/** The guide's table: codes, and the other replies. */
export function errorTable(): string {
	const known = CODES.map((code): [string, ErrorReply] => [String(code), { status: 400, code }]);
	const judged = [...known, ...OTHERS].map(([label, reply]) => {
		const info = classifyError(reply, ENDPOINT_ERRORS);
		return { label, ...info, isForeign: reply.code === undefined };
	});
	const rows = [...groupBy(judged, ({ message }) => message).values()].map((group) => {
		const [{ message, help, ...action }] = group;
		const meaning = message.replace(/ \(HTTP \d+\)$/, '');
		return [group.map(({ label }) => label).join(', '), meaning, reactionTo(action), help];
	});
	return table(
		['Feishu answers', 'Meaning', 'What the node does', 'What you can do'],
		[...rows, ...credentialRows()].map((cells) => cells.map(escape)),
	);
}

const networkError = (code?: string) =>
	toFeishuError(Object.assign(new Error('failed'), code && { code }));

const response = (statusCode: number, body: string) => ({ statusCode, body, headers: {} });

const ofResponse = (status: number, body: string) =>
	readResponse(response(status, body), ENDPOINT_ERRORS);

const ofCode = (code: number, msg?: string) => ofResponse(400, JSON.stringify({ code, msg }));

const PAGE = '<!doctype html><title>Log in</title>';

/** What may come back for a call, by its kind; each judged by the code. */
const REPLIES: Record<string, Array<[label: unknown, reply: unknown]>> = {
	Connection: [
		...list(['ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'], networkError),
		['deadline over', networkError('ECONNABORTED')],
		['untrusted certificate', networkError('CERT_HAS_EXPIRED')],
		['n8n could not send the request', networkError()],
	],
	'HTTP status, no code': list(
		[429, 408, 425, 500, 502, 503, 504, 403, 413, 301, 302, 400, 401, 404],
		(status) => ofResponse(status, ''),
	),
	'Code of Feishu': [
		...list(CODES, ofCode),
		['9499 “too many request”', ofCode(9499, 'too many request')],
		['any other', ofCode(-1)],
	],
	Form: [
		['JSON that breaks off, any status', ofResponse(404, '{"code":0,"data":{')],
		['HTTP 200 without JSON', ofResponse(200, 'busy')],
		['HTTP 200 with a web page', ofResponse(200, PAGE)],
		['HTTP 302 or 404 with a web page', ofResponse(302, PAGE)],
		[
			'`talent_list` or `data` of an unknown form',
			BATCH_GET_ID.parse({ code: 0, data: [] }, response(200, '')),
		],
	],
};

/** Replies that go by what makes them. */
function list<T>(labels: T[], replyTo: (label: T) => unknown): Array<[T, unknown]> {
	return labels.map((label) => [label, replyTo(label)]);
}

const RETRIES: Record<RetryPolicy, string> = {
	rateLimit:
		'after the wait that Feishu asks for (at most 60 s), without a limit of tries; all calls of the app pause',
	token: 'with a new token, at most three times in a row',
	backoff: 'with backoff, up to `maxTries`',
	never: 'no',
};

const ENDS: Record<FailureExtent, string> = {
	value: 'the batch is bisected; the rows with the value fail',
	call: 'the rows of the batch fail',
	run: 'the run ends',
};

const endOf = ({ failure, isForeign }: Action) =>
	failure === 'run' && isForeign
		? 'before Feishu’s first answer to the run: the run ends; later: the rows of the batch fail'
		: ENDS[failure];

/** Labels of replies, one row for all to which the node does the same. */
function replyRows(kind: string, replies: Array<[label: unknown, reply: unknown]>): string[][] {
	const judged = replies.map(([label, reply]) => {
		if (!(reply instanceof FeishuError)) throw new Error(`${String(label)} is no failure.`);
		const isForeign = reply.status !== undefined && reply.code === undefined;
		return { label, retry: RETRIES[reply.retry], end: endOf({ ...reply, isForeign }) };
	});
	return [...groupBy(judged, ({ retry, end }) => retry + end).values()].map((group) => {
		const [{ retry, end }] = group;
		return [kind, group.map(({ label }) => label).join(', '), retry, end];
	});
}

/** The page-length table of `docs/architecture.md`: from what came back to what is done. */
export function replyTable(): string {
	const exchange = (labels: unknown[], retry: RetryPolicy) => [
		'Token exchange',
		labels.join(', '),
		RETRIES[retry],
		ENDS.run,
	];
	const transient = [RATE_LIMIT_CODE, ...INTERNAL_ERROR_CODES];
	const rows = [
		...Object.entries(REPLIES).flatMap(([kind, replies]) => replyRows(kind, replies)),
		['Form', 'a talent whose `talent_id` is no text', RETRIES.never, 'its row fails'],
		exchange(
			['no response', 'HTTP 5xx, 408, 425, 429', 'HTTP 200 without a code', ...transient],
			'backoff',
		),
		exchange(['untrusted certificate', ...CREDENTIAL_ERRORS.keys(), 'any other'], 'never'),
	];
	return table(['', 'What came back', 'Retried', 'In the end'], namedOnce(rows));
}
