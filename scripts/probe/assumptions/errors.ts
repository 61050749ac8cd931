/** Tokens, credentials and paths that are wrong, and the headers of replies. */
import type { FeishuApp } from '../../../credentials/feishuApp';
import { readCode } from '../../../credentials/openPlatform';
import {
	CREDENTIAL_ERRORS,
	EXCHANGE_PATHS,
	TokenExchangeError,
} from '../../../credentials/tokenExchange';
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { isJsonObject } from '../../../nodes/BatchGetTalentId/feishu/response';
import { EMAIL_OF_NOBODY, ERROR, required, statusOf } from '../asking';
import type { Ask, Seen } from '../assumptions';
import { NotAnswered } from '../session';
import type { Session } from '../session';

const ACCEPTED = 'accepted';

/** Sends a request that is to be rejected; `wordsFor` names an error that the node gets along with. */
const askRaw =
	(
		request: Parameters<Session['send']>[0],
		wordsFor: (reply: FeishuError) => string | false,
	): Ask =>
	async (session, asAssumed) => {
		const answer = await session.send(request);
		const { reply } = answer;
		const status = required(statusOf(answer), 'no reply');
		if (!(reply instanceof FeishuError)) return { what: ACCEPTED, detail: status };
		if (status === asAssumed) return { what: status };
		return { what: wordsFor(reply) || ERROR, detail: status };
	};

/** Asks with another token. A code of the table means that the node exchanges the token and asks again. */
const askToken = (headers: Record<string, string>): Ask =>
	askRaw(
		{ body: EMAIL_OF_NOBODY, headers },
		({ retry }) => retry === 'token' && 'another code of a wrong token',
	);

/** Asks what is said of credentials that are wrong. */
const askExchange =
	(replaced: Partial<FeishuApp>): Ask =>
	async (session, asAssumed): Promise<Seen> => {
		const { token, error, status } = await session.exchange(replaced);
		if (token !== undefined) return { what: ACCEPTED };
		if (!(error instanceof TokenExchangeError) || error.feishuCode === undefined) {
			throw new NotAnswered(error?.message ?? 'no reply');
		}
		const detail = `HTTP ${status}, code ${error.feishuCode}`;
		if (error.transient) throw new NotAnswered(`${error.message} (${detail})`);
		if (detail === asAssumed) return { what: detail };
		const isKnown = CREDENTIAL_ERRORS.has(error.feishuCode);
		return { what: isKnown ? 'another code of the credentials table' : 'an unknown code', detail };
	};

/** The headers of a success. */
const headersOf = async (session: Session) =>
	required((await session.lookUp(EMAIL_OF_NOBODY)).response, 'no reply').headers;

export const ERRORS: Record<string, Ask> = {
	'call without a token': askToken({}),
	'call with a wrong token': askToken({
		Authorization: 'Bearer t-00000000000000000000000000000000',
	}),
	'wrong method': askRaw(
		{ method: 'GET' },
		({ failure }) => failure === 'run' && 'another error that ends the run',
	),
	'wrong app secret': askExchange({ appSecret: 'invented' }),
	'app ID of a wrong form': askExchange({ appId: 'invented' }),
	'endpoint of the credential test': async (session) => {
		const { appId: app_id, appSecret: app_secret, baseUrl } = session.app;
		const url = baseUrl + EXCHANGE_PATHS.custom.app;
		const { body, statusCode } = await session.request({ url, body: { app_id, app_secret } });
		const reply = isJsonObject(body) ? body : {};
		if (typeof reply.app_access_token === 'string') return { what: 'a token' };
		return { what: 'no token', detail: `HTTP ${statusCode}, code ${readCode(reply)}` };
	},
	'two exchanges in a row': async (session) => {
		const tokens = [await session.exchange(), await session.exchange()].map(({ token, error }) =>
			required(token, error?.message ?? 'no token'),
		);
		if (tokens[0] === tokens[1]) return { what: 'the same token' };
		const headers = { Authorization: `Bearer ${tokens[0]}` };
		const { reply, response } = await session.send({ body: EMAIL_OF_NOBODY, headers });
		required(response, 'no reply');
		return { what: reply instanceof FeishuError ? 'the first is rejected' : 'both are valid' };
	},
	'header with the log ID': async (session) => {
		const headers = await headersOf(session);
		const name = ['x-tt-logid', 'x-request-id'].find((one) => headers[one]);
		return { what: name === undefined ? 'none' : `\`${name}\`` };
	},
	'rate limit headers of a success': async (session) => {
		const names = Object.keys(await headersOf(session));
		return { what: names.some((name) => /^x-ogw-ratelimit-/.test(name)) ? 'there' : 'none' };
	},
};
