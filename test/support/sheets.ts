/** Large clean sheets with a known answer. */
import type { Case } from './oracle';
import type { Person } from './feishu/store';

export const PARAMETERS = {
	mobileNumber: '={{ $json.m }}',
	mobileCode: '={{ $json.code }}',
	email: '={{ $json.e }}',
	identificationNumber: '={{ $json.i }}',
	identificationType: '={{ $json.type }}',
};

export const numberOf = (i: number) => `138${String(i).padStart(8, '0')}`;

/**
 * Rows with a number, every third with an email too, every tenth a repetition of the row before;
 * two of three are in Hire, and every seventh of these has another email there.
 */
export function makeSheet(count: number): { cases: Case[]; people: Person[] } {
	const cases: Case[] = [];
	const people: Person[] = [];
	for (let i = 0; i < count; i++) {
		if (i % 10 === 9) {
			cases.push(...cases.slice(-1));
			continue;
		}
		const mobile = { code: '86', number: numberOf(i) };
		const email = i % 3 === 0 ? `row${i}@example.com` : undefined;
		cases.push({
			item: { json: { row: i, m: mobile.number, e: email ?? '' } },
			values: [
				{ kind: 'mobile_number', ...mobile },
				...(email ? [{ kind: 'email' as const, email }] : []),
			],
		});
		if (i % 3 === 2) continue;
		people.push({
			talentId: `7${String(i).padStart(18, '0')}`,
			mobile,
			email: i % 7 === 0 ? `other${i}@example.com` : (email ?? `unasked${i}@example.com`),
			isOnboarded: i % 2 === 0,
		});
	}
	return { cases, people };
}
