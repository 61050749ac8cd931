/** The sheets over which the node's own work is measured, each with what answers its calls. */
import type { INodeExecutionData } from 'n8n-workflow';

import type { BatchGetIdBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { Hire } from '../../test/support/feishu/hire';
import { withDefaults } from '../../test/support/feishu/settings';
import { loadOwnNode, runOwnNode } from './ownNode';
import { makeSheet, toItems } from './sheet';
import type { MobileStyle } from './sheet';

export interface OwnSheet {
	items: INodeExecutionData[];
	/** With On Error = stop, the first item that fails ends the run. */
	continueOnFail: boolean;
	/** Starts a run: returns what answers its calls, one after the other. */
	open: () => (body: BatchGetIdBody) => object[];
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
const numberOf = (i: number) => `138${String(i).padStart(8, '0')}`;
const nobody = () => () => [];

/** An honest sheet. Feishu's replies are made beforehand, so that they cost the run nothing. */
async function honest(style: MobileStyle, rows: number): Promise<OwnSheet> {
	const sheet = makeSheet(rows, style);
	const items = toItems(sheet);
	const hire = new Hire(sheet.people, withDefaults({}));
	const replies: object[][] = [];
	const record = (body: BatchGetIdBody) => {
		const reply = hire.find(body) ?? [];
		replies.push(reply);
		return reply;
	};
	const { BatchGetTalentId } = await loadOwnNode();
	await runOwnNode(new BatchGetTalentId(), { items, continueOnFail: true, reply: record });
	const open = () => {
		let calls = 0;
		return () => replies[calls++] ?? [];
	};
	return { items, continueOnFail: true, open };
}

/** Rows of 100 numbers and 100 emails each, which combine in 10,000 ways. */
const combining = (rows: number): OwnSheet => ({
	items: range(rows).map((i) => ({
		json: {
			mobile: range(100).map((j) => numberOf(100 * i + j)),
			email: range(100).map((j) => `${i}.${j}@example.com`),
		},
	})),
	continueOnFail: true,
	open: nobody,
});

/** Rows that all give the same numbers, as many as there are rows, and a value that cannot be read. */
function sharing(rows: number): OwnSheet {
	const mobile = [...range(rows).map(numberOf), '138****0000'];
	return {
		items: range(rows).map(() => ({ json: { mobile: [...mobile] } })),
		continueOnFail: false,
		open: nobody,
	};
}

const BATCH_SIZE = 100;

/** One call, to which so many talents come, each with the number of one row and the email of another. */
const crossing = (talents: number): OwnSheet => ({
	items: range(BATCH_SIZE).map((i) => ({
		json: { mobile: numberOf(i), email: `row${i}@example.com` },
	})),
	continueOnFail: true,
	open:
		() =>
		({ mobile_number_list = [], email_list = [] }) =>
			range(talents).map((i) => ({
				talent_id: String(i),
				mobile_number: mobile_number_list[i % BATCH_SIZE],
				email: email_list[(i + 1) % BATCH_SIZE],
			})),
});

const SHEETS = {
	plain: async (size: number) => await honest('plain', size),
	library: async (size: number) => await honest('library', size),
	combining,
	sharing,
	crossing,
};

export type OwnSheetName = keyof typeof SHEETS;

/** @param size the number of rows; for `crossing`, of talents */
export const makeOwnSheet = async (name: OwnSheetName, size: number): Promise<OwnSheet> =>
	await SHEETS[name](size);
