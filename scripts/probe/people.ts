/** The people of the tenant who agreed to be looked up. */
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { Identifier, IdentifierKind } from '../../nodes/BatchGetTalentId/types';
import { readQuery } from '../../test/support/readQuery';
import { UsageError } from '../options';

/** A person who is a talent in Hire, with one identifier of each kind: the first that was typed. */
export interface Person {
	mobile: Identifier;
	email: Identifier;
	identification?: Identifier;
}

/**
 * Reads a person as the node reads a row, Chinese numbers without a country code.
 * @param input as typed
 * @throws UsageError when a value cannot be read
 */
export function readPersonOrThrow(
	input: Partial<Record<ItemParameter, string>>,
	which: string,
): Person {
	const { identifiers, problem } = readQuery(
		0,
		(name) => input[name] ?? (name === 'mobileCode' ? '86' : ''),
		'all',
	);
	if (problem) throw new UsageError(`The ${which} person: ${problem.message}.`);
	const one = (wanted: IdentifierKind) => identifiers.find(({ kind }) => kind === wanted);
	const mobile = one('mobile_number');
	const email = one('email');
	if (!mobile || !email) {
		throw new UsageError(`The ${which} person needs a mobile number and an email.`);
	}
	return { mobile, email, identification: one('identification_number') };
}
