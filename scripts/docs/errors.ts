/** The guide's table of what Feishu may answer, and of what the node does about it. */
import { CREDENTIAL_ERRORS } from '../../credentials/tokenExchange';
import { GATEWAY_ERRORS, classifyError } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { ErrorReply } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { FailureExtent, RetryPolicy } from '../../nodes/BatchGetTalentId/feishu/errors';
import { ENDPOINT_ERRORS } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { groupBy } from '../groupBy';
import { escape, sentence, table } from './markdown';

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const RETRIES: Record<RetryPolicy, string> = {
	rateLimit:
		'Retries after the wait that Feishu asks for (at most 60 s), while all calls of the app pause, for up to 10 minutes without one success; then ',
	token: 'Retries with a new token, up to three times in a row; then ',
	backoff: 'Retries with backoff, up to Max Tries; then ',
	never: '',
};

const ENDS: Record<FailureExtent, string> = {
	value: 'the batch is bisected until the value is found; only the rows with the value fail',
	call: 'the rows of the batch fail',
	run: 'the run ends',
};

/** A reply without a code may be another server's. */
const END_OF_FOREIGN =
	'before Feishu’s first answer to the run: the run ends; later: the rows of the batch fail';

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

/** Codes, and the other replies: one row for all that mean the same. */
export function errorTable(): string {
	const known = CODES.map((code): [string, ErrorReply] => [String(code), { status: 400, code }]);
	const judged = [...known, ...OTHERS].map(([label, reply]) => {
		const { message, help, retry, failure } = classifyError(reply, ENDPOINT_ERRORS);
		const isForeign = failure === 'run' && reply.code === undefined;
		const end = isForeign ? END_OF_FOREIGN : ENDS[failure];
		return { label, message, help, action: sentence(capitalised(RETRIES[retry] + end)) };
	});
	const rows = [...groupBy(judged, ({ message }) => message).values()].map((group) => {
		const [{ message, help, action }] = group;
		const meaning = message.replace(/ \(HTTP \d+\)$/, '');
		return [group.map(({ label }) => label).join(', '), meaning, action, help];
	});
	return table(
		['Feishu answers', 'Meaning', 'What the node does', 'What you can do'],
		[...rows, ...credentialRows()].map((cells) => cells.map(escape)),
	);
}
