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

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const RETRIES: Record<RetryPolicy, string> = {
	rateLimit:
		'after the wait that Feishu asks for (at most 60 s), while all calls of the app pause, for up to 10 minutes without one success',
	token: 'with a new token, up to three times in a row',
	backoff: 'with backoff, up to Max Tries',
	never: 'no',
};

const ENDS: Record<FailureExtent, string> = {
	value: 'the batch is bisected until the value is found; only the rows with the value fail',
	call: 'the rows of the batch fail',
	run: 'the run ends',
};

type Action = Pick<FeishuError, 'retry' | 'failure' | 'status' | 'code'>;

/** What is done, by the two fields of a failed call; a status without a code may be another server's. */
function actionOf({ retry, failure, status, code }: Action) {
	const mayBeForeign = failure === 'run' && status !== undefined && code === undefined;
	const end = mayBeForeign
		? 'before Feishu’s first answer to the run: the run ends; later: the rows of the batch fail'
		: ENDS[failure];
	return { retry: RETRIES[retry], end };
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
		return { label, ...info, ...actionOf({ ...reply, ...info }) };
	});
	const rows = [...groupBy(judged, ({ message }) => message).values()].map((group) => {
		const [{ message, help, retry, end }] = group;
		const meaning = message.replace(/ \(HTTP \d+\)$/, '');
		const action = retry === RETRIES.never ? capitalised(end) : `Retries ${retry}; then ${end}`;
		return [group.map(({ label }) => label).join(', '), meaning, sentence(action), help];
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

/** Labels of replies, one row for all to which the node does the same. */
function replyRows(kind: string, replies: Array<[label: unknown, reply: unknown]>): string[][] {
	const judged = replies.map(([label, reply]) => {
		if (!(reply instanceof FeishuError)) throw new Error(`${String(label)} is no failure.`);
		return { label, ...actionOf(reply) };
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
