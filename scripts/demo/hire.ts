/** The simulated Hire of the demo: who of a sheet is in it already. */
import type { Identifier, IdentifierKind, TalentQuery } from '../../nodes/BatchGetTalentId/types';
import type { Person } from '../../test/support/feishu/store';
import { hash, seeded } from '../../test/support/random';
import { readQuery } from '../../test/support/readings';
import type { Columns, Row, Sheet } from './sheet';

/** How much of a sheet is in Hire. */
const SHARE = 0.6;
const ONBOARDED_SHARE = 0.1;
/** People change their number or their address, and many a talent has no document on file. */
const KEPT_SHARE = 0.8;
const FIRST_ID = 6_930_815_272_790_000_000n;

export interface Hire {
	people: Person[];
	/** Numbers that it rejects, and with each the whole call: Chinese ones that have not eleven digits. */
	badNumbers: Set<string>;
}

/** What a talent has of an identifier of a kind. */
const DETAILS: Record<IdentifierKind, (one: Identifier) => Partial<Person>> = {
	mobile_number: ({ qualifier, value }) => ({ mobile: { code: qualifier, number: value } }),
	email: ({ value }) => ({ email: value }),
	identification_number: ({ qualifier, value }) => ({
		identification: { type: Number(qualifier), number: value },
	}),
};

/** What the node reads in a row, every kind by itself. */
export function readRow(row: Row, columns: Columns): TalentQuery {
	const cells: Record<string, unknown> = { mobileCode: '86', identificationType: 1 };
	for (const [field, column] of Object.entries(columns)) {
		if (column !== undefined) cells[field] = row[column];
	}
	return readQuery(0, (name) => cells[name] ?? '', 'any');
}

/**
 * Makes the Hire that has about 60 % of a sheet's candidates; the same in every run. As in Feishu a
 * number, an email or a document belongs to one talent only.
 */
export function hireOf({ rows }: Sheet, columns: Columns): Hire {
	const hire: Hire = { people: [], badNumbers: new Set() };
	const taken = new Set<string>();
	for (const row of rows) {
		const { identifiers } = readRow(row, columns);
		for (const { kind, qualifier, value } of identifiers) {
			const isChinese = kind === 'mobile_number' && qualifier === '86';
			if (isChinese && !/^1\d{10}$/.test(value)) hire.badNumbers.add(value);
		}
		const random = seeded(hash(identifiers.map(({ key }) => key).join(' ')));
		if (identifiers.length === 0 || random() > SHARE) continue;
		const talentId = String(FIRST_ID + BigInt(hire.people.length));
		const isOnboarded = random() < ONBOARDED_SHARE;
		const kept = identifiers.filter(
			({ invalid }) => !invalid && (identifiers.length === 1 || random() < KEPT_SHARE),
		);
		if (kept.length === 0 || kept.some(({ key }) => taken.has(key))) continue;
		kept.forEach(({ key }) => taken.add(key));
		const details = kept.map((one) => DETAILS[one.kind](one));
		hire.people.push(Object.assign({ talentId, isOnboarded }, ...details) as Person);
	}
	return hire;
}
