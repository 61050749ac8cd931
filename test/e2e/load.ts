/** Sheets of candidates for n8n's queue: posted to a webhook, each starts an execution. */
import type { INode } from 'n8n-workflow';
import { setTimeout } from 'node:timers/promises';

import { numberOf } from '../support/sheets';
import { isUnderWay, outputOf } from './rest';
import type { Execution, SavedWorkflow } from './rest';
import type { Server } from './server';
import { chain, node, ourNode, webhook } from './workflow';

/** A row of a sheet, as it is posted. */
export interface Row {
	/** Counted through all sheets. */
	row: number;
	mobile: string;
}

/** Sheets of equal length, no person in two of them. */
export const makeSheets = (count: number, length: number): Row[][] =>
	Array.from({ length: count }, (_, sheet) =>
		Array.from({ length }, (__, place) => {
			const row = sheet * length + place;
			return { row, mobile: numberOf(row) };
		}),
	);

/** A published workflow that hands the rows of every sheet posted to it to a node. */
export class SheetWorkflow {
	private constructor(
		private readonly server: Server,
		private readonly saved: SavedWorkflow,
	) {}

	/** Our node, reading the number of each row. */
	static async publishLookup(
		server: Server,
		name: string,
		credential = server.credential,
		mobileNumber = '={{ $json.mobile }}',
	): Promise<SheetWorkflow> {
		const lookup = ourNode(credential, { mobileNumber });
		return await SheetWorkflow.publish(server, name, lookup);
	}

	/** @param name also the path of its webhook */
	static async publish(server: Server, name: string, last: INode): Promise<SheetWorkflow> {
		const trigger = webhook(name);
		const split = node('Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows' });
		const saved = await server.rest.createWorkflow(chain(name, [trigger, split, last]));
		await server.rest.publish(saved);
		return new SheetWorkflow(server, saved);
	}

	/** Starts an execution for a sheet. */
	async post(rows: Row[]): Promise<void> {
		const response = await fetch(`${this.server.n8n.url}/webhook/${this.saved.name}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ rows }),
		});
		if (!response.ok) throw new Error(`No execution was started: ${await response.text()}`);
	}

	/** The sheet that an execution was started for. */
	static sheetOf(execution: Execution): Row[] {
		const [posted] = outputOf(execution, 'Webhook');
		return (posted?.json.body as { rows: Row[] }).rows;
	}

	/** Waits, without a limit of its own, until all executions have ended, of the newest 100. */
	async end(): Promise<void> {
		const { rest } = this.server;
		while ((await rest.listExecutions(this.saved)).some(isUnderWay)) await setTimeout(200);
	}

	/** Reads what the executions did, at most 100. */
	async readExecutions(): Promise<Execution[]> {
		const { rest } = this.server;
		const executions: Execution[] = [];
		for (const { id } of await rest.listExecutions(this.saved)) {
			executions.push(await rest.waitForExecution(id));
		}
		return executions;
	}
}
