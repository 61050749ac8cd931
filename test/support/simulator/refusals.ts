/** What a lookup is refused for: the app's sake, or a value's. */
import { ONBOARDING_SCOPE, TALENT_SCOPE } from './apps';
import type { App } from './apps';
import type { SimulatorSettings } from './settings';
import type { BatchGetIdRequest } from './store';
import { refusal } from './wire';
import type { Reply } from './wire';

const LONGEST_LIST = 100;

/** Refuses what the app may not do. */
export function refuseApp(app: App): Reply | undefined {
	const { scopes = [TALENT_SCOPE, ONBOARDING_SCOPE] } = app;
	if (app.enabled === false) return refusal(400, 99991662, 'app is disabled');
	if (app.addressAllowed === false) return refusal(403, 99991401, 'ip is denied');
	if (!scopes.includes(TALENT_SCOPE)) {
		return refusal(400, 99991672, 'Access denied. One of the following scopes is required', {
			permission_violations: [{ type: 'action_scope_required', subject: TALENT_SCOPE }],
			helps: [{ url: `https://open.feishu.cn/app/${app.id}/auth?q=${TALENT_SCOPE}` }],
			log_id: '20261122000000SCOPE',
		});
	}
	if (app.quotaLeft !== undefined && app.quotaLeft-- <= 0) {
		return refusal(403, 99991403, 'quota used up');
	}
	return undefined;
}

/** Refuses a body with a list or a value that Feishu does not accept. */
export function refuseBody(body: unknown, settings: SimulatorSettings): Reply | undefined {
	if (typeof body !== 'object' || body === null) return refusal(400, 9499, 'Bad Request');
	const request = body as BatchGetIdRequest;
	const lists = [
		request.mobile_number_list,
		request.email_list,
		request.identification_number_list,
	];
	const bad = refusal(400, 1002002, 'param is invalid', {
		field_violations: [{ field: 'list', value: lists.flat().find(Boolean) }],
	});
	for (const list of lists) {
		if (list === undefined) continue;
		if (!Array.isArray(list) || list.some((value) => typeof value !== 'string')) {
			return refusal(400, 99992402, 'field validation failed');
		}
		if (list.length > LONGEST_LIST) return bad;
	}
	const { mobile_number_list: numbers = [], identification_number_list: cards = [] } = request;
	if (numbers.some((number) => isBadNumber(number, settings))) {
		return refusal(400, 1002009, 'mobile number is invalid');
	}
	if (cards.length > 0 && !Number.isInteger(request.identification_type)) return bad;
	if (cards.some((card) => settings.badIdentificationNumbers.has(card))) return bad;
	return undefined;
}

const isBadNumber = (number: string, { badNumbers }: SimulatorSettings) =>
	!/^\d{5,}$/.test(number) || badNumbers.has(number);
