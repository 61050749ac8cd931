/** A plain HTTP client of the simulator, for its own tests. */
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

export const STORE_APP: App = {
	id: 'cli_store',
	secret: 'secret-of-store',
	type: 'store',
	ticket: 'ticket-of-store',
};

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

/** A tenant access token, of the self-built app or of the store app for a tenant. */
export async function getToken(simulator: Simulator, tenant?: string, app?: App): Promise<string> {
	if (tenant === undefined) return (await exchangeCustom(simulator, app)).body.tenant_access_token!;
	const { body } = await exchangeStoreApp(simulator, app);
	const reply = await exchangeTenant(simulator, body.app_access_token!, tenant);
	return reply.body.tenant_access_token!;
}

export const lookUp = async (
	{ url }: Simulator,
	token: string | undefined,
	request: BatchGetIdRequest,
): Promise<Reply> => await post(url + PATHS.lookup, request, token);

/** The ids of the talents that a lookup finds. */
export async function findIds(
	simulator: Simulator,
	token: string,
	request: BatchGetIdRequest,
): Promise<unknown[]> {
	const { body } = await lookUp(simulator, token, request);
	return body.data!.talent_list.map(({ talent_id: id }) => id);
}
