/** The simulated Hire of the demo: who of a sheet is in it already. */
import type { Person } from '../../test/support/feishu/store';
import { Dice, hash } from '../../test/support/random';
import { readRow } from './sheet';
import type { Columns, Sheet } from './sheet';

/** How much of a sheet is in Hire. */
const SHARE = 0.6;

export interface Hire {
	people: Person[];
	/** Numbers that it rejects, and with each the whole call: Chinese ones that have not eleven digits. */
	badNumbers: Set<string>;
}

/** The candidate of a row as a talent, or nothing for one who is not in Hire; the same in every run. */
function toPerson(cells: string[], columns: Columns): Person | undefined {
	const { identifiers } = readRow(cells, columns);
	const dice = new Dice(hash(identifiers.map(({ key }) => key).join(' ')));
	if (identifiers.length === 0 || !dice.chance(SHARE)) return undefined;
	const talentId = `69${dice.between(10_000_000, 99_999_999)}${dice.between(100_000_000, 999_999_999)}`;
	const person: Person = { talentId, isOnboarded: dice.chance(0.1) };
	for (const { kind, value, qualifier, invalid } of identifiers) {
		// People change their number or their address, and many a talent has no document on file.
		if (identifiers.length > 1 && dice.chance(0.2)) continue;
		if (kind === 'email') person.email = value;
		else if (kind === 'identification_number') {
			person.identification = { type: Number(qualifier), number: value };
		} else if (!invalid) person.mobile = { code: qualifier, number: value };
	}
	return person;
}

const keysOf = ({ mobile, email, identification }: Person): string[] =>
	[mobile?.number, email?.toLowerCase(), identification?.number.toLowerCase()].filter(
		(key) => key !== undefined,
	);

/**
 * Makes the Hire that has about 60 % of a sheet's candidates. As in Feishu a number, an email or a
 * document belongs to one talent only.
 */
export function hireOf({ rows }: Sheet, columns: Columns): Hire {
	const taken = new Set<string>();
	const people = rows.flatMap((cells) => {
		const person = toPerson(cells, columns);
		const keys = person ? keysOf(person) : [];
		if (!person || keys.length === 0 || keys.some((key) => taken.has(key))) return [];
		keys.forEach((key) => taken.add(key));
		return person;
	});
	const bad = rows
		.flatMap((cells) => readRow(cells, columns).identifiers)
		.filter(({ kind, qualifier, value }) => {
			return kind === 'mobile_number' && qualifier === '86' && !/^1\d{10}$/.test(value);
		});
	return { people, badNumbers: new Set(bad.map(({ value }) => value)) };
}
