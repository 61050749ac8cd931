/** The simulated Hire of the demo: who of a sheet is in it already. */
import type { Identifier } from '../../nodes/BatchGetTalentId/types';
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

/**
 * Makes the Hire that has about 60 % of a sheet's candidates; the same in every run. As in Feishu a
 * number, an email or a document belongs to one talent only.
 */
export function hireOf({ rows }: Sheet, columns: Columns): Hire {
	const hire: Hire = { people: [], badNumbers: new Set() };
	const taken = new Set<string>();
	for (const cells of rows) {
		const { identifiers } = readRow(cells, columns);
		for (const { kind, qualifier, value } of identifiers) {
			const isChinese = kind === 'mobile_number' && qualifier === '86';
			if (isChinese && !/^1\d{10}$/.test(value)) hire.badNumbers.add(value);
		}
		const dice = new Dice(hash(identifiers.map(({ key }) => key).join(' ')));
		if (identifiers.length === 0 || !dice.chance(SHARE)) continue;
		const talentId = `69${dice.between(10_000_000, 99_999_999)}${dice.between(100_000_000, 999_999_999)}`;
		const isOnboarded = dice.chance(0.1);
		const kept = identifiers
			// People change their number or their address, and many a talent has no document on file.
			.filter(() => identifiers.length === 1 || !dice.chance(0.2))
			.filter(({ invalid }) => !invalid);
		if (kept.length === 0 || kept.some(({ key }) => taken.has(key))) continue;
		kept.forEach(({ key }) => taken.add(key));
		hire.people.push(Object.assign({ talentId, isOnboarded }, ...kept.map(detailOf)) as Person);
	}
	return hire;
}

/** What a talent has of an identifier. */
function detailOf({ kind, qualifier, value }: Identifier): Partial<Person> {
	switch (kind) {
		case 'mobile_number':
			return { mobile: { code: qualifier, number: value } };
		case 'email':
			return { email: value };
		case 'identification_number':
			return { identification: { type: Number(qualifier), number: value } };
	}
}
