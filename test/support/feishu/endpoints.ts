/**
 * The endpoints that answer with a tenant's token: the lookup, and those beside it that workflows call
 * with n8n's HTTP Request node, creating a talent and a talent's details. Their facts:
 * `docs/feishu-platform.md`.
 */
import { ONBOARDING_SCOPE, TALENT_SCOPE, WRITE_SCOPE } from './apps';
import type { App } from './apps';
import type { Hire } from './hire';
import { ok, rejection } from './replies';
import type { Reply } from './replies';
import type { Window } from './windows';

export interface Endpoint {
	method: 'GET' | 'POST';
	path: RegExp;
	/** Any of them will do. */
	scopes: string[];
	/** Those of the settings by default. */
	windows?: Window[];
	answer: (hire: Hire, request: { path: string; body: unknown; app: App }) => Reply;
}

const mayReadOnboarding = ({ scopes = [ONBOARDING_SCOPE] }: App) =>
	scopes.includes(ONBOARDING_SCOPE);

export const LOOKUP: Endpoint = {
	method: 'POST',
	path: /^\/open-apis\/hire\/v1\/talents\/batch_get_id$/,
	scopes: [TALENT_SCOPE, WRITE_SCOPE],
	answer: (hire, { body, app }) => hire.answer(body, mayReadOnboarding(app)),
};

/** The body of `combined_create`, as far as the examples use it. */
interface CreateRequest {
	basic_info?: {
		name?: string;
		mobile?: string;
		mobile_country_code?: string;
		email?: string;
		identification?: { identification_type?: number; identification_number?: string };
	};
}

/** Country codes by location code. */
const COUNTRY_CODES: Record<string, string> = { CN_1: '86' };

const CREATE: Endpoint = {
	method: 'POST',
	path: /^\/open-apis\/hire\/v1\/talents\/combined_create$/,
	scopes: [WRITE_SCOPE],
	// Somebody who is there already is created again: a workflow must not rely on anything better.
	answer: (hire, { body }) => {
		const { basic_info: info = {} } = body as CreateRequest;
		const { name, mobile, mobile_country_code: location = '', email } = info;
		const { identification_type: type, identification_number: number } = info.identification ?? {};
		const code = COUNTRY_CODES[location];
		if (!name || (mobile && !code)) return rejection(400, 1002002, 'param is invalid');
		const talent_id = hire.create({
			name,
			email,
			...(mobile && code && { mobile: { code, number: mobile } }),
			...(type && number && { identification: { type, number } }),
		});
		return ok({ data: { talent_id } });
	},
};

const both = (text: string) => ({ zh_cn: text, en_us: text });

const DETAILS: Endpoint = {
	method: 'GET',
	path: /^\/open-apis\/hire\/v2\/talents\/\d+$/,
	scopes: [TALENT_SCOPE, WRITE_SCOPE],
	windows: [{ length: 1_000, limit: 20 }],
	answer: (hire, { path, app }) => {
		const talent_id = path.split('/').at(-1) ?? '';
		const person = hire.get(talent_id);
		if (!person) return rejection(404, 1002102, 'Talent not exist');
		const { name, mobile, email, tags = [], notes = [], isOnboarded = false } = person;
		return ok({
			data: {
				talent_id,
				basic_info: { name, mobile_code: mobile?.code, mobile_number: mobile?.number, email },
				...(mayReadOnboarding(app) && { is_onboarded: isOnboarded }),
				tag_list: tags.map((tag, index) => ({ id: String(index), name: both(tag) })),
				note_list_v2: notes.map(({ content, createTime }, index) => ({
					id: String(index),
					talent_id,
					content,
					create_time: createTime,
				})),
			},
		});
	},
};

export const findEndpoint = (method: string, path: string): Endpoint | undefined =>
	[LOOKUP, CREATE, DETAILS].find((one) => one.method === method && one.path.test(path));
