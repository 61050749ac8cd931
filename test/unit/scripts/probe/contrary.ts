/** For every assumption a model of Feishu of which it is not true. */
import type { Verdict } from '../../../../scripts/probe/assumption';
import type { Fault } from '../../../support/feishu/faults';
import type { SimulatorSettings } from '../../../support/feishu/simulator';
import type { BatchGetIdRequest, Person, ShownTalent } from '../../../support/feishu/store';

export const PEOPLE: Person[] = [
	{
		talentId: '6930815272790114321',
		mobile: { code: '86', number: '13800138001' },
		email: 'Ann@example.org',
		identification: { type: 1, number: '11010519491231002X' },
	},
	{
		talentId: '6930815272790114322',
		mobile: { code: '86', number: '13800138002' },
		email: 'bob@example.org',
	},
];

interface Contrary {
	settings: Partial<SimulatorSettings>;
	verdict: Verdict;
}

const handled = (settings: Partial<SimulatorSettings>): Contrary => ({
	settings,
	verdict: 'other, but handled',
});
const breaking = (settings: Partial<SimulatorSettings>): Contrary => ({
	settings,
	verdict: 'breaks the node',
});

const reply = (status: number, body: unknown, headers?: Record<string, string>): Fault => ({
	kind: 'reply',
	status,
	body,
	headers,
});
const rejected = reply(400, { code: 1002002, msg: 'param is invalid' });
const unknown = reply(400, { code: 1002999, msg: 'something new' });
const found = (...talents: object[]) => reply(200, { code: 0, data: { talent_list: talents } });
const nobody = found();
const ANN = { talent_id: '6930815272790114321' };
const BOB = { talent_id: '6930815272790114322' };

/** A model that answers certain bodies in a certain way. */
const on = (applies: (body: BatchGetIdRequest) => unknown, fault: Fault) => ({
	fault: (_: number, body: BatchGetIdRequest | undefined) =>
		body && applies(body) ? fault : undefined,
});
const always = (fault: Fault) => on(() => true, fault);
const emails = (count: number) => on((body) => body.email_list?.length === count, nobody);
/** Changes every talent shown. */
const shown = (change: (talent: ShownTalent) => object) => ({
	distort: (talents: ShownTalent[]) => talents.map(change),
});
const others = PEOPLE.map((person, index) => ({
	...person,
	talentId: `70000000000000000${index}`,
}));
const both = { people: [...PEOPLE, ...others] };
const exchange = (...replies: Fault[]) => ({
	exchangeFault: (request: number) => replies[request] ?? replies.at(-1),
});
const token = (tenant_access_token: string) =>
	reply(200, { code: 0, tenant_access_token, expire: 7200 });
const tolerant = handled({ oddValues: 'tolerate' });

/** By the assumption's name. */
export const CONTRARY: Record<string, Contrary> = {
	'a mobile number alone': handled(both),
	'an email alone': handled(both),
	'an identification number alone': handled(both),
	'one person, one talent': handled(on(({ email_list: list }) => list, found(BOB))),
	'OR within a list': breaking(emails(2)),
	'AND across lists, both right': breaking(
		on((body) => body.email_list && body.mobile_number_list, nobody),
	),
	'AND across lists, one wrong': breaking(
		on((body) => body.email_list && body.mobile_number_list, found(ANN)),
	),
	'AND across lists, at any index': breaking(emails(2)),
	'two people in one list': breaking(on(({ email_list: list }) => list?.length === 2, found(ANN))),
	'two people in two lists': breaking(
		on((body) => body.email_list && body.mobile_number_list, found(ANN)),
	),
	"one's number, another's email": breaking(always(found(ANN, BOB))),
	'email in the other letter case': handled({ letterCase: 'compare' }),
	'document in the other letter case': handled({ letterCase: 'compare' }),
	'mobile number with a zero in front': handled(
		on(({ mobile_number_list: [number] = [] }) => number?.startsWith('0'), found(ANN)),
	),
	'mobile number, code in front': handled(
		on(({ mobile_number_list: [number] = [] }) => number?.startsWith('86'), found(ANN)),
	),
	'country code with a plus': handled(on(({ mobile_code: code }) => code === '+86', rejected)),
	'blanks in a mobile number': tolerant,
	'reply where nobody is found': handled({ noHit: 'absent' }),
	'talent ID': breaking(shown((talent) => ({ ...talent, talent_id: Number(talent.talent_id) }))),
	'fields of kinds not asked for': handled(
		shown((talent) => ({ ...talent, email: 'ann@example.org' })),
	),
	'mobile number in the reply': handled({
		spelling: { mobile: 'masked', email: 'as stored' },
	}),
	'country code in the reply': handled({
		spelling: { mobile: 'without code', email: 'as stored' },
	}),
	'email in the reply': breaking(shown((talent) => ({ ...talent, email: 'bob@example.org' }))),
	'identification number in the reply': handled(
		shown((talent) => ({ ...talent, identification_number: undefined })),
	),
	'mobile number with a letter': tolerant,
	'mobile number of 3 digits': tolerant,
	'mobile number of 16 digits': tolerant,
	'masked mobile number': breaking(always(found(ANN, BOB))),
	'mobile number of 12 digits': handled({ badNumbers: new Set(['182900291190']) }),
	'email without @': breaking(always(unknown)),
	'identification number with a star': tolerant,
	'resident card of 3 digits': handled({ badIdentificationNumbers: new Set(['123']) }),
	'100 mobile numbers': breaking(always(rejected)),
	'100 identification numbers': breaking(always(rejected)),
	'the last of 100 emails': breaking(emails(100)),
	'101 emails': handled(emails(101)),
	'three empty lists': handled(always(found(ANN, BOB))),
	'identification number, no type': handled(always(nobody)),
	'identification type 7': handled(always(rejected)),
	'country code of no country': breaking(always(unknown)),
	'code of a rejected mobile number': breaking(always(unknown)),
	'call without a token': breaking(always(reply(403, { code: 7, msg: 'forbidden' }))),
	'call with a wrong token': handled(always(reply(401, { code: 99991668, msg: 'invalid' }))),
	'wrong method': handled({
		notFound: { status: 404, body: { code: 99991201, msg: 'no method' } },
	}),
	'wrong app secret': handled(exchange(reply(400, { code: 20002, msg: 'wrong' }))),
	'app ID of a wrong form': breaking(exchange(reply(400, { code: 7, msg: 'wrong' }))),
	'endpoint of the credential test': breaking(exchange(reply(404, 'not found'))),
	'two exchanges in a row': breaking(exchange(token('t-1'), token('t-2'))),
	'header with the log ID': handled(
		always(reply(200, { code: 0 }, { 'X-Tt-Logid': '', 'x-request-id': 'id' })),
	),
	'rate limit headers of a success': handled(
		always(reply(200, { code: 0 }, { 'x-ogw-ratelimit-limit': '50' })),
	),
	'rate limit': handled({ windows: [] }),
};
