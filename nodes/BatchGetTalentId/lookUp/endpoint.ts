/**
 * The endpoint that finds talents: `POST /open-apis/hire/v1/talents/batch_get_id`.
 * https://open.feishu.cn/document/hire-v1/candidate-management/talent/batch_get_id
 */
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { CONSOLE, INTERNAL_ERROR, SCOPE_CODES } from '../feishu/errorCodes';
import type { ErrorInfo, ErrorTable } from '../feishu/errorCodes';
import type { Reply } from '../feishu/errors';
import { isJsonObject, unexpectedData } from '../feishu/response';
import type { JsonObject } from '../feishu/response';
import type { Endpoint } from '../feishu/transport';
import type { Combination, IdentifierKind, Talent } from '../types';

/** The endpoint's limits, per app and tenant (its page), and those of its lists (the official SDKs). */
export const LIMITS = { requestsPerSecond: 50, requestsPerMinute: 1000, batchSize: 100 } as const;

/** The body of one call. */
export interface BatchGetIdBody extends IDataObject {
	mobile_code?: string;
	mobile_number_list?: string[];
	email_list?: string[];
	identification_type?: number;
	identification_number_list?: string[];
}

const REJECTED_VALUE: ErrorInfo = {
	retry: 'never',
	failure: 'value',
	message: 'Feishu does not accept a value',
	help: 'Check the email or the identification number of this item and its Identification Type.',
};

const MISSING_SCOPE: ErrorInfo = {
	retry: 'never',
	failure: 'run',
	message:
		'The Feishu app is not allowed to read talents: the scope hire:talent:readonly is missing',
	help: `${CONSOLE} open the app, add the scope hire:talent:readonly (获取人才信息) under Permissions & Scopes (权限管理), release a new version, and have the administrator approve it.`,
};

/** Feishu rejects the whole call for one such number. */
export const REJECTED_MOBILE_CODE = 1002009;

/** The endpoint's own codes, and the gateway's that mean more here. */
export const ENDPOINT_ERRORS: ErrorTable = new Map([
	[1002001, INTERNAL_ERROR],
	[1002002, REJECTED_VALUE],
	[99992402, REJECTED_VALUE],
	[
		REJECTED_MOBILE_CODE,
		{
			...REJECTED_VALUE,
			message: 'Feishu does not accept the mobile number',
			help: 'Check the number and its country code. Numbers of other countries start with + and the code, e.g. +85291234567.',
		},
	],
	...SCOPE_CODES.map((code): [number, ErrorInfo] => [code, MISSING_SCOPE]),
]);

/** An entry of `talent_list`, as it came; see `isTalent`. */
export type TalentEntry = JsonObject;

/** With its ID as text: a number would have lost digits already, for IDs have 19, above 2^53. */
export const isTalent = (entry: TalentEntry): entry is Talent =>
	typeof entry.talent_id === 'string' && entry.talent_id !== '';

/** The entries of a success; none when `data` or `talent_list` is absent or null. */
function parseTalentList(
	{ data }: JsonObject,
	response: IN8nHttpFullResponse,
): Reply<TalentEntry[]> {
	if (data === undefined || data === null) return [];
	const list = isJsonObject(data) ? (data.talent_list ?? []) : undefined;
	if (Array.isArray(list)) return list.map((entry) => (isJsonObject(entry) ? entry : {}));
	return unexpectedData(
		response,
		'The reply of Feishu has an unknown form',
		'Nothing can be told from it. Please report this with the time of the call.',
	);
}

export const BATCH_GET_ID: Endpoint<TalentEntry[]> = {
	path: '/open-apis/hire/v1/talents/batch_get_id',
	errors: ENDPOINT_ERRORS,
	parse: parseTalentList,
};

/** The body that asks combinations of one group: each value once, one code and type for all. */
export function toBody(combinations: Array<Pick<Combination, 'identifiers'>>): BatchGetIdBody {
	const body: BatchGetIdBody = {};
	const [first] = combinations;
	first?.identifiers.forEach(({ kind, qualifier }, index) => {
		const values = combinations.map(({ identifiers }) => identifiers[index]?.value ?? '');
		// Of one kind only, they differ.
		const isOnly = first.identifiers.length === 1;
		Object.assign(body, listOf(kind, qualifier, isOnly ? values : [...new Set(values)]));
	});
	return body;
}

function listOf(kind: IdentifierKind, qualifier: string, values: string[]): BatchGetIdBody {
	switch (kind) {
		case 'mobile_number':
			return { mobile_code: qualifier, mobile_number_list: values };
		case 'email':
			return { email_list: values };
		case 'identification_number':
			return { identification_type: Number(qualifier), identification_number_list: values };
	}
}
