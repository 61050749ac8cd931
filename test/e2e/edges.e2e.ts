/** n8n's own edges: what it does around our node, where people may expect something else. */
import type { IConnection, INode } from 'n8n-workflow';
import { setTimeout } from 'node:timers/promises';

import { CUSTOM_APP, STORE_APP, credentialData } from '../support/feishu/apps';
import { numberOf } from '../support/sheets';
import { postJson } from './example';
import { outputOf } from './rest';
import type { Execution, WorkflowBody } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { OUR_CREDENTIAL, OUR_NODE, chain, node, ourNode, to, webhook } from './workflow';

const START = 'Start';
const SHEET = 'Sheet';
const LOOP = 'Loop Over Items';
const MERGE = 'Merge';
const MOBILE = { mobileNumber: '={{ $json.mobile }}' };
const REJECTED = '13800138666';

/** The first of the first ten rows is in Hire, none of the second ten, and the first of the rest. */
const ROWS = Array.from({ length: 25 }, (_, row) => ({ row, mobile: numberOf(row) }));
const KNOWN = [0, 20];
const UNKNOWN = ROWS.map(({ row }) => row).filter((row) => !KNOWN.includes(row));
const idOf = (row: number) => `talent-${row}`;
const personOf = (row: number, talentId: string) => ({
	talentId,
	mobile: { code: '86', number: numberOf(row) },
});

let server: Server;

beforeAll(async () => {
	server = await startServer({
		people: KNOWN.map((row) => personOf(row, idOf(row))),
		apps: [CUSTOM_APP, STORE_APP],
		tenants: { berlin: [personOf(0, 'of-berlin')], tokyo: [personOf(0, 'of-tokyo')] },
		badNumbers: new Set([REJECTED]),
	});
});

afterAll(async () => {
	await server?.stop();
});

beforeEach(() => {
	server.feishu.log.length = 0;
});

const lookup = (parameters: INode['parameters'] = MOBILE) => ourNode(server.credential, parameters);

/** A sheet, and what is behind it. */
function withSheet(name: string, rest: INode[], rows = ROWS): WorkflowBody {
	const start = node(START, 'n8n-nodes-base.manualTrigger');
	const workflow = chain(name, [start, node(SHEET, 'n8n-nodes-base.noOp'), ...rest]);
	return { ...workflow, pinData: { [SHEET]: rows.map((json) => ({ json })) } };
}

async function run(workflow: WorkflowBody): Promise<Execution> {
	return await server.rest.run(await server.rest.createWorkflow(workflow), START);
}

const talentsOf = (execution: Execution, name = OUR_NODE) =>
	outputOf(execution, name).map(({ json }) => json.talent_id);

test('emits pinned data on Matched, without a call', async () => {
	const workflow = withSheet('Pinned', [lookup(), node('Behind', 'n8n-nodes-base.noOp')]);
	const pinned = { ...workflow.pinData, [OUR_NODE]: [{ json: { talent_id: 'pinned' } }] };
	const execution = await run({ ...workflow, pinData: pinned });
	expect(talentsOf(execution, 'Behind')).toEqual(['pinned']);
	expect(outputOf(execution, OUR_NODE, 1)).toEqual([]);
	expect(server.feishu.calls).toEqual([]);
});

describe('in a loop', () => {
	const loop = node(
		LOOP,
		'n8n-nodes-base.splitInBatches',
		{ batchSize: 10, options: {} },
		{ typeVersion: 3 },
	);

	/** The loop around our node, whose outputs lead where it is said. */
	function looped(outputs: IConnection[][]): WorkflowBody {
		const { nodes, connections, ...workflow } = withSheet('Loop', [loop]);
		const around = { [LOOP]: { main: [[], to(OUR_NODE)] }, [OUR_NODE]: { main: outputs } };
		return {
			...workflow,
			nodes: [...nodes, lookup()],
			connections: { ...connections, ...around },
		};
	}

	test('makes one call for each ten rows, and outside the loop one for all rows', async () => {
		const outside = await run(withSheet('No loop', [lookup()]));
		expect(server.feishu.calls).toHaveLength(1);
		expect(talentsOf(outside)).toEqual(KNOWN.map(idOf));

		server.feishu.log.length = 0;
		await run(looped([to(LOOP), to(LOOP)]));
		expect(server.feishu.calls).toHaveLength(3);
	});

	test('ends early when only Matched leads back and ten rows match nobody', async () => {
		await run(looped([to(LOOP)]));
		expect(server.feishu.calls).toHaveLength(2);
	});
});

/** Adds a Merge that takes both outputs of our node, one by each input. */
function intoMerge({ nodes, connections, ...workflow }: WorkflowBody): WorkflowBody {
	const merge = node(MERGE, 'n8n-nodes-base.merge', { numberInputs: 2 }, { typeVersion: 3.2 });
	const second = to(MERGE).map((input) => ({ ...input, index: 1 }));
	return {
		...workflow,
		nodes: [...nodes, merge],
		connections: { ...connections, [OUR_NODE]: { main: [to(MERGE), second] } },
	};
}

describe('both outputs into a Merge', () => {
	test('emits all talents, then all unmatched rows', async () => {
		const execution = await run(intoMerge(withSheet('Merge', [lookup()])));
		const items = outputOf(execution, MERGE).map(({ json }) => json.talent_id ?? json.row);
		expect(items).toEqual([...KNOWN.map(idOf), ...UNKNOWN]);
	});

	test.each([0, 1])('runs the Merge when one of its inputs is empty: only row %d', async (row) => {
		const rows = ROWS.slice(row, row + 1);
		const execution = await run(intoMerge(withSheet('Merge of one', [lookup()], rows)));
		expect(outputOf(execution, MERGE)).toHaveLength(1);
	});
});

