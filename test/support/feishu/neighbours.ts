/**
 * The endpoints beside the lookup that workflows call with n8n's HTTP Request node: creating a talent,
 * and a talent's details. Their facts: `docs/feishu-platform.md`.
 */
import { ONBOARDING_SCOPE, TALENT_SCOPE, WRITE_SCOPE } from './apps';
import type { App } from './apps';
import type { Hire } from './hire';
import { ok, rejection } from './replies';
import type { Reply } from './replies';
import type { Person } from './store';
import { FEISHU_WINDOWS } from './windows';
import type { Window } from './windows';

/** An endpoint that answers with a tenant's token. */
export interface Neighbour {
	method: 'GET' | 'POST';
	path: RegExp;
	/** Any of them will do. */
	scopes: string[];
	windows: Window[];
	answer: (hire: Hire, request: { path: string; body: unknown; app: App }) => Reply;
}

const invalid = rejection(400, 1002002, 'param is invalid');

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

/** The person that a body describes; nothing when Feishu would not accept it. */
function readPerson(body: unknown): Omit<Person, 'talentId'> | undefined {
	const { basic_info: info } = (body ?? {}) as CreateRequest;
	const { name, mobile, mobile_country_code: location = '', email, identification } = info ?? {};
	const code = COUNTRY_CODES[location];
	if (!name || (mobile !== undefined && code === undefined)) return undefined;
	const { identification_type: type, identification_number: number } = identification ?? {};
	if (identification && (type === undefined || !number)) return undefined;
	return {
		name,
		...(mobile !== undefined && code !== undefined && { mobile: { code, number: mobile } }),
		...(email !== undefined && { email }),
		...(type !== undefined && number !== undefined && { identification: { type, number } }),
	};
}

const CREATE: Neighbour = {
	method: 'POST',
	path: /^\/open-apis\/hire\/v1\/talents\/combined_create$/,
	scopes: [WRITE_SCOPE],
	windows: FEISHU_WINDOWS,
	// Somebody who is there already is created again: a workflow must not rely on anything better.
	answer: (hire, { body, app }) => {
		const person = app.type === 'custom' ? readPerson(body) : undefined;
		if (!person) return invalid;
		const talent_id = hire.create(person);
		return ok({ data: { talent_id, creator_id: 'ou_creator', creator_account_type: 1 } });
	},
};

const both = (text: string) => ({ zh_cn: text, en_us: text });

const DETAILS: Neighbour = {
	method: 'GET',
	path: /^\/open-apis\/hire\/v2\/talents\/\d+$/,
	scopes: [TALENT_SCOPE, WRITE_SCOPE],
	windows: [{ length: 1_000, limit: 20 }],
	answer: (hire, { path, app }) => {
		const talent_id = path.split('/').at(-1) ?? '';
		const person = hire.get(talent_id);
		if (!person) return rejection(404, 1002102, 'Talent not exist');
		const { name, mobile, email, tags = [], notes = [], isOnboarded = false } = person;
		const hasScope = (app.scopes ?? [ONBOARDING_SCOPE]).includes(ONBOARDING_SCOPE);
		return ok({
			data: {
				talent_id,
				basic_info: { name, mobile_code: mobile?.code, mobile_number: mobile?.number, email },
				...(hasScope && { is_onboarded: isOnboarded }),
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

export const findNeighbour = (method: string, path: string): Neighbour | undefined =>
	[CREATE, DETAILS].find((one) => one.method === method && one.path.test(path));
