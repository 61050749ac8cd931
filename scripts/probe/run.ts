/** Asks the assumptions one after the other, and judges the answers. */
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import { UsageError } from '../options';
import { EMAIL_OF_NOBODY } from './asking';
import { judge } from './assumption';
import type { Assumption, Seen, Verdict } from './assumption';
import { NotAnswered } from './session';
import type { Session } from './session';

export interface Finding {
	assumption: Assumption;
	verdict: Verdict;
	/** What was seen, or why nothing was. */
	seen: Seen;
}

/** @throws UsageError in the node's own words when the app cannot make the call at all */
export async function checkAccessOrThrow(session: Session): Promise<void> {
	const { reply } = await session.lookUp(EMAIL_OF_NOBODY).catch((error: Error) => {
		throw new UsageError(`${error.message}.`);
	});
	if (!(reply instanceof FeishuError) || reply.failure === 'value') return;
	throw new UsageError([`${reply.message}.`, reply.description].filter(Boolean).join(' '));
}

async function find(assumption: Assumption, session: Session): Promise<Finding> {
	try {
		const seen = await assumption.ask(session, assumption.asAssumed);
		return { assumption, verdict: judge(assumption, seen), seen };
	} catch (error) {
		// A defect of the probe must not stop it either; its text could hold anything.
		const reason = error instanceof NotAnswered ? error.message : 'the probe failed';
		return { assumption, verdict: 'not answered', seen: { what: reason } };
	}
}

/**
 * Asks them all; one that fails stops none of the others.
 * @param onFinding gets each as soon as it is there
 */
export async function runProbe(
	session: Session,
	assumptions: readonly Assumption[],
	onFinding: (finding: Finding) => void = () => undefined,
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const assumption of assumptions) {
		const finding = await find(assumption, session);
		findings.push(finding);
		onFinding(finding);
	}
	return findings;
}
