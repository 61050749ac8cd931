/** A sheet with everything that a run of the node's own steps needs at hand. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Talent } from '../../nodes/BatchGetTalentId/types';
import { openContext } from '../../test/support/engine/context';
import { Hire } from '../../test/support/feishu/hire';
import { withDefaults } from '../../test/support/feishu/settings';
import type { Steps } from './compileSteps';
import { REFERENCES, makeSheet, toItems } from './sheet';

export interface Prepared {
	context: IExecuteFunctions;
	items: INodeExecutionData[];
	/** Feishu's, in the order of the calls. */
	replies: Talent[][];
}

export async function prepare(steps: Steps, rows: number): Promise<Prepared> {
	const sheet = makeSheet(rows);
	const items = toItems(sheet);
	const context = await openContext(REFERENCES, items);
	const hire = new Hire(sheet.people, withDefaults({}));
	const bodies = await steps.planBodies(context, items);
	const replies = bodies.map((body) => hire.find(body) ?? []);
	return { context, items, replies };
}
