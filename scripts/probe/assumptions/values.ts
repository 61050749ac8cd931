/** What Feishu makes of values of an odd form, of long lists and of incomplete bodies. */
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import type { BatchGetIdBody } from '../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { INVENTED, askFirst, lastStatus, readAnswer, required } from '../asking';
import type { Ask } from '../assumptions';

const many = (length: number, value: (index: number) => string) =>
	Array.from({ length }, (_, index) => value(index));

const mobile = (number: string, code = '86'): BatchGetIdBody => ({
	mobile_code: code,
	mobile_number_list: [number],
});
const document = (number: string, type?: number): BatchGetIdBody => ({
	identification_type: type,
	identification_number_list: [number],
});

/** Asks a body that is about nobody. */
const askNobody =
	(body: BatchGetIdBody): Ask =>
	async (session) =>
		readAnswer(await session.lookUp(body));

/** Asks whether a list is accepted, whoever it finds. */
const askAccepted =
	(body: BatchGetIdBody): Ask =>
	async (session) => {
		const answer = await session.lookUp(body);
		return answer instanceof FeishuError ? readAnswer(answer) : 'accepted';
	};

export const VALUES: Record<string, Ask> = {
	'mobile number with a letter': askNobody(mobile('1380013800x')),
	'mobile number of 3 digits': askNobody(mobile('138')),
	'mobile number of 16 digits': askNobody(mobile('1380013800013800')),
	'masked mobile number': askNobody(mobile('138****8000')),
	'mobile number of 12 digits': askNobody(mobile('182900291190')),
	'email without @': askNobody({ email_list: ['nobody.example.com'] }),
	'identification number with a star': askNobody(document('1101****', 1)),
	'resident card of 3 digits': askNobody(document('123', 1)),
	'100 mobile numbers': askAccepted({
		mobile_code: '44',
		mobile_number_list: many(100, INVENTED.mobile),
	}),
	'100 identification numbers': askAccepted({
		identification_type: 5,
		identification_number_list: many(100, INVENTED.document),
	}),
	'the last of 100 emails': askFirst('email', ({ email }) => ({
		email_list: [...many(99, INVENTED.email), email.value],
	})),
	'101 emails': askAccepted({ email_list: many(101, INVENTED.email) }),
	'three empty lists': askNobody({
		mobile_number_list: [],
		email_list: [],
		identification_number_list: [],
	}),
	'identification number, no type': askNobody(document(INVENTED.document())),
	'identification type 7': askNobody(document(INVENTED.document(), 7)),
	'country code of no country': askNobody(mobile(INVENTED.mobile(0), '999')),
	'code of a rejected mobile number': async (session) => {
		await session.lookUp(mobile('1380013800x'));
		return required(lastStatus(session), 'no reply');
	},
};
