/** A plain HTTP client of the simulator, for its own tests. */
import { defined } from '../defined';
import { CUSTOM_APP } from './simulator';
import type { App, Simulator } from './simulator';
import type { BatchGetIdRequest } from './store';

export const PATHS = {
	custom: '/open-apis/auth/v3/tenant_access_token/internal',
	customApp: '/open-apis/auth/v3/app_access_token/internal',
	store: '/open-apis/auth/v3/tenant_access_token',
	storeApp: '/open-apis/auth/v3/app_access_token',
	lookup: '/open-apis/hire/v1/talents/batch_get_id',
};

export const STORE_APP = {
	id: 'cli_store',
	secret: 'secret-of-store',
	type: 'store',
	ticket: 'ticket-of-store',
} satisfies App;

/** What any endpoint may answer. */
interface Body {
	code: number;
	msg: string;
	app_access_token?: string;
	tenant_access_token?: string;
	expire?: number;
	data?: { talent_list: Array<Record<string, unknown>> };
	error?: Record<string, unknown>;
}

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	body: Body;
}

export async function post(url: string, body: unknown, token?: string): Promise<Reply> {
	const response = await fetch(url, {
		method: 'POST',
		headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	const { status, headers } = response;
	const text = await response.text();
	const isJson = headers.get('content-type')?.includes('json');
	return { status, headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
}

export const exchangeCustom = async (
	{ url }: Simulator,
	{ id, secret }: Pick<App, 'id' | 'secret'> = CUSTOM_APP,
): Promise<Reply> => await post(url + PATHS.custom, { app_id: id, app_secret: secret });

export const exchangeStoreApp = async (
	{ url }: Simulator,
	{ id, secret, ticket }: Pick<App, 'id' | 'secret' | 'ticket'> = STORE_APP,
): Promise<Reply> =>
	await post(url + PATHS.storeApp, { app_id: id, app_secret: secret, app_ticket: ticket });

export const exchangeTenant = async (
	{ url }: Simulator,
	app_access_token: string,
	tenant_key: string,
): Promise<Reply> => await post(url + PATHS.store, { app_access_token, tenant_key });

/** An app access token of the store app. */
export async function getAppToken(simulator: Simulator, app?: App): Promise<string> {
	const { body } = await exchangeStoreApp(simulator, app);
	return defined(body.app_access_token, 'app access token');
}

/** A tenant access token, of the self-built app or of the store app for a tenant. */
export async function getToken(simulator: Simulator, tenant?: string, app?: App): Promise<string> {
	const { body } =
		tenant === undefined
			? await exchangeCustom(simulator, app)
			: await exchangeTenant(simulator, await getAppToken(simulator, app), tenant);
	return defined(body.tenant_access_token, 'tenant access token');
}

export const lookUp = async (
	{ url }: Simulator,
	token: string | undefined,
	request: BatchGetIdRequest,
): Promise<Reply> => await post(url + PATHS.lookup, request, token);

/** The talents that a lookup finds. */
export async function findTalents(
	...lookup: Parameters<typeof lookUp>
): Promise<Array<Record<string, unknown>>> {
	const { body } = await lookUp(...lookup);
	return defined(body.data, 'data of the reply').talent_list;
}

/** The ids of the talents that a lookup finds. */
export const findIds = async (...lookup: Parameters<typeof lookUp>): Promise<unknown[]> =>
	(await findTalents(...lookup)).map(({ talent_id: id }) => id);
