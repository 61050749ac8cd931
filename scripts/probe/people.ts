/** The people of the tenant who agreed to be looked up, and how a report names them. */
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import type { Identifier, IdentifierKind } from '../../nodes/BatchGetTalentId/types';
import { UsageError } from '../options';

/** A person who is a talent in Hire, with one identifier of each kind. */
export interface Person {
	mobile: Identifier;
	email: Identifier;
	identification?: Identifier;
}

/** What is given of a person, as typed. */
export type PersonInput = Partial<Record<ItemParameter, string>>;

export const KIND_NAMES: Record<IdentifierKind, string> = {
	mobile_number: 'mobile number',
	email: 'email',
	identification_number: 'identification number',
};

/**
 * Reads a person as the node reads a row, Chinese numbers without a country code.
 * @throws UsageError when a value cannot be read, or holds several
 */
export function readPersonOrThrow(input: PersonInput, which: string): Person {
	const { identifiers, problem } = readQuery(
		0,
		(name) => input[name] ?? (name === 'mobileCode' ? '86' : ''),
		'all',
	);
	if (problem) throw new UsageError(`The ${which} person: ${problem.message}.`);
	const only = (kind: IdentifierKind) => {
		const [one, ...others] = identifiers.filter((identifier) => identifier.kind === kind);
		if (others.length === 0) return one;
		throw new UsageError(`The ${which} person has more than one ${KIND_NAMES[kind]}.`);
	};
	const mobile = only('mobile_number');
	const email = only('email');
	if (!mobile || !email) {
		throw new UsageError(`The ${which} person needs a mobile number and an email.`);
	}
	return { mobile, email, identification: only('identification_number') };
}

/** Its first character, and as many asterisks as would hide its length. */
const hide = (text: string) => `${text.slice(0, 1)}****`;

/** An identifier that nobody can be found by. */
function mask({ kind, value, qualifier }: Identifier): string {
	switch (kind) {
		case 'mobile_number':
			return `+${qualifier} ${hide(value)} (${value.length} digits)`;
		case 'email':
			return `${hide(value)}@****`;
		case 'identification_number':
			return `${hide(value)} (type ${qualifier}, ${value.length} characters)`;
	}
}

export const maskPerson = ({ mobile, email, identification }: Person): string =>
	[mobile, email, identification]
		.filter((one) => one !== undefined)
		.map(mask)
		.join(', ');
