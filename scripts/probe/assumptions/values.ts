/** What Feishu makes of values of an odd form, of long lists and of incomplete bodies. */
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { LIMITS } from '../../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody } from '../../../nodes/BatchGetTalentId/lookUp/endpoint';
import {
	FOUND,
	INVENTED,
	NOBODY,
	REJECTED,
	askFirst,
	askNobody,
	readAnswer,
	statusOf,
} from '../asking';
import { ANYTHING } from '../assumption';
import type { Assumption } from '../assumption';

const FULL = LIMITS.batchSize;
const ACCEPTED = 'accepted';

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

const BISECTED =
	'Rejected with a code that points at a value, the batch is bisected and the other rows keep their answers; found nobody, the row is unmatched.';

/** The assumptions about a value of an odd form have all but this in common. */
const oddValue = (
	name: string,
	asks: string,
	body: BatchGetIdBody,
	asAssumed = REJECTED,
): Assumption => ({
	name,
	question: 1,
	asks,
	reliesOn: BISECTED,
	ask: askNobody(body),
	asAssumed,
	handled: [asAssumed === REJECTED ? NOBODY : REJECTED],
});

/** Asks whether a list is accepted, whoever it finds. */
const askAccepted =
	(body: BatchGetIdBody): Assumption['ask'] =>
	async (session) => {
		const answer = await session.lookUp(body);
		return answer.reply instanceof FeishuError ? readAnswer(answer) : { what: ACCEPTED };
	};

const fullList = (kind: string, asks: string, body: BatchGetIdBody): Assumption => ({
	name: `${FULL} ${kind}`,
	question: 2,
	asks,
	reliesOn: `A call may hold ${FULL} of them, the node's Batch Size. A smaller limit would fail rows.`,
	ask: askAccepted(body),
	asAssumed: ACCEPTED,
});

export const VALUES: Assumption[] = [
	oddValue('mobile number with a letter', '`1380013800x`, code 86', mobile('1380013800x')),
	oddValue('mobile number of 3 digits', '`138`, code 86', mobile('138')),
	oddValue('mobile number of 16 digits', '`1380013800013800`, code 86', mobile('1380013800013800')),
	oddValue('masked mobile number', '`138****8000`, code 86', mobile('138****8000')),
	oddValue(
		'mobile number of 12 digits',
		"`182900291190`, the sample of Feishu's page, code 86",
		mobile('182900291190'),
		NOBODY,
	),
	oddValue('email without @', '`nobody.example.com`', { email_list: ['nobody.example.com'] }),
	oddValue('identification number with a star', '`1101****`, type 1', document('1101****', 1)),
	oddValue('resident card of 3 digits', '`123`, type 1', document('123', 1), NOBODY),
	fullList('mobile numbers', "100 of Ofcom's numbers for drama, code 44", {
		mobile_code: '44',
		mobile_number_list: many(FULL, INVENTED.mobile),
	}),
	fullList('identification numbers', '100 invented ones, type 5', {
		identification_type: 5,
		identification_number_list: many(FULL, INVENTED.document),
	}),
	{
		name: 'the last of 100 emails',
		question: 2,
		asks: "99 addresses at example.com, and the person's email behind them",
		reliesOn: 'Every value of a full list is looked up; a list that is cut off would lose matches.',
		ask: askFirst('email', ({ email }) => ({
			email_list: [...many(FULL - 1, INVENTED.email), email.value],
		})),
		asAssumed: FOUND,
	},
	{
		name: '101 emails',
		question: 2,
		asks: '101 addresses at example.com',
		reliesOn: 'The node never sends more than 100. Accepted, its batches could be larger.',
		ask: askAccepted({ email_list: many(FULL + 1, INVENTED.email) }),
		asAssumed: REJECTED,
		handled: ANYTHING,
	},
	{
		name: 'three empty lists',
		question: 2,
		asks: 'a body whose three lists are empty',
		reliesOn: 'The node never sends it: a row without an identifier asks nothing.',
		ask: askNobody({ mobile_number_list: [], email_list: [], identification_number_list: [] }),
		asAssumed: NOBODY,
		handled: ANYTHING,
	},
	{
		name: 'identification number, no type',
		question: 2,
		asks: 'an invented identification number without `identification_type`',
		reliesOn: 'The node always sends the type.',
		ask: askNobody(document(INVENTED.document())),
		asAssumed: REJECTED,
		handled: ANYTHING,
	},
	{
		name: 'identification type 7',
		question: 2,
		asks: 'an invented identification number of type 7, which has no meaning',
		reliesOn: `The node passes any type on. ${BISECTED}`,
		ask: askNobody(document(INVENTED.document(), 7)),
		asAssumed: NOBODY,
		handled: [REJECTED],
	},
	{
		name: 'country code of no country',
		question: 2,
		asks: '`7700900000`, code 999',
		reliesOn: BISECTED,
		ask: askNobody(mobile(INVENTED.mobile(0), '999')),
		asAssumed: NOBODY,
		handled: [REJECTED],
	},
	{
		name: 'code of a rejected mobile number',
		question: 1,
		asks: '`1380013800x` again, for the status and the code',
		reliesOn:
			'With 1002009 the failed row says that it is the mobile number; with another code only that it is a value.',
		ask: async (session) => {
			const answer = await session.lookUp(mobile('1380013800x'));
			return { what: statusOf(answer) ?? 'no reply' };
		},
		asAssumed: 'HTTP 400, code 1002009',
		handled: ['HTTP 200, code 0', 'HTTP 400, code 1002002', 'HTTP 400, code 99992402'],
	},
];
