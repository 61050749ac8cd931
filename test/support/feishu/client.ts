/** Requests of a plain client, for the tests of the model and its transports. */
import { defined } from '../defined';
import { CUSTOM_APP, STORE_APP } from './apps';
import type { App } from './apps';
import type { FeishuModel } from './model';
import { isText, textOf } from './replies';
import type { BatchGetIdRequest } from './store';

export const PATHS = {
	custom: '/open-apis/auth/v3/tenant_access_token/internal',
	customApp: '/open-apis/auth/v3/app_access_token/internal',
	store: '/open-apis/auth/v3/tenant_access_token',
	storeApp: '/open-apis/auth/v3/app_access_token',
	lookup: '/open-apis/hire/v1/talents/batch_get_id',
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

export interface ClientReply {
	status: number;
	headers: Headers;
	text: string;
	body: Body;
}

/** Makes a POST request to a path. */
export type Post = (path: string, body: unknown, token?: string) => Promise<ClientReply>;

/** To a server. */
export const overHttp =
	(url: string): Post =>
	async (path, body, token) => {
		const response = await fetch(url + path, {
			method: 'POST',
			headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		const { status, headers } = response;
		const text = await response.text();
		const isJson = headers.get('content-type')?.includes('json');
		return { status, headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
	};

/** To a model, at a time; faults of the transport are left out. */
export const inProcess =
	(model: FeishuModel, clock: () => number): Post =>
	async (path, body, token) => {
		const { reply } = model.respond({ method: 'POST', path, body, token }, clock());
		const text = textOf(reply);
		const parsed = (isText(reply) ? {} : JSON.parse(text)) as Body;
		return { status: reply.status, headers: new Headers(reply.headers), text, body: parsed };
	};

export const exchangeCustom = async (
	post: Post,
	{ id, secret }: Pick<App, 'id' | 'secret'> = CUSTOM_APP,
): Promise<ClientReply> => await post(PATHS.custom, { app_id: id, app_secret: secret });

export const exchangeStoreApp = async (
	post: Post,
	{ id, secret, ticket }: Pick<App, 'id' | 'secret' | 'ticket'> = STORE_APP,
): Promise<ClientReply> =>
	await post(PATHS.storeApp, { app_id: id, app_secret: secret, app_ticket: ticket });

export const exchangeTenant = async (
	post: Post,
	app_access_token: string,
	tenant_key: string,
): Promise<ClientReply> => await post(PATHS.store, { app_access_token, tenant_key });

/** An app access token of the store app. */
export async function getAppToken(post: Post, app?: App): Promise<string> {
	const { body } = await exchangeStoreApp(post, app);
	return defined(body.app_access_token, 'app access token');
}

/** A tenant access token, of the self-built app or of the store app for a tenant. */
export async function getToken(post: Post, tenant?: string, app?: App): Promise<string> {
	const { body } =
		tenant === undefined
			? await exchangeCustom(post, app)
			: await exchangeTenant(post, await getAppToken(post, app), tenant);
	return defined(body.tenant_access_token, 'tenant access token');
}

export const lookUp = async (
	post: Post,
	token: string | undefined,
	request: BatchGetIdRequest,
): Promise<ClientReply> => await post(PATHS.lookup, request, token);

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
