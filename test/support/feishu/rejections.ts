/** What a lookup is rejected for: the app's sake, or a value's. */
import { ONBOARDING_SCOPE, TALENT_SCOPE } from './apps';
import type { App } from './apps';
import type { FeishuSettings } from './settings';
import type { BatchGetIdRequest } from './store';
import { rejection } from './replies';
import type { Reply } from './replies';

const MAX_LIST_LENGTH = 100;

/**
 * Rejects what the app is not allowed to do.
 * @param accepted the scopes of which it needs any
 */
export function rejectApp(app: App, accepted: string[]): Reply | undefined {
	const { scopes = [TALENT_SCOPE, ONBOARDING_SCOPE] } = app;
	if (app.enabled === false) return rejection(400, 99991662, 'app is disabled');
	if (app.addressAllowed === false) {
		return rejection(403, 99991401, 'ip 203.0.113.7 is denied by app setting');
	}
	if (!accepted.some((scope) => scopes.includes(scope))) {
		return rejection(400, 99991672, 'Access denied. One of the following scopes is required', {
			permission_violations: [{ type: 'action_scope_required', subject: accepted[0] }],
			helps: [{ url: `https://open.feishu.cn/app/${app.id}/auth?q=${accepted[0]}` }],
			log_id: '20261122000000SCOPE00000000000000000',
		});
	}
	if (app.quotaLeft !== undefined && app.quotaLeft-- <= 0) {
		return rejection(403, 99991403, 'quota used up');
	}
	return undefined;
}

/** Rejects a body with a list or a value that Feishu does not accept. */
export function rejectBody(body: unknown, settings: FeishuSettings): Reply | undefined {
	if (typeof body !== 'object' || body === null) return rejection(400, 9499, 'Bad Request');
	const request = body as BatchGetIdRequest;
	const lists = [
		request.mobile_number_list,
		request.email_list,
		request.identification_number_list,
	];
	const bad = rejection(400, 1002002, 'param is invalid', {
		field_violations: [{ field: 'list', value: lists.flat().find(Boolean) }],
	});
	for (const list of lists) {
		if (list === undefined) continue;
		if (!Array.isArray(list) || list.some((value) => typeof value !== 'string')) {
			return rejection(400, 99992402, 'field validation failed');
		}
		if (list.length > MAX_LIST_LENGTH) return bad;
	}
	const [numbers = [], emails = [], cards = []] = lists;
	const { oddValues, badNumbers, badIdentificationNumbers } = settings;
	const isBad = (form: RegExp, others?: Set<string>) => (value: string) =>
		(oddValues === 'reject' && !form.test(value)) || others?.has(value);
	if (numbers.some(isBad(MOBILE_NUMBER, badNumbers))) {
		return rejection(400, 1002009, 'mobile number is invalid');
	}
	const isWithoutType = cards.length > 0 && !Number.isInteger(request.identification_type);
	const isCardBad = isBad(IDENTIFICATION_NUMBER, badIdentificationNumbers);
	return emails.some(isBad(EMAIL)) || isWithoutType || cards.some(isCardBad) ? bad : undefined;
}

const MOBILE_NUMBER = /^\d{5,15}$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const IDENTIFICATION_NUMBER = /^[\p{L}\d()-]{2,}$/u;
