/** n8n's REST interface as its editor uses it, in the name of the owner. */
import { setTimeout } from 'node:timers/promises';

import { parse } from 'flatted';
import type {
	ExecutionStatus,
	ExecutionSummary,
	INodeExecutionData,
	IRunExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';

const FINISHED: ExecutionStatus[] = ['success', 'error', 'crashed', 'canceled'];

const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: 'Owner-of-this-n8n-1',
};

/** A workflow as it is sent to n8n, and as it is exported. */
export type WorkflowBody = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings' | 'pinData'>>;

/** A workflow as n8n stores it; `versionId` names this state of it: what is published is a version. */
export type SavedWorkflow = WorkflowBody & { id: string; versionId: string };

/** A stored credential, without its data. */
export interface Credential {
	id: string;
	name: string;
	type: string;
}

type Summary = Pick<ExecutionSummary, 'id' | 'status' | 'mode'>;

/** Whether it has not ended, well or badly. */
export const isUnderWay = ({ status }: Summary) => !FINISHED.includes(status);

/** An execution with what every node of it took and gave, and the workflow as it ran. */
export type Execution = Summary & { workflowData: WorkflowBody; data: IRunExecutionData };

/** The owner's session. Every method throws when n8n refuses the request. */
export class Rest {
	private constructor(
		private readonly url: string,
		/** What makes a request the owner's: for a browser, too. */
		readonly headers: Record<string, string>,
	) {}

	/** Sets up the owner of a new n8n, which ties their cookie to the browser id. */
	static async signUp(url: string): Promise<Rest> {
		const headers = { 'content-type': 'application/json', 'browser-id': 'e2e' };
		const body = JSON.stringify(OWNER);
		const response = await fetch(`${url}/rest/owner/setup`, { method: 'POST', headers, body });
		if (!response.ok) throw new Error(`No owner was set up: ${await response.text()}`);
		const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
		return new Rest(url, { ...headers, cookie: cookie.join('; ') });
	}

	/** What n8n answers to a request, by default for a file that it serves, e.g. `/types/nodes.json`. */
	async read(path: string, request: RequestInit = {}): Promise<Response> {
		const response = await fetch(this.url + path, { ...request, headers: this.headers });
		if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
		return response;
	}

	/** The `data` of the answer to a request; the path is without `/rest`. */
	async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) {
		const response = await this.read(`/rest${path}`, { method, body: JSON.stringify(body) });
		return ((await response.json()) as { data: T }).data;
	}

	async createCredential(name: string, type: string, data: object): Promise<Credential> {
		return await this.call<Credential>('POST', '/credentials', { name, type, data });
	}

	async createWorkflow(workflow: WorkflowBody): Promise<SavedWorkflow> {
		// n8n 1 wants to be told that it is not active, and whose credentials to find by their names.
		const { id: projectId } = await this.call<{ id: string }>('GET', '/projects/personal');
		const body = { active: false, projectId, ...workflow };
		return await this.call<SavedWorkflow>('POST', '/workflows', body);
	}

	/**
	 * Publishes a workflow as it was saved; when this resolves, its triggers are at work. n8n answers
	 * first, and starts the triggers afterwards. An older n8n has no such status: it answers when it is done.
	 */
	async publish({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
		const url = `${this.url}/rest/workflows/${id}/publication-status`;
		for (;;) {
			const response = await fetch(url, { headers: this.headers });
			if (response.status === 404) return;
			const { data } = (await response.json()) as { data: { status: string } };
			if (data.status === 'published') return;
			if (data.status === 'failed') throw new Error(`Workflow ${id} was not published`);
			await setTimeout(100);
		}
	}

	/** Executes a workflow by hand from one of its triggers; returns the id of the execution. */
	async start(workflow: SavedWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId?: string }>(
			'POST',
			`/workflows/${workflow.id}/run`,
			// n8n 1.x runs the workflow that it is given, newer ones the one that they store.
			{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
		);
		if (executionId === undefined) throw new Error(`${trigger} waits for something to happen`);
		return executionId;
	}

	/** Executes a workflow by hand from one of its triggers, and waits for the end. */
	async run(workflow: SavedWorkflow, trigger: string): Promise<Execution> {
		return await this.waitForExecution(await this.start(workflow, trigger));
	}

	/** The executions of a workflow, by default of all, the newest first; at most 100. */
	async listExecutions(workflow?: SavedWorkflow): Promise<Summary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow?.id }));
		const path = `/executions?limit=100&filter=${filter}`;
		return (await this.call<{ results: Summary[] }>('GET', path)).results;
	}

	/** Waits until an execution has ended, well or badly. */
	async waitForExecution(id: string): Promise<Execution> {
		const isWaitedFor = (one: Summary) => one.id === id && isUnderWay(one);
		// By the list, for n8n 2.20 fails to show an execution that is under way.
		while ((await this.listExecutions()).some(isWaitedFor)) await setTimeout(100);
		const execution = await this.call<Execution & { data: string }>('GET', `/executions/${id}`);
		return { ...execution, data: parse(execution.data) as IRunExecutionData };
	}
}

/** What a node gave by one of its outputs, when it ran last; nothing when it did not run. */
export function outputOf({ data }: Execution, node: string, output = 0): INodeExecutionData[] {
	return data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}