describe('in a sub-workflow', () => {
	/** Calls a workflow with the sheet, and asks behind the call for each item's row. */
	async function call(called: WorkflowBody) {
		const { id } = await server.rest.createWorkflow(called);
		const workflowId = { __rl: true, mode: 'id', value: id };
		const value = `={{ $('${SHEET}').item.json.row }}`;
		const assignments = [{ id: '1', name: 'found', type: 'number', value }];
		const ask = { assignments: { assignments }, includeOtherFields: true };
		const execution = await run(
			withSheet('Calling', [
				node('Call', 'n8n-nodes-base.executeWorkflow', { workflowId }, { typeVersion: 1.2 }),
				node('Behind', 'n8n-nodes-base.set', ask, { typeVersion: 3.4 }),
			]),
		);
		return outputOf(execution, 'Behind').map(({ json }) => [json.found, json.talent_id]);
	}

	const trigger = node(
		'When Called',
		'n8n-nodes-base.executeWorkflowTrigger',
		{ inputSource: 'passthrough' },
		{ typeVersion: 1.1 },
	);
	const matched = KNOWN.map((row) => [row, idOf(row)]);

	test('returns Matched only, when our node is the last one', async () => {
		expect(await call(chain('Called', [trigger, lookup()]))).toEqual(matched);
		expect(server.feishu.calls).toHaveLength(1);
	});

	test('returns both outputs, each item paired with its row, when a Merge takes both', async () => {
		const unmatched = UNKNOWN.map((row) => [row, undefined]);
		const called = intoMerge(chain('Called with Merge', [trigger, lookup()]));
		expect(await call(called)).toEqual([...matched, ...unmatched]);
	});
});

test('passes the error and its remedy, with the value, to the error workflow', async () => {
	const { rest, n8n } = server;
	const onError = node('On Error', 'n8n-nodes-base.errorTrigger');
	const handling = chain('Handler', [onError, lookup({ mobileNumber: numberOf(0) })]);
	// n8n 2 wants it published; n8n 1 publishes no workflow that nothing else starts.
	const nodes = [...handling.nodes, webhook('never-called')];
	const handler = await rest.createWorkflow({ ...handling, nodes });
	await rest.publish(handler);
	const trigger = webhook('fails', { responseMode: 'lastNode' });
	const failing = chain('Fails', [trigger, lookup({ mobileNumber: REJECTED })]);
	const settings = { ...failing.settings, errorWorkflow: handler.id };
	await rest.publish(await rest.createWorkflow({ ...failing, settings }));
	expect((await postJson(`${n8n.url}/webhook/fails`, {})).status).toBe(500);

	let [handled] = await rest.listExecutions(handler);
	while (!handled) {
		await setTimeout(50);
		[handled] = await rest.listExecutions(handler);
	}
	const execution = await rest.waitForExecution(handled.id);
	expect(outputOf(execution, 'On Error')[0]?.json.execution).toMatchObject({
		lastNodeExecuted: OUR_NODE,
		error: {
			message: 'Feishu does not accept the mobile number (code 1002009)',
			description: expect.stringContaining(REJECTED),
		},
	});
	expect(talentsOf(execution)).toEqual([idOf(0)]);
});

test('makes no further call when an execution is cancelled', async () => {
	const { rest, feishu } = server;
	const options = { batchSize: 1, requestsPerSecond: 1 };
	const slow = await rest.createWorkflow(withSheet('Slow', [lookup({ ...MOBILE, options })]));
	const id = await rest.start(slow, START);
	while (feishu.calls.length === 0) await setTimeout(20);
	await rest.call('POST', `/executions/${id}/stop`, {});
	expect((await rest.waitForExecution(id)).status).toBe('canceled');
	const before = feishu.calls.length;

	// It waits its turn behind what the first would still have to ask.
	await run(withSheet('Next', [lookup()]));
	expect(feishu.calls).toHaveLength(before + 1);
});

test.each<[string, Partial<INode>, string]>([
	[
		'the credential of another n8n',
		{ credentials: { [OUR_CREDENTIAL]: { id: 'of-another-n8n', name: 'Of another n8n' } } },
		'Credential with ID "of-another-n8n" does not exist',
	],
	['no credential', { credentials: {} }, 'does not have any credentials set'],
])('fails with the reason and makes no call when a workflow names %s', async (_, more, message) => {
	const execution = await run(withSheet('Imported', [{ ...lookup(), ...more }]));
	expect(execution.data.resultData.error?.message).toContain(message);
	expect(server.feishu.log).toEqual([]);
});

test('asks two tenants, each with its own token, when a workflow has two credentials', async () => {
	const { rest, feishu } = server;
	const at = async (tenantKey: string) => {
		const { baseUrl, host } = credentialData(feishu.url);
		const { id: appId, secret: appSecret, ticket: appTicket } = STORE_APP;
		const data = { appType: 'store', appId, appSecret, appTicket, tenantKey, host, baseUrl };
		const credential = await rest.createCredential(tenantKey, OUR_CREDENTIAL, data);
		return { ...ourNode(credential, MOBILE), name: tenantKey };
	};
	const tenants = [await at('berlin'), await at('tokyo')];
	const { nodes, connections, ...workflow } = withSheet('Tenants', []);
	const execution = await run({
		...workflow,
		nodes: [...nodes, ...tenants],
		connections: { ...connections, [SHEET]: { main: [to('berlin', 'tokyo')] } },
	});
	expect(talentsOf(execution, 'berlin')).toEqual(['of-berlin']);
	expect(talentsOf(execution, 'tokyo')).toEqual(['of-tokyo']);
	expect(new Set(feishu.calls.map(({ token }) => token)).size).toBe(2);
});
