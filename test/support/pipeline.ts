/** The node's way of the data without n8n: read, plan, ask, match, emit. */
import type { INodeExecutionData } from 'n8n-workflow';

import { emitItems } from '../../nodes/BatchGetTalentId/emit';
import type { EmitSettings } from '../../nodes/BatchGetTalentId/emit';
import { FeishuClient } from '../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { readReply } from '../../nodes/BatchGetTalentId/feishu/errors';
import type { Reply } from '../../nodes/BatchGetTalentId/feishu/tokenManager';
import type { BatchGetIdBody } from '../../credentials/feishuApp';
import { matchQueries, placeTalents } from '../../nodes/BatchGetTalentId/match';
import { planBatches } from '../../nodes/BatchGetTalentId/plan';
import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/read/query';
import type { Answers } from '../../nodes/BatchGetTalentId/types';
import type { Hire } from './feishu/hire';
import { noLimiter } from './noLimiter';

export { noLimiter };

/** Sends calls to a tenant's Hire, which answers them at once. */
export const sendTo =
	(hire: Hire) =>
	async (body: BatchGetIdBody): Promise<Reply> => {
		const { status, body: reply } = hire.answer(body);
		return readReply({ statusCode: status, headers: {}, body: reply });
	};

const FIELDS: Record<ItemParameter, string> = {
	mobileNumber: 'm',
	mobileCode: 'code',
	email: 'e',
	identificationNumber: 'i',
	identificationType: 'type',
};

export interface PipelineSettings extends EmitSettings {
	batchSize: number;
	send: (body: BatchGetIdBody) => Promise<Reply>;
}

/** Runs all steps over items whose fields are `m`, `code`, `e`, `i` and `type`. */
export async function runPipeline(items: INodeExecutionData[], settings: PipelineSettings) {
	const queries = items.map(({ json }, i) => readQuery(i, (name) => json[FIELDS[name]]));
	const { batches, asked } = planBatches(queries, settings.matchBy, settings.batchSize);
	const answers: Answers = new Map();
	const client = new FeishuClient({
		limiter: noLimiter,
		send: settings.send,
		place: placeTalents,
		maxTries: 1,
		answers,
		endsRun: () => false,
	});
	await Promise.all(batches.map(async (batch) => await client.ask(batch)));
	const results = matchQueries(queries, asked, answers);
	const [matched, unmatched] = emitItems(items, results, settings);
	return { matched, unmatched, calls: client.calls, batches, queries, asked, results };
}
