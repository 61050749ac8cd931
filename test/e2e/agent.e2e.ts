/** The node as a tool of n8n's AI Agent, which tells its model what the tool gave. */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, INode, NodeConnectionType } from 'n8n-workflow';

import { startModel } from './model';
import type { Model } from './model';
import { outputOf } from './rest';
import type { Credential, WorkflowBody } from './rest';
import { startServer } from './server';
import type { Server } from './server';
import { chain, node, OUR_NODE, OUR_TYPE, useCredential } from './workflow';

const START = 'Start';
const AGENT = 'AI Agent';
const MODEL = 'Model';

/** Agents of today run a tool as a node of the workflow; those up to 2.2 call it as a function. */
const AGENT_VERSIONS = [3, 2.2];

const ANN = {
	talentId: '700',
	mobile: { code: '86', number: '13800138000' },
	email: 'ann@example.com',
};
const BEN = { talentId: '701', mobile: { code: '86', number: '13800138001' } };
const REFUSED = '13800138666';

let server: Server;
let model: Model;
let openAi: Credential;

beforeAll(async () => {
	model = await startModel();
	server = await startServer({ people: [ANN, BEN], badNumbers: new Set([REFUSED]) });
	const data = { apiKey: 'of-no-account', url: model.url };
	openAi = await server.rest.createCredential(MODEL, 'openAiApi', data);
});

afterAll(async () => {
	await server?.stop();
	await model?.stop();
});

/** A parameter that is left to the model, as the button beside its field writes it. */
const fromAi = (key: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, 'string') }}`;

const IDENTIFIERS = {
	mobileNumber: fromAi('Mobile_Number'),
	email: fromAi('Email'),
	identificationNumber: fromAi('Identification_Number'),
};

const told = (identifiers: object) => ({
	Mobile_Number: '',
	Email: '',
	Identification_Number: '',
	...identifiers,
});

/** The agent with its model and our tool, and the item it is given. */
function agentWorkflow(version: number, item: IDataObject, tool: INode): WorkflowBody {
	const prompt = { promptType: 'define', text: '={{ JSON.stringify($json.told) }}', options: {} };
	const { nodes, connections, ...workflow } = chain('Agent', [
		node(START, 'n8n-nodes-base.manualTrigger'),
		node(AGENT, '@n8n/n8n-nodes-langchain.agent', prompt, { typeVersion: version }),
	]);
	const chat = node(
		MODEL,
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{ model: { mode: 'id', value: 'stand-in' }, options: {} },
		{ typeVersion: 1.2, credentials: useCredential(openAi) },
	);
	const toAgent = (type: NodeConnectionType) => ({ [type]: [[{ node: AGENT, type, index: 0 }]] });
	return {
		...workflow,
		nodes: [...nodes, chat, tool],
		connections: {
			...connections,
			[MODEL]: toAgent(NodeConnectionTypes.AiLanguageModel),
			[OUR_NODE]: toAgent(NodeConnectionTypes.AiTool),
		},
		pinData: { [START]: [{ json: item }] },
	};
}

/** Runs the agent on an item; returns what the model says in the end: what it got of the tool. */
async function ask(
	version: number,
	item: IDataObject,
	parameters: INode['parameters'] = IDENTIFIERS,
	more: Partial<INode> = {},
): Promise<unknown> {
	const { rest, credential } = server;
	const credentials = useCredential(credential);
	const tool = node(OUR_NODE, `${OUR_TYPE}Tool`, parameters, { credentials, ...more });
	const workflow = await rest.createWorkflow(agentWorkflow(version, item, tool));
	const execution = await rest.run(workflow, START);
	expect(execution.status).toBe('success');
	return JSON.parse(String(outputOf(execution, AGENT)[0]?.json.output));
}

describe.each(AGENT_VERSIONS)('AI Agent %d', (version) => {
	test('offers the model the three identifiers and the description of the tool', async () => {
		await ask(version, { told: told({ Email: ANN.email }) });
		expect(model.offered()).toMatchObject([
			{
				name: 'Feishu_Hire_Batch_Get_Talent_ID',
				description: expect.stringContaining('already in Feishu Hire'),
				parameters: {
					properties: {
						Mobile_Number: { type: 'string' },
						Email: { type: 'string' },
						Identification_Number: { type: 'string' },
					},
				},
			},
		]);
	});

	test('gives the model the talent when one matches', async () => {
		const identifiers = told({ Mobile_Number: '+86 138 0013 8000', Email: ANN.email });
		expect(await ask(version, { told: identifiers })).toEqual([
			{
				talent_id: ANN.talentId,
				mobile_code: '86',
				mobile_number: ANN.mobile.number,
				email: ANN.email,
				is_onboarded: false,
			},
		]);
	});

	test('tells the model when nobody matches', async () => {
		expect(await ask(version, { told: told({ Email: 'nobody@example.com' }) })).toEqual([
			{ matched: false, message: 'Feishu Hire has no talent with these identifiers.' },
		]);
	});

	test("reads a parameter from the agent's own item where an expression says so", async () => {
		const item = { mobile: BEN.mobile.number, told: { Email: ANN.email } };
		const parameters = { email: fromAi('Email'), mobileNumber: '={{ $json.mobile }}' };
		expect(await ask(version, item, parameters)).toMatchObject([{ matched: false }]);
	});

	// Without it an error ends the run in n8n 1, and is told to the model in newer ones.
	test.each([
		[{ Mobile_Number: REFUSED }, 'Feishu does not accept the mobile number (code 1002009)'],
		[{}, 'No item gives a mobile number, an email or an identification number'],
	])('tells the model the error with On Error = Continue: %j', async (identifiers, error) => {
		const item = { told: told(identifiers) };
		const onError = 'continueRegularOutput';
		expect(await ask(version, item, IDENTIFIERS, { onError })).toMatchObject([{ error }]);
	});
});
