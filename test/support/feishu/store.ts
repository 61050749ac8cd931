/** Talents, as they are stored and as a reply shows them. */
import type { IDataObject } from 'n8n-workflow';

import type { ReplySpelling } from './settings';

export interface Person {
	talentId: string;
	mobile?: { code: string; number: string };
	email?: string;
	identification?: { type: number; number: string };
	isOnboarded?: boolean;
	name?: string;
	tags?: string[];
	/** `createTime` in milliseconds, as text. */
	notes?: Array<{ content: string; createTime: string }>;
}

/** The request body, as it came; checked by the caller. */
export interface BatchGetIdRequest {
	mobile_code?: string;
	mobile_number_list?: string[];
	email_list?: string[];
	identification_type?: number;
	identification_number_list?: string[];
}

/** An entry of the reply's `talent_list`. */
export interface ShownTalent extends IDataObject {
	talent_id: string;
}

/** What each list of a request asks for; a list without a value asks for nothing. */
export const keysAsked = (request: BatchGetIdRequest): string[][] =>
	[
		request.mobile_number_list?.map((n) => `m ${request.mobile_code || '86'} ${n}`),
		request.email_list?.map((email) => `e ${email}`),
		request.identification_number_list?.map((n) => `i ${request.identification_type} ${n}`),
	].filter((list) => list !== undefined && list.length > 0) as string[][];

/** What a person is found by. */
export const keysOf = ({ mobile, email, identification }: Person): string[] => [
	...(mobile ? [`m ${mobile.code} ${mobile.number}`] : []),
	...(email ? [`e ${email}`] : []),
	...(identification ? [`i ${identification.type} ${identification.number}`] : []),
];

type SpellMobile = (mobile: NonNullable<Person['mobile']>) => IDataObject;

const SPELL_MOBILE: Record<ReplySpelling['mobile'], SpellMobile> = {
	'with code': ({ code, number }) => ({ mobile_code: code, mobile_number: number }),
	'without code': ({ number }) => ({ mobile_number: number }),
	'with plus': ({ code, number }) => ({ mobile_code: code, mobile_number: `+${code}${number}` }),
	masked: ({ code, number }) => ({
		mobile_code: code,
		mobile_number: `${number.slice(0, 3)}****${number.slice(-4)}`,
	}),
};

/** A talent as a reply shows it: an identifier only if its list was given. */
export function showTalent(
	{ talentId, mobile, email, identification, isOnboarded = false }: Person,
	request: BatchGetIdRequest,
	spelling: ReplySpelling,
	withOnboarding: boolean,
): ShownTalent {
	return {
		talent_id: talentId,
		...(request.mobile_number_list?.length && mobile && SPELL_MOBILE[spelling.mobile](mobile)),
		...(request.email_list?.length &&
			email !== undefined && {
				email: spelling.email === 'lower case' ? email.toLowerCase() : email,
			}),
		...(request.identification_number_list?.length &&
			identification && {
				identification_type: identification.type,
				identification_number: identification.number,
			}),
		...(withOnboarding && { is_onboarded: isOnboarded }),
	};
}
