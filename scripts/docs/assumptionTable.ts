/** The table of the assumptions about Feishu for docs/feishu-platform.md, from the probe's own. */
import { ANYTHING } from '../probe/assumption';
import type { Assumption } from '../probe/assumption';
import { ASSUMPTIONS, UNASKED } from '../probe/assumptions';
import { table } from './markdown';

/** So many outcomes are listed; the codes of wrong credentials are more. */
const MAX_LISTED = 6;

function otherwise({ handled = ['nothing'] }: Assumption): string {
	if (handled === ANYTHING) return handled;
	return handled.length > MAX_LISTED ? 'another code of the credentials table' : handled.join('; ');
}

/** What is asked, and what is left open. */
export function assumptionTable(): string {
	const asked = ASSUMPTIONS.map((assumption) => {
		const { name, question, asks, asAssumed, reliesOn } = assumption;
		return [name, String(question), asks, asAssumed, otherwise(assumption), reliesOn];
	});
	const open = UNASKED.map(({ name, question, why }) => [name, String(question), why]);
	return [
		table(
			['Assumption', 'Question', 'Asked by', 'As assumed', 'Other, but handled', 'What for'],
			asked,
		),
		'What the probe cannot ask:',
		table(['Open', 'Question', 'Why'], open),
	].join('\n\n');
}
