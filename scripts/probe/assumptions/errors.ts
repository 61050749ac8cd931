/** Tokens, credentials and paths that are wrong, and the headers of replies. */
import type { FeishuApp } from '../../../credentials/feishuApp';
import {
	CREDENTIAL_ERRORS,
	EXCHANGE_PATHS,
	TokenExchangeError,
} from '../../../credentials/tokenExchange';
import { readCode } from '../../../credentials/openPlatform';
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { isJsonObject } from '../../../nodes/BatchGetTalentId/feishu/response';
import { EMAIL_OF_NOBODY, ERROR, required, statusOf } from '../asking';
import { ANYTHING } from '../assumption';
import type { Assumption, Seen } from '../assumption';
import { NotAnswered } from '../session';
import type { Answer, ExchangeAnswer } from '../session';

/** A code of the table means that the node exchanges the token and asks again. */
function readTokenError(answer: Answer, assumed: string): Seen {
	const { reply } = answer;
	const status = statusOf(answer);
	if (!(reply instanceof FeishuError)) return { what: 'accepted', detail: status };
	if (status === assumed) return { what: status };
	return { what: reply.retry === 'token' ? OTHER_TOKEN_CODE : ERROR, detail: status };
}

const OTHER_TOKEN_CODE = 'another code of a wrong token';
const RENEWED =
	'By the code, whatever the HTTP status, the node drops the token, exchanges it once and asks again.';

const wrongToken = (
	name: string,
	asks: string,
	headers: Record<string, string>,
	asAssumed: string,
): Assumption => ({
	name,
	question: 8,
	asks,
	reliesOn: RENEWED,
	ask: async (session) =>
		readTokenError(await session.sendRaw({ body: EMAIL_OF_NOBODY, headers }), asAssumed),
	asAssumed,
	handled: [OTHER_TOKEN_CODE],
});

/** What is said of credentials that are wrong. */
function readExchange({ token, error, status }: ExchangeAnswer): Seen {
	if (token !== undefined) return { what: 'accepted' };
	if (!(error instanceof TokenExchangeError) || error.feishuCode === undefined) {
		throw new NotAnswered(error?.message ?? 'no reply');
	}
	const detail = `HTTP ${status}, code ${error.feishuCode}`;
	if (error.transient) throw new NotAnswered(`${error.message} (${detail})`);
	return CREDENTIAL_ERRORS.has(error.feishuCode)
		? { what: detail }
		: { what: 'an unknown code', detail };
}

const credentialError = (status: number, code: number) => `HTTP ${status}, code ${code}`;

const wrongCredentials = (
	name: string,
	asks: string,
	replaced: Partial<FeishuApp>,
	code: number,
): Assumption => ({
	name,
	question: 8,
	asks,
	reliesOn:
		'The node, and the test of the credential, say what is wrong by the code, whatever the HTTP status.',
	ask: async (session) => readExchange(await session.exchange(replaced)),
	asAssumed: credentialError(200, code),
	handled: [...CREDENTIAL_ERRORS.keys()].flatMap((one) => [
		credentialError(200, one),
		credentialError(400, one),
	]),
});

const HEADER = 'x-tt-logid';
const OTHER_HEADER = 'x-request-id';
const RATE_HEADERS = /^x-ogw-ratelimit-/;

export const ERRORS: Assumption[] = [
	wrongToken(
		'call without a token',
		'an invented email, without a token',
		{},
		'HTTP 400, code 99991661',
	),
	wrongToken(
		'call with a wrong token',
		'an invented email, with an invented token',
		{ Authorization: 'Bearer t-00000000000000000000000000000000' },
		'HTTP 400, code 99991663',
	),
	{
		name: 'wrong method',
		question: 8,
		asks: "`GET` instead of `POST` to the endpoint's path, with a wrong token",
		reliesOn:
			'At a wrong address the node says that there is no Feishu Hire API. HTTP 404 comes as plain text.',
		ask: async (session) => {
			const answer = await session.sendRaw({ method: 'GET' });
			const { reply } = answer;
			const status = statusOf(answer);
			if (!(reply instanceof FeishuError)) return { what: 'accepted', detail: status };
			if (status === 'HTTP 404') return { what: status };
			return {
				what: reply.failure === 'run' ? 'another error that ends the run' : ERROR,
				detail: status,
			};
		},
		asAssumed: 'HTTP 404',
		handled: ['another error that ends the run'],
	},
	wrongCredentials(
		'wrong app secret',
		'a token exchange with the app ID and an invented secret',
		{ appSecret: 'invented' },
		10014,
	),
	wrongCredentials(
		'app ID of a wrong form',
		'a token exchange with the app ID `invented`',
		{ appId: 'invented' },
		10003,
	),
	{
		name: 'endpoint of the credential test',
		question: 8,
		asks: `\`${EXCHANGE_PATHS.custom.app}\` with the app ID and the secret`,
		reliesOn: 'The test of the credential asks for an `app_access_token`.',
		ask: async (session) => {
			const { appId: app_id, appSecret: app_secret, baseUrl } = session.app;
			const url = baseUrl + EXCHANGE_PATHS.custom.app;
			const { body, statusCode } = await session.request({ url, body: { app_id, app_secret } });
			const reply = isJsonObject(body) ? body : {};
			if (typeof reply.app_access_token === 'string') return { what: 'a token' };
			return { what: 'no token', detail: `HTTP ${statusCode}, code ${readCode(reply)}` };
		},
		asAssumed: 'a token',
	},
	{
		name: 'two exchanges in a row',
		question: 9,
		asks: 'two token exchanges, their tokens compared',
		reliesOn: 'An exchange too many does no harm: the token before it stays valid.',
		ask: async (session) => {
			const tokens = [await session.exchange(), await session.exchange()].map(({ token, error }) =>
				required(token, error?.message ?? 'no token'),
			);
			if (tokens[0] === tokens[1]) return { what: 'the same token' };
			const headers = { Authorization: `Bearer ${tokens[0]}` };
			const { reply } = await session.sendRaw({ body: EMAIL_OF_NOBODY, headers });
			return { what: reply instanceof FeishuError ? 'the first is rejected' : 'both are valid' };
		},
		asAssumed: 'the same token',
		handled: ['both are valid'],
	},
	{
		name: 'header with the log ID',
		question: 8,
		asks: 'the headers of a success',
		reliesOn: "Failed rows show the log ID for Feishu's support, where there is one.",
		ask: async (session) => {
			const { response } = await session.lookUp(EMAIL_OF_NOBODY);
			const { headers } = required(response, 'no reply');
			const name = [HEADER, OTHER_HEADER].find((one) => headers[one]);
			return { what: name === undefined ? 'none' : `\`${name}\`` };
		},
		asAssumed: `\`${HEADER}\``,
		handled: ANYTHING,
	},
	{
		name: 'rate limit headers of a success',
		question: 8,
		asks: 'the headers of a success',
		reliesOn:
			'The node counts its calls itself. With such headers it could see what others use up.',
		ask: async (session) => {
			const { response } = await session.lookUp(EMAIL_OF_NOBODY);
			const names = Object.keys(required(response, 'no reply').headers);
			return { what: names.some((name) => RATE_HEADERS.test(name)) ? 'there' : 'none' };
		},
		asAssumed: 'none',
		handled: ['there'],
	},
];
