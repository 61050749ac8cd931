/** What each code means and what the node does about it, by docs/feishu-platform.md, "Codes". */
import { CUT, MEANINGS, meaningOf } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { Verdict } from '../../../../../nodes/BatchGetTalentId/feishu/errorCodes';

const CODES: Record<Verdict, number[]> = {
	rateLimited: [99991400],
	token: [99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677],
	transient: [2200, 5000, 1500, 1663, 1668, 10101, 1002001],
	noToken: [],
	badNumber: [1002009],
	badParameter: [99992402, 1002002],
	hopeless: [99991672, 99991401, 99991403, 99991662, 99991673],
	failed: [9499],
};

test('each code has its verdict, whatever the HTTP status', () => {
	expect(MEANINGS.size).toBe(Object.values(CODES).flat().length);
	for (const [verdict, codes] of Object.entries(CODES)) {
		for (const code of codes) {
			for (const status of [200, 400, 429, 500]) {
				expect([code, meaningOf(code, status).verdict]).toEqual([code, verdict]);
			}
		}
	}
});

test.each<[string, number | undefined, number, Verdict]>([
	['too many requests', undefined, 429, 'rateLimited'],
	['an unknown code with too many requests', 4711, 429, 'rateLimited'],
	['a server error', undefined, 500, 'transient'],
	['an unknown code with a server error', 4711, 502, 'transient'],
	['an unknown code', 4711, 499, 'failed'],
	['a client error without a code', undefined, 499, 'hopeless'],
	['a redirect', undefined, 300, 'hopeless'],
	['a success without a code', undefined, 299, 'transient'],
])('%s: code %p, HTTP %i is %s', (_, code, status, verdict) => {
	expect(meaningOf(code, status).verdict).toBe(verdict);
});

/** A meaning of each kind, known codes and unknown ones alike. */
const all = [
	...[...MEANINGS].map(([code, meaning]) => [String(code), meaning] as const),
	...[429, 500, 404, 200].map(
		(status) => [`HTTP ${status}`, meaningOf(undefined, status)] as const,
	),
	['unknown', meaningOf(4711, 400)] as const,
	['cut', CUT] as const,
];

test.each(all)('%s says what happened, and what to do', (_, meaning) => {
	expect(meaning.message).toMatch(/^(Feishu|The|There) .{10,}[^.]$/);
	expect(meaning.help).toMatch(/^[A-Z].{20,}\.$/);
});

test('a missing scope and a missing address name what to add, and where', () => {
	expect(meaningOf(99991672, 400).help).toMatch(/open\.feishu\.cn\/app.*hire:talent:readonly/);
	expect(meaningOf(undefined, 404)).toMatchObject({
		message: expect.stringContaining('(HTTP 404)'),
		help: expect.stringContaining('Base URL'),
	});
});
