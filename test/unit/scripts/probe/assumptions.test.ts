/** Page, model and probe say the same of Feishu: the probe is run against the model, and against contrary ones. */
import { readAppOrThrow } from '../../../../credentials/feishuApp';
import { ASSUMPTIONS, RATE, findOut } from '../../../../scripts/probe/assumptions';
import type { Assumption, Finding, Verdict } from '../../../../scripts/probe/assumptions';
import { readPersonOrThrow } from '../../../../scripts/probe/options';
import { MAX_CALLS, Session } from '../../../../scripts/probe/session';
import { credentialData } from '../../../support/feishu/apps';
import { Simulator } from '../../../support/feishu/simulator';
import type { SimulatorSettings } from '../../../support/feishu/simulator';
import { FEISHU_KINDS } from '../../../support/feishu/settings';
import { reply } from '../../../support/feishu/replies';
import type { Fault } from '../../../support/feishu/replies';
import type { BatchGetIdRequest, Person, ShownTalent } from '../../../support/feishu/store';

const PEOPLE: Person[] = [
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

/** What is asked without --rate. */
const WITHOUT_RATE = ASSUMPTIONS.filter((one) => one !== RATE);

/** Runs assumptions against a model. */
async function probe(
	settings: Partial<SimulatorSettings>,
	assumptions: readonly Assumption[] = ASSUMPTIONS,
	pause?: (ms: number) => Promise<void>,
) {
	const feishu = await Simulator.start({ people: PEOPLE, ...settings });
	try {
		const app = readAppOrThrow(credentialData(feishu.url));
		const first = readPersonOrThrow(
			{
				mobileNumber: '13800138001',
				email: 'Ann@example.org',
				identificationNumber: '11010519491231002X',
				identificationType: '1',
			},
			'first',
		);
		const second = readPersonOrThrow(
			{ mobileNumber: '13800138002', email: 'bob@example.org' },
			'second',
		);
		const session = new Session(app, [first, second], pause);
		const findings: Finding[] = [];
		for (const assumption of assumptions) findings.push(await findOut(session, assumption));
		return { findings, calls: session.calls, log: feishu.log };
	} finally {
		await feishu.stop();
	}
}

const briefly = (findings: Awaited<ReturnType<typeof probe>>['findings']) =>
	Object.fromEntries(
		findings.map(({ assumption: { name }, verdict, seen }) => [name, { verdict, seen }]),
	);

test('against the model, every assumption is as assumed', async () => {
	const { findings } = await probe({}, WITHOUT_RATE);
	const others = findings.filter(({ verdict }) => verdict !== 'as assumed');
	expect(briefly(others)).toEqual({});
	expect(findings).toHaveLength(ASSUMPTIONS.length - 1);
});

test('against the model, the rate limit is as assumed', async () => {
	// Time passes only in pauses: all of the burst comes at once, however slow the machine is.
	let now = 0;
	const pause = async (ms: number) => void (now += ms);
	const { findings } = await probe({ clock: () => now }, [RATE], pause);
	expect(briefly(findings)).toMatchObject({ 'rate limit': { verdict: 'as assumed' } });
});

test.each(FEISHU_KINDS)('against %s, nothing breaks the node', async (_, kind) => {
	const { findings } = await probe(kind, WITHOUT_RATE);
	const broken = findings.filter(
		({ verdict }) => verdict === 'breaks the node' || verdict === 'not answered',
	);
	expect(briefly(broken)).toEqual({});
});

test('without the burst, at most 60 calls are made, one at a time', async () => {
	let underWay = 0;
	let most = 0;
	const latency = () => {
		most = Math.max(most, ++underWay);
		setImmediate(() => underWay--);
		return 0;
	};
	const { calls, log } = await probe({ latency }, WITHOUT_RATE);
	expect(calls).toBe(log.length);
	expect(calls).toBeLessThanOrEqual(MAX_CALLS);
	expect(most).toBe(1);
});

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

/** For every assumption a model of Feishu of which it is not true, by its name. */
const CONTRARY: Record<string, Contrary> = {
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

test('every assumption has a contrary model', () => {
	expect(Object.keys(CONTRARY).sort()).toEqual(ASSUMPTIONS.map(({ name }) => name).sort());
});

test.each(ASSUMPTIONS)('$name: a contrary model is caught', async (assumption) => {
	const { settings, verdict } = CONTRARY[assumption.name] ?? { settings: {}, verdict: 'none' };
	const { findings } = await probe(settings, [assumption], async () => {});
	expect(findings.map((finding) => finding.verdict)).toEqual([verdict]);
});
