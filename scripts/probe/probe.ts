/** The command behind `npm run probe`: asks a live Feishu Hire what the node assumes of it. */
import { writeFileSync } from 'node:fs';

import { readAppOrThrow } from '../../credentials/feishuApp';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import { UsageError, defineCommand } from '../options';
import { EMAIL_OF_NOBODY } from './asking';
import { ASSUMPTIONS, RATE, UNASKED, findOut } from './assumptions';
import type { Finding } from './assumptions';
import { HELP, OPTIONS, readOptions, readSecretOrThrow } from './options';
import { findingLine, introduction, summary, toJson } from './report';
import { Session } from './session';

/** @throws UsageError in the node's own words when the app cannot make the call at all */
async function checkAccessOrThrow(session: Session): Promise<void> {
	const answer = await session.lookUp(EMAIL_OF_NOBODY).catch((error: Error) => {
		throw new UsageError(`${error.message}.`);
	});
	if (!(answer instanceof FeishuError) || answer.failure === 'value') return;
	throw new UsageError([`${answer.message}.`, answer.description].filter(Boolean).join(' '));
}

/** Runs the command; returns its exit code. */
export const main = defineCommand(
	module,
	{ name: 'npm run probe', help: HELP, options: OPTIONS },
	async (given) => {
		const { credential, people, rate, json } = readOptions(given);
		// Not after all the calls.
		if (json) writeFileSync(json, '');
		const appSecret = await readSecretOrThrow();
		const app = readAppOrThrow({ appType: 'custom', appSecret, ...credential });
		const session = new Session(app, people);
		await checkAccessOrThrow(session);
		process.stdout.write(introduction(credential.host));
		const findings: Finding[] = [];
		for (const assumption of ASSUMPTIONS) {
			if (assumption === RATE && !rate) continue;
			const finding = await findOut(session, assumption);
			findings.push(finding);
			process.stdout.write(findingLine(finding));
		}
		const unasked = rate ? UNASKED : [...UNASKED, { ...RATE, why: 'asked only with --rate' }];
		const report = { host: credential.host, calls: session.calls, findings, unasked };
		process.stdout.write(summary(report));
		if (json) writeFileSync(json, toJson(report));
		return findings.some(({ verdict }) => verdict === 'breaks the node') ? 1 : 0;
	},
);
