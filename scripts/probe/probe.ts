/** The command behind `npm run probe`: asks a live Feishu Hire what the node assumes of it. */
import { writeFileSync } from 'node:fs';

import { readAppOrThrow } from '../../credentials/feishuApp';
import { defineCommand } from '../options';
import { ASSUMPTIONS, RATE, UNASKED } from './assumptions';
import { HELP, OPTIONS, readOptions } from './options';
import type { ProbeOptions } from './options';
import { findingLine, introduction, summary, toJson } from './report';
import { checkAccessOrThrow, runProbe } from './run';
import { readSecretOrThrow } from './secret';
import { Session } from './session';

const BREAKS_NODE = 1;

async function probe(options: ProbeOptions): Promise<boolean> {
	const { appId, host, people, rate, json } = options;
	// Not after all the calls.
	if (json) writeFileSync(json, '');
	const appSecret = await readSecretOrThrow();
	const session = new Session(
		readAppOrThrow({ appType: 'custom', appId, appSecret, ...host }),
		people,
	);
	process.stdout.write(introduction(options));
	await checkAccessOrThrow(session);
	const assumptions = ASSUMPTIONS.filter((assumption) => rate || assumption !== RATE);
	const findings = await runProbe(session, assumptions, (finding) => {
		process.stdout.write(findingLine(finding));
	});
	const unasked = rate ? UNASKED : [...UNASKED, { ...RATE, why: 'asked only with --rate' }];
	const open = unasked.map(({ name, question, why }) => ({ name, question, why }));
	process.stdout.write(summary(findings, open, session.calls));
	if (json) writeFileSync(json, toJson(options, findings, open, session.calls));
	return findings.some(({ verdict }) => verdict === 'breaks the node');
}

/** Runs the command; returns its exit code. */
export const main = defineCommand(
	module,
	{ name: 'npm run probe', help: HELP, options: OPTIONS },
	async (given) => ((await probe(readOptions(given))) ? BREAKS_NODE : 0),
);
