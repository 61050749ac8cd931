/** What the figures were measured on and with; nothing that names the machine or its owner. */
import { cpus, loadavg, totalmem } from 'node:os';

import { version as sdk } from '@larksuiteoapi/node-sdk/package.json';
import { version as bottleneck } from 'bottleneck/package.json';
import { version as n8nCore } from 'n8n-core/package.json';
import { version as n8nWorkflow } from 'n8n-workflow/package.json';

import { version } from '../../package.json';
import { rounded } from './claims';

export interface Machine {
	cores: number;
	processor: string;
	memoryGb: number;
	/** What else ran: processes that wanted a core when the run began, on average over a minute. */
	load: number;
	versions: Record<string, string>;
}

export const describeMachine = (): Machine => ({
	cores: cpus().length,
	processor: cpus()[0]?.model.trim() ?? 'unknown',
	memoryGb: Math.round(totalmem() / 2 ** 30),
	load: rounded(loadavg()[0] ?? NaN),
	versions: {
		'n8n-nodes-feishu-hire': version,
		node: process.versions.node,
		'n8n-core': n8nCore,
		'n8n-workflow': n8nWorkflow,
		bottleneck,
		'@larksuiteoapi/node-sdk': sdk,
	},
});
