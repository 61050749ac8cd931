/** Secrets, and identifiers of other items, in what a run says of an item or of itself. */
import { itemOf } from '../support/oracle';
import type { Case } from '../support/oracle';
import type { Outcome } from './virtualRun';

/** A shorter one may be part of a log ID or of another value by chance. */
const MIN_TELLING_CHARS = 8;

/** All that the node may ask for an item. */
export const textsOf = ({ values }: Case): string[] =>
	values
		.flatMap((value) => (value.kind === 'unusable' ? [] : [value, ...(value.otherSpellings ?? [])]))
		.map((one) => ('email' in one ? one.email : one.number));

const tellingTexts = (one: Case): string[] =>
	textsOf(one)
		.filter(({ length }) => length >= MIN_TELLING_CHARS)
		.map((text) => text.toLowerCase());

/** Identifiers of the sheet within a text, apart from those of the item it speaks of. */
function* strangersIn(text: string, cases: Case[], own?: Case): Generator<string> {
	const said = text.toLowerCase();
	const owned = own
		? [JSON.stringify(own.item.json).toLowerCase(), ...tellingTexts(own)].join(' ')
		: '';
	for (const identifier of new Set(cases.flatMap(tellingTexts))) {
		if (said.includes(identifier) && !owned.includes(identifier)) yield identifier;
	}
}

export function* findLeaks(
	cases: Case[],
	{ matched, error, hints, kept }: Outcome,
	secrets: string[],
): Generator<string> {
	for (const secret of secrets) if (kept.includes(secret)) yield `the secret ${secret} is told`;
	for (const one of matched) {
		if (one.json.error === undefined) continue;
		const item = itemOf(one);
		for (const stranger of strangersIn(JSON.stringify(one.json), cases, cases[item])) {
			yield `item ${item} tells ${stranger}, which is not its own`;
		}
	}
	if (error) {
		const own = error.itemIndex === undefined ? undefined : cases[error.itemIndex];
		for (const stranger of strangersIn(error.text, cases, own)) yield `the error tells ${stranger}`;
	}
	for (const stranger of strangersIn(hints.join(), cases)) yield `a hint tells ${stranger}`;
}
