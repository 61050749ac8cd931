/** A workflow that a schedule starts, hours after its token was stored. */
import { setTimeout } from 'node:timers/promises';

import { startServer } from './server';
import type { Server } from './server';
import { outputOf } from './rest';
import { chain, node, OUR_NODE, ourNode } from './workflow';

const SCHEDULE = 'Every Second';
const TWO_HOURS = 7_200_000;

let server: Server;
/** How far Feishu's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
	const people = [{ talentId: '700', mobile: { code: '86', number: '13800138000' } }];
	server = await startServer({ people, clock: () => Date.now() + ahead });
});

afterAll(async () => {
	await server?.stop();
});

test('every scheduled run succeeds, with one exchange, when the stored token has expired', async () => {
	const { rest, feishu, credential } = server;
	const rule = { interval: [{ field: 'seconds', secondsInterval: 1 }] };
	const workflow = await rest.createWorkflow(
		chain('Nightly', [
			node(SCHEDULE, 'n8n-nodes-base.scheduleTrigger', { rule }, { typeVersion: 1.3 }),
			ourNode(credential, { mobileNumber: '13800138000' }),
		]),
	);
	const first = await rest.run(workflow, SCHEDULE);
	expect(first.status).toBe('success');
	expect(feishu.exchanges).toHaveLength(1);
	const [{ token: stored } = {}] = feishu.calls;

	ahead = TWO_HOURS;
	feishu.log.length = 0;
	await rest.publish(workflow);
	const scheduled = async () =>
		(await rest.listExecutions(workflow)).filter(({ mode }) => mode === 'trigger');
	while ((await scheduled()).length < 3) await setTimeout(200);
	await rest.call('POST', `/workflows/${workflow.id}/deactivate`, {});

	for (const { id } of await scheduled()) {
		const execution = await rest.waitForExecution(id);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, OUR_NODE).map(({ json }) => json.talent_id)).toEqual(['700']);
	}
	expect(feishu.exchanges).toHaveLength(1);
	const [{ token, code } = {}, ...later] = feishu.calls;
	expect({ token, code }).toEqual({ token: stored, code: 99991677 });
	expect(later.every((call) => call.code === 0 && call.token !== stored)).toBe(true);
});
