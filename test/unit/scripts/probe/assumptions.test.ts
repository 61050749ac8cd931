/** Page, model and probe say the same of Feishu: the probe is run against the model, and against contrary ones. */
import { readAppOrThrow } from '../../../../credentials/feishuApp';
import { ASSUMPTIONS, RATE } from '../../../../scripts/probe/assumptions';
import type { Assumption } from '../../../../scripts/probe/assumption';
import { readPersonOrThrow } from '../../../../scripts/probe/people';
import { runProbe } from '../../../../scripts/probe/run';
import { MAX_CALLS, Session } from '../../../../scripts/probe/session';
import { CUSTOM_APP } from '../../../support/feishu/apps';
import { Simulator } from '../../../support/feishu/simulator';
import type { SimulatorSettings } from '../../../support/feishu/simulator';
import { FEISHU_KINDS } from '../../../support/feishu/settings';
import { CONTRARY, PEOPLE } from './contrary';

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
		const app = readAppOrThrow({
			appId: CUSTOM_APP.id,
			appSecret: CUSTOM_APP.secret,
			host: 'custom',
			baseUrl: feishu.url,
		});
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
		const findings = await runProbe(session, assumptions);
		return { findings, calls: session.calls, log: feishu.log };
	} finally {
		await feishu.stop();
	}
}

const briefly = (findings: Awaited<ReturnType<typeof probe>>['findings']) =>
	Object.fromEntries(
		findings.map(({ assumption: { name }, verdict, seen }) => [name, { verdict, ...seen }]),
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

test('every assumption has a contrary model', () => {
	expect(Object.keys(CONTRARY).sort()).toEqual(ASSUMPTIONS.map(({ name }) => name).sort());
});

test.each(ASSUMPTIONS)('$name: a contrary model is caught', async (assumption) => {
	const { settings, verdict } = CONTRARY[assumption.name] ?? { settings: {}, verdict: 'none' };
	const { findings } = await probe(settings, [assumption], async () => {});
	expect(findings.map((finding) => finding.verdict)).toEqual([verdict]);
});
