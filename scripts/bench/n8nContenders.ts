/** n8n's nodes, in n8n-core with n8n's default engine of expressions. */
import type { INodeExecutionData } from 'n8n-workflow';

import { idsOf } from './contender';
import type { Contender, RowAnswer, TalentList } from './contender';
import { httpRequestNode, runTimed } from './engines';
import { LOOKUP_PATH } from './feishu';
import { strictOptimum } from './optimum';
import { REFERENCES, toItems } from './sheet';

const rowOf = ({ pairedItem }: INodeExecutionData): number => {
	const [paired] = [pairedItem].flat();
	return typeof paired === 'object' ? paired.item : (paired ?? -1);
};

/** This node, its columns dragged in; an item for each row and talent, so that rows can be told. */
export const thisNode: Contender = {
	name: 'this node',
	how: 'as it comes; Output: one item per match',
	floor: (rows) => strictOptimum(Math.ceil(rows / 100), 0),
	async run(rows, { credentials }) {
		const { matched, unmatched, took } = await runTimed({
			items: toItems({ rows }),
			parameters: { ...REFERENCES, output: 'match' },
			onError: 'continueRegularOutput',
			credentials,
		});
		const answers = rows.map((): RowAnswer => undefined);
		for (const item of unmatched) answers[rowOf(item)] = [];
		for (const item of matched) {
			if (item.json.error) continue;
			const row = rowOf(item);
			answers[row] = [...(answers[row] ?? []), String(item.json.talent_id)];
		}
		return { answers, took };
	},
};

const BODY = `={{ {
	mobile_code: '86',
	mobile_number_list: [$json.mobile],
	...($json.email && { email_list: [$json.email] }),
	...($json.id && { identification_type: 1, identification_number_list: [$json.id] }),
} }}`;

/**
 * n8n's HTTP Request node: a call for each row, batched to what Feishu allows in a second, with this
 * package's credential, which spares it the token's workflow. More than 1,000 rows would need 50 calls
 * every 3 seconds.
 */
export const httpRequest: Contender = {
	name: 'HTTP Request node',
	how: 'one call a row; batches of 50 every 1,000 ms; On Error: continue',
	floor: (rows) => strictOptimum(rows, 0),
	async run(rows, { credentials }, { url }) {
		const { matched, took } = await runTimed({
			node: await httpRequestNode(),
			items: toItems({ rows }),
			parameters: {
				method: 'POST',
				url: url + LOOKUP_PATH,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'feishuHireApi',
				sendBody: true,
				contentType: 'json',
				specifyBody: 'json',
				jsonBody: BODY,
				options: { batching: { batch: { batchSize: 50, batchInterval: 1_000 } } },
			},
			onError: 'continueRegularOutput',
			credentials,
		});
		const answers = rows.map((): RowAnswer => undefined);
		for (const item of matched) {
			if (!item.json.error) answers[rowOf(item)] = idsOf(item.json.data as TalentList);
		}
		return { answers, took };
	},
};
