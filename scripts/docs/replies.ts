/** The tables of what may come back from Feishu, and of what the node does about it. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { INTERNAL_ERROR_CODES, RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import { CREDENTIAL_ERRORS } from '../../credentials/tokenExchange';
import { GATEWAY_ERRORS, classifyError } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { ErrorInfo, ErrorReply } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { FailureExtent, RetryPolicy } from '../../nodes/BatchGetTalentId/feishu/errors';
import { readResponse } from '../../nodes/BatchGetTalentId/feishu/response';
import { toFeishuError } from '../../nodes/BatchGetTalentId/feishu/transport';
import { BATCH_GET_ID, ENDPOINT_ERRORS } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { escape, sentence, table } from './markdown';

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

const codes = (): number[] => [...new Set([...GATEWAY_ERRORS.keys(), ...ENDPOINT_ERRORS.keys()])];

const infoOf = (reply: ErrorReply) => classifyError(reply, ENDPOINT_ERRORS);

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
	const codesOf = new Map<string, number[]>();
	for (const [code, message] of CREDENTIAL_ERRORS) {
		if (GATEWAY_ERRORS.has(code)) continue;
		codesOf.set(message, [...(codesOf.get(message) ?? []), code]);
	}
	return [...codesOf].map(([message, shown]) => {
		const [meaning = '', ...help] = message.split(': ');
		return [shown.join(', '), meaning, 'The run ends.', capitalised(sentence(help.join(': ')))];
	});
}

/** The guide's table: codes, and the other replies. */
export function errorTable(): string {
	const rows = new Map<string, { labels: string[]; info: ErrorInfo; action: Action }>();
	const add = (label: string, reply: ErrorReply) => {
		const info = infoOf(reply);
		const row = rows.get(info.message) ?? {
			labels: [],
			info,
			action: { ...info, isForeign: reply.code === undefined },
		};
		rows.set(info.message, row);
		row.labels.push(label);
	};
	for (const code of codes()) add(String(code), { status: 400, code });
	for (const [label, reply] of OTHERS) add(label, reply);
	const shown = [...rows.values()].map(({ labels, info, action }) => [
		labels.join(', '),
		withoutStatus(info.message),
		reactionTo(action),
		info.help,
	]);
	return table(
		['Feishu answers', 'Meaning', 'What the node does', 'What you can do'],
		[...shown, ...credentialRows()].map((cells) => cells.map(escape)),
	);
}

const withoutStatus = (message: string) => message.replace(/ \(HTTP \d+\)$/, '');

const response = (statusCode: number, body: string): IN8nHttpFullResponse => ({
	statusCode,
	body,
	headers: {},
});

const networkError = (code?: string) => Object.assign(new Error('failed'), code && { code });

const actionOf = (reply: unknown): Action => {
	if (!(reply instanceof FeishuError)) throw new Error('This is no failure.');
	const isForeign = reply.status !== undefined && reply.code === undefined;
	return { retry: reply.retry, failure: reply.failure, isForeign };
};

const ofResponse = (status: number, body: string) =>
	actionOf(readResponse(response(status, body), ENDPOINT_ERRORS));

const PAGE = '<!doctype html><title>Log in</title>';

type JudgedReply = [kind: string, label: string, action: Action];

/** What may come back for a call, by its kind; each judged by the code. */
function replies(): JudgedReply[] {
	const connection = (label: string, code?: string): JudgedReply => [
		'Connection',
		label,
		actionOf(toFeishuError(networkError(code))),
	];
	const status = (code: number): JudgedReply => [
		'HTTP status, no code',
		String(code),
		ofResponse(code, ''),
	];
	const feishu = (code: number, label = String(code), msg?: string): JudgedReply => [
		'Code of Feishu',
		label,
		ofResponse(400, JSON.stringify({ code, msg })),
	];
	const form = (label: string, action: Action): JudgedReply => ['Form', label, action];
	return [
		...['ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'].map((code) =>
			connection(code, code),
		),
		connection('deadline over', 'ECONNABORTED'),
		connection('untrusted certificate', 'CERT_HAS_EXPIRED'),
		connection('n8n could not send the request'),
		...[429, 408, 425, 500, 502, 503, 504, 403, 413, 301, 302, 400, 401, 404].map(status),
		...codes().map((code) => feishu(code)),
		feishu(9499, '9499 “too many request”', 'too many request'),
		feishu(-1, 'any other'),
		form('JSON that breaks off, any status', ofResponse(404, '{"code":0,"data":{')),
		form('HTTP 200 without JSON', ofResponse(200, 'busy')),
		form('HTTP 200 with a web page', ofResponse(200, PAGE)),
		form('HTTP 302 or 404 with a web page', ofResponse(302, PAGE)),
		form(
			'`talent_list` or `data` of an unknown form',
			actionOf(BATCH_GET_ID.parse({ code: 0, data: [] }, response(200, ''))),
		),
	];
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

/** The page-length table of `docs/architecture.md`: from what came back to what is done. */
export function replyTable(): string {
	const rows = new Map<string, { kind: string; labels: string[]; action: Action }>();
	for (const [kind, label, action] of replies()) {
		const key = `${kind} ${action.retry} ${endOf(action)}`;
		const row = rows.get(key) ?? { kind, labels: [], action };
		rows.set(key, row);
		row.labels.push(label);
	}
	const exchange = (labels: unknown[], retry: RetryPolicy) => [
		'Token exchange',
		labels.join(', '),
		RETRIES[retry],
		ENDS.run,
	];
	const transient = [RATE_LIMIT_CODE, ...INTERNAL_ERROR_CODES];
	return table(
		['', 'What came back', 'Retried', 'In the end'],
		[
			...[...rows.values()].map(({ kind, labels, action }) => [
				kind,
				labels.join(', '),
				RETRIES[action.retry],
				endOf(action),
			]),
			['Form', 'a talent whose `talent_id` is no text', RETRIES.never, 'its row fails'],
			exchange(
				['no response', 'HTTP 5xx, 408, 425, 429', 'HTTP 200 without a code', ...transient],
				'backoff',
			),
			exchange(['untrusted certificate', ...CREDENTIAL_ERRORS.keys(), 'any other'], 'never'),
		].map((row, index, all) => (row[0] === all[index - 1]?.[0] ? ['', ...row.slice(1)] : row)),
	);
}
