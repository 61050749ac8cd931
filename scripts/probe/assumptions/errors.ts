/** Tokens, credentials and paths that are wrong, the headers of replies, and the rate limit. */
import type { FeishuApp } from '../../../credentials/feishuApp';
import { CREDENTIAL_ERRORS, EXCHANGE_PATHS } from '../../../credentials/tokenExchange';
import type { TokenExchangeError } from '../../../credentials/tokenExchange';
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { LIMITS } from '../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { EMAIL_OF_NOBODY, ERROR, lastBody, lastStatus, required } from '../asking';
import type { Ask } from '../assumptions';
import { NotAnswered } from '../session';
import type { Session } from '../session';

const ACCEPTED = 'accepted';
export const BURST_CALLS = 70;
const SECOND_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Sends a request that is to be rejected; `wordsFor` names an error that the node gets along with. */
const askRaw =
	(
		request: Parameters<Session['send']>[0],
		wordsFor: (error: FeishuError) => string | false,
	): Ask =>
	async (session, asAssumed) => {
		const answer = await session.send(request);
		const status = required(lastStatus(session), 'no reply');
		if (!(answer instanceof FeishuError)) return ACCEPTED;
		return status === asAssumed ? status : wordsFor(answer) || ERROR;
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
	async (session, asAssumed) => {
		const error = await session.exchange(replaced).catch((thrown: Error) => thrown);
		if (typeof error === 'string') return ACCEPTED;
		const { feishuCode, transient, message } = error as TokenExchangeError;
		if (feishuCode === undefined || transient) throw new NotAnswered(message);
		if (lastStatus(session) === asAssumed) return asAssumed;
		const isKnown = CREDENTIAL_ERRORS.has(feishuCode);
		return isKnown ? 'another code of the credentials table' : 'an unknown code';
	};

/** The headers of a success. */
async function headersOf(session: Session) {
	await session.lookUp(EMAIL_OF_NOBODY);
	return required(session.last, 'no reply').headers;
}

/** Makes many calls at once, and one more after the wait that Feishu asks for. */
const askRate: Ask = async (session, asAssumed) => {
	// The calls before must not count.
	await session.pause(SECOND_MS);
	const answers = await session.burst(EMAIL_OF_NOBODY, BURST_CALLS);
	const errors = answers.filter((answer) => answer instanceof FeishuError);
	const limited = errors.filter(({ retry }) => retry === 'rateLimit');
	const others = errors.filter(({ retry }) => retry !== 'rateLimit');
	if (others.some(({ retry }) => retry !== 'backoff')) return ERROR;
	if (others.length > 0) return 'rejected in another way';
	if (limited.length === 0) return 'all accepted';
	const waits = limited.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
	if (waits.length === 0) return 'rejected without a wait';
	await session.pause(Math.min(Math.max(...waits), MAX_PAUSE_MS));
	const [next] = await session.burst(EMAIL_OF_NOBODY, 1);
	if (next instanceof FeishuError) return 'rejected after the wait too';
	const accepted = answers.length - errors.length;
	return accepted < LIMITS.requestsPerSecond ? 'rejected below the limit' : asAssumed;
};

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
		await session.request({ url, body: { app_id, app_secret } });
		return typeof lastBody(session).app_access_token === 'string' ? 'a token' : 'no token';
	},
	'two exchanges in a row': async (session) => {
		const first = await session.exchange();
		if (first === (await session.exchange())) return 'the same token';
		const headers = { Authorization: `Bearer ${first}` };
		const answer = await session.send({ body: EMAIL_OF_NOBODY, headers });
		required(session.last, 'no reply');
		return answer instanceof FeishuError ? 'the first is rejected' : 'both are valid';
	},
	'header with the log ID': async (session) => {
		const headers = await headersOf(session);
		const name = ['x-tt-logid', 'x-request-id'].find((one) => headers[one]);
		return name === undefined ? 'none' : `\`${name}\``;
	},
	'rate limit headers of a success': async (session) => {
		const names = Object.keys(await headersOf(session));
		return names.some((name) => /^x-ogw-ratelimit-/.test(name)) ? 'there' : 'none';
	},
	'rate limit': askRate,
};
