/** Requests of a plain client to a Feishu over HTTP. */
import type { App } from './apps';

export const PATHS = {
	custom: '/open-apis/auth/v3/tenant_access_token/internal',
	lookup: '/open-apis/hire/v1/talents/batch_get_id',
};

/** What the endpoints answer, as far as a client reads it. */
interface Body {
	code: number;
	tenant_access_token?: string;
}

type Post = (path: string, body: object) => Promise<{ body: Body }>;

export const overHttp =
	(url: string): Post =>
	async (path, body) => {
		const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
		return { body: (await response.json()) as Body };
	};

export const exchangeCustom = async (post: Post, { id, secret }: App) =>
	await post(PATHS.custom, { app_id: id, app_secret: secret });
