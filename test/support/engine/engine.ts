/**
 * Runs the built node inside n8n-core's real execution engine, in this process. What n8n's server
 * adds (the database with the stored credential) is kept in memory.
 */
import 'reflect-metadata';
import { Container } from '@n8n/di';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExecutionLifecycleHooks, InstanceSettings, WorkflowExecute } from 'n8n-core';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	Workflow,
} from 'n8n-workflow';

import { defined } from '../defined';
import { builtNode } from './built';
import type { MemoryCredentials } from './built';
import { node, to, workflowOf } from './workflow';

export type OnError = NonNullable<INode['onError']>;

export interface RunOptions {
	items: INodeExecutionData[];
	/** What runs; the built node by default. */
	node?: INodeType;
	/** What n8n knows it by. */
	type?: string;
	parameters?: IDataObject;
	credentials: MemoryCredentials;
	onError?: OnError;
	/** Cancels the execution. */
	signal?: AbortSignal;
	/** Whether pairing is traced, with an expression for each item behind the node; by default it is. */
	traces?: boolean;
}

/** What a run left behind, output by output. */
export interface RunResult {
	matched: INodeExecutionData[];
	unmatched: INodeExecutionData[];
	/** The error output, which exists with On Error = continue using error output. */
	failed: INodeExecutionData[];
	/** What `$('Sheet').item` is for each item behind an output: the engine traces the pairing. */
	origins: Record<(typeof OUTPUTS)[number], unknown[]>;
	error?: Error & { description?: string; httpCode?: string; context: IDataObject };
	hints: NodeExecutionHint[];
	/** Milliseconds that the node took, by n8n's count. */
	took: number;
	run: IRun;
}

const SHEET = 'Sheet';
const NODE = 'Feishu Hire: Batch Get Talent ID';
export const NODE_TYPE = 'n8n-nodes-feishu-hire.batchGetTalentId';
const OUTPUTS = ['matched', 'unmatched', 'failed'] as const;

/** A node that says of each item where it comes from; the sheet itself passes its items on. */
const trace: INodeType = {
	description: {
		name: 'trace',
		displayName: 'Trace',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Trace' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Origin', name: 'origin', type: 'string', default: '' }],
	},
	async execute() {
		const items = this.getInputData();
		if (this.getNode().name === SHEET) return [items];
		const originOf = (i: number) => this.getNodeParameter('origin', i) as IDataObject;
		return [items.map((_, i) => ({ json: { origin: originOf(i) } }))];
	},
};

function buildWorkflow({
	parameters = {},
	onError,
	traces = true,
	node: ours = builtNode(),
	type = NODE_TYPE,
}: RunOptions): Workflow {
	const outputs = traces ? OUTPUTS : [];
	const origin = `={{ $('${SHEET}').item.json }}`;
	const nodes = [
		node(SHEET, 'trace'),
		node(NODE, type, parameters as INode['parameters'], {
			credentials: { feishuHireApi: { id: '1', name: 'Feishu Hire account' } },
			...(onError && { onError }),
		}),
		...outputs.map((name) => node(name, 'trace', { origin })),
	];
	return workflowOf(
		nodes,
		{ [type]: ours, trace },
		{ [SHEET]: { main: [to(NODE)] }, [NODE]: { main: outputs.map((name) => to(name)) } },
	);
}

Container.set(InstanceSettings, {
	instanceId: 'test',
	hmacSignatureSecret: 'test',
	encryptionKey: 'test',
	// Nothing is written there.
	n8nFolder: path.join(tmpdir(), 'n8n-engine'),
} as unknown as InstanceSettings);

type RunInput = Parameters<WorkflowExecute['run']>[0];
/** `WorkflowExecute.run` before n8n 2.20. */
type RunByPosition = (
	workflow: Workflow,
	startNode: RunInput['startNode'],
	destinationNode: undefined,
	pinData: undefined,
	triggerToStartFrom: RunInput['triggerToStartFrom'],
) => ReturnType<WorkflowExecute['run']>;

/** Starts a run, with its input in one object or, as before n8n 2.20, by position. */
function start(execute: WorkflowExecute, input: RunInput): ReturnType<WorkflowExecute['run']> {
	if (execute.run.length === 1) return execute.run(input);
	const run = execute.run.bind(execute) as unknown as RunByPosition;
	return run(input.workflow, input.startNode, undefined, undefined, input.triggerToStartFrom);
}

/** Runs Sheet → node → a tracer on each output, and returns what came of it. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { items, credentials, signal } = options;
	const workflow = buildWorkflow(options);
	const hooks = new ExecutionLifecycleHooks('manual', '1', {
		...workflow,
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
	} as never);
	const additionalData = {
		hooks,
		credentialsHelper: credentials.helper,
		executionId: '1',
		setExecutionStatus: () => undefined,
		webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form',
		variables: {},
		currentNodeExecutionIndex: 0,
	} as unknown as IWorkflowExecuteAdditionalData;
	const execution = start(new WorkflowExecute(additionalData, 'manual'), {
		workflow,
		startNode: defined(workflow.getNode(SHEET), SHEET),
		triggerToStartFrom: {
			name: SHEET,
			data: {
				data: { main: [items] },
				source: [],
				startTime: 0,
				executionTime: 0,
				executionIndex: 0,
			},
		},
	});
	signal?.addEventListener('abort', () => execution.cancel());
	return collect(await execution);
}

function collect(run: IRun): RunResult {
	const { runData, error } = run.data.resultData;
	const done = runData[NODE]?.[0];
	const output = (index: number) => done?.data?.main?.[index] ?? [];
	const origins = OUTPUTS.map((name) => [
		name,
		(runData[name]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json.origin),
	]);
	return {
		matched: output(0),
		unmatched: output(1),
		failed: output(2),
		origins: Object.fromEntries(origins) as RunResult['origins'],
		error: (done?.error ?? error) as unknown as RunResult['error'],
		hints: done?.hints ?? [],
		took: done?.executionTime ?? 0,
		run,
	};
}
