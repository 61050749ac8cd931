/** As few calls as can be (docs/architecture.md, invariant 5), counted by the simulated Feishu. */
import type { IDataObject } from 'n8n-workflow';

import { claim, exactly, figure } from './claims';
import type { Claim } from './claims';
import { runTimed, useEngine } from './engines';
import { Feishu } from './feishu';
import type { Mode } from './options';
import type { Line } from './report';
import { REFERENCES, makeSheet } from './sheet';
import type { Row } from './sheet';

const BATCH_SIZE = 100;

/** Rows of one sheet, and what of each is asked together: equal rows and groups share calls. */
interface Scenario {
	what: string;
	matchBy: 'all' | 'any';
	cells: (row: Row, place: number) => IDataObject;
	parameters?: IDataObject;
	/** What each row asks, as group and value. */
	asks: (cells: IDataObject) => Array<[group: string, value: string]>;
}

const KINDS = ['mobile', 'email', 'id'] as const;

const given = (cells: IDataObject) => KINDS.filter((kind) => cells[kind]);

const CODES = ['86', '852', '1'];

const SCENARIOS: Scenario[] = [
	{
		what: 'mobile numbers',
		matchBy: 'all',
		cells: ({ mobile }) => ({ mobile }),
		asks: ({ mobile }) => [['', String(mobile)]],
	},
	{
		what: 'mobile numbers of three countries',
		matchBy: 'all',
		cells: ({ mobile }, place) => ({ mobile, code: CODES[place % CODES.length] }),
		parameters: { mobileCode: '={{ $json.code }}' },
		asks: ({ mobile, code }) => [[String(code), String(mobile)]],
	},
	{
		what: 'all of number, email, identification number',
		matchBy: 'all',
		cells: (row) => ({ ...row }),
		asks: (cells) => {
			const kinds = given(cells);
			return [[kinds.join(), kinds.map((kind) => cells[kind]).join()]];
		},
	},
	{
		what: 'any of number, email, identification number',
		matchBy: 'any',
		cells: (row) => ({ ...row }),
		asks: (cells) => given(cells).map((kind) => [kind, String(cells[kind])]),
	},
];

/** The calls that invariant 5 allows: for each group its distinct values, a hundred at a time. */
function fewest(asked: Array<[group: string, value: string]>): number {
	const groups = new Map<string, Set<string>>();
	for (const [group, value] of asked) {
		groups.set(group, (groups.get(group) ?? new Set()).add(value));
	}
	return [...groups.values()].reduce((sum, { size }) => sum + Math.ceil(size / BATCH_SIZE), 0);
}

async function run(feishu: Feishu, rows: Row[], scenario: Scenario): Promise<Claim> {
	const { what, matchBy, cells, parameters, asks } = scenario;
	const app = await feishu.newApp();
	const jsons = rows.map(cells);
	await runTimed({
		items: jsons.map((json) => ({ json })),
		parameters: { ...REFERENCES, ...parameters, matchBy },
		credentials: app.credentials,
	});
	const { calls } = await feishu.traffic(app);
	const bound = fewest(jsons.flatMap(asks));
	return claim(figure(`${what}: calls : invariant 5`, calls / bound), exactly(1), [
		figure('calls', calls),
		figure('invariant 5', bound),
		figure('rows', rows.length),
	]);
}

/** Looks sheets of single-valued rows up, a tenth of them repeated. */
export async function measureCalls({ quick }: Mode): Promise<Line> {
	await useEngine('vm');
	const { rows } = makeSheet(quick ? 2_000 : 10_000);
	const feishu = await Feishu.start({ rows: 0, roundTrip: 0 });
	const claims: Claim[] = [];
	try {
		for (const scenario of SCENARIOS) claims.push(await run(feishu, rows, scenario));
	} finally {
		await feishu.stop();
	}
	return {
		title: 'Calls for single-valued rows',
		notes: ['In n8n’s engine, counted by the simulated Feishu; a tenth of the rows repeat others.'],
		claims,
	};
}
